using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>The tables of a PostgreSQL store, in a schema of their own, and how a database says which it has.</summary>
/// <param name="steps">How the schema came to be what it is.</param>
internal sealed class PostgresSchema(ImmutableArray<Migration> steps)
{
    /// <summary>The schema that holds the tables.</summary>
    public const string Name = "drrun";

    // Any number that no other program locks: the letters DRRN.
    private const long Lock = 0x4452524E;

    // The same tables as in SQLite, with the same meaning. A command's token tells a repeated request from a second one.
    private const string Version1 = """
        CREATE TABLE drrun.run (
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text NOT NULL UNIQUE,
            runbook text NOT NULL,
            mode text NOT NULL,
            simulated boolean NOT NULL,
            outcome text NOT NULL,
            created_at text NOT NULL,
            last_at text NOT NULL,
            length bigint NOT NULL,
            head text NOT NULL,
            epoch bigint NOT NULL,
            owner text,
            lease_expires_ticks bigint
        );
        CREATE TABLE drrun.line (
            run bigint NOT NULL REFERENCES drrun.run,
            seq bigint NOT NULL,
            bytes bytea NOT NULL,
            PRIMARY KEY (run, seq)
        );
        CREATE TABLE drrun.blob (sha256 text PRIMARY KEY, content bytea NOT NULL);
        CREATE TABLE drrun.claim (
            scope bigint NOT NULL,
            replica text NOT NULL,
            run bigint NOT NULL REFERENCES drrun.run,
            PRIMARY KEY (scope, replica)
        );
        CREATE TABLE drrun.command (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            token uuid NOT NULL UNIQUE,
            run bigint NOT NULL REFERENCES drrun.run,
            kind text NOT NULL,
            target text,
            principal text NOT NULL,
            given_at text NOT NULL,
            text text,
            signature text,
            accepted boolean,
            reason text
        );
        CREATE INDEX pending_command ON drrun.command (run) WHERE accepted IS NULL;
        CREATE FUNCTION drrun.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'a journal is append only'; END $$;
        CREATE TRIGGER line_is_never_changed BEFORE UPDATE OR DELETE ON drrun.line FOR EACH ROW EXECUTE FUNCTION drrun.refuse_change();
        CREATE TRIGGER lines_are_never_removed BEFORE TRUNCATE ON drrun.line FOR EACH STATEMENT EXECUTE FUNCTION drrun.refuse_change();
        """;

    /// <summary>The schema of this version of drrun.</summary>
    public static PostgresSchema Current { get; } = new([new Migration(1, Version1)]);

    /// <summary>How the schema came to be what it is.</summary>
    public ImmutableArray<Migration> Steps => steps;

    /// <summary>Checks that the database has this schema, and gives one without it its tables. Writes nothing else.</summary>
    /// <exception cref="StoreException">The store is an older or a newer version's.</exception>
    public void Ensure(NpgsqlConnection connection, PostgresLocation location)
    {
        if (!IsThere(connection))
        {
            Change(connection, () =>
            {
                // Another process may have been faster.
                if (!IsThere(connection))
                {
                    Make(connection);
                }

                return true;
            });
        }

        Migrations.Check(location.ToString(), VersionOf(connection), steps);
    }

    /// <summary>Whether the database holds a store; one of another version is refused. Writes nothing.</summary>
    /// <exception cref="StoreException">The store is an older or a newer version's.</exception>
    public bool Finds(NpgsqlConnection connection, PostgresLocation location)
    {
        if (!IsThere(connection))
        {
            return false;
        }

        Migrations.Check(location.ToString(), VersionOf(connection), steps);
        return true;
    }

    /// <summary>Brings a store forward.</summary>
    /// <exception cref="StoreException">The store is a newer version's, or a process drives one of its runs.</exception>
    public MigrationResult Migrate(NpgsqlConnection connection, PostgresLocation location) => Change(connection, () =>
    {
        if (!IsThere(connection))
        {
            throw new StoreException($"store '{location}' has no runs and no tables yet: there is nothing to bring forward");
        }

        var from = VersionOf(connection);
        Migrations.RefuseNewer(location.ToString(), from, steps);
        var pending = Migrations.After(steps, from).ToList();
        if (pending.Count > 0)
        {
            // Nobody can take a lease until this is committed, and what holds one now is told.
            Run(connection, "LOCK TABLE drrun.run IN ACCESS EXCLUSIVE MODE");
            Migrations.RefuseDriven(location.ToString(), DrivenRun(connection));
            Apply(connection, pending);
        }

        return new MigrationResult(from, Migrations.Target(steps));
    });

    private void Make(NpgsqlConnection connection)
    {
        if (Scalar(connection, $"SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = '{Name}'") is null)
        {
            Run(connection, $"CREATE SCHEMA {Name}");
        }

        Run(connection, "CREATE TABLE drrun.store (format text PRIMARY KEY CHECK (format = 'drrun'), schema_version bigint NOT NULL); INSERT INTO drrun.store VALUES ('drrun', 0)");
        Apply(connection, steps);
    }

    private static void Apply(NpgsqlConnection connection, IEnumerable<Migration> steps)
    {
        foreach (var step in steps)
        {
            Run(connection, step.Sql);
            Run(connection, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"UPDATE drrun.store SET schema_version = {step.Version}"));
        }
    }

    // Read from the catalogue's tables: the look-up functions answer from a cache, which a wait for a lock does not freshen.
    private static bool IsThere(NpgsqlConnection connection) =>
        Scalar(connection, $"SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = '{Name}' AND tablename = 'store'") is not null;

    private static long VersionOf(NpgsqlConnection connection) => (long)Scalar(connection, "SELECT schema_version FROM drrun.store")!;

    private static string? DrivenRun(NpgsqlConnection connection) =>
        (string?)Scalar(connection, $"SELECT id FROM drrun.run WHERE owner IS NOT NULL AND lease_expires_ticks > {PostgresTime.Now} ORDER BY key LIMIT 1");

    private static T Change<T>(NpgsqlConnection connection, Func<T> act)
    {
        // Whatever the server's default is: after the wait for the lock it must be seen what the other process did.
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.ReadCommitted);
        Run(connection, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({Lock})"));
        var result = act();
        transaction.Commit();
        return result;
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }
}
