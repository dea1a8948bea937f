using System.Globalization;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Sqlite;

/// <summary>The tables of an SQLite store, and how a database says which it has: the version stands in its <c>user_version</c>.</summary>
/// <param name="steps">How the schema came to be what it is.</param>
internal sealed class StoreSchema(ImmutableArray<Migration> steps)
{
    /// <summary>Marks a database as drrun's in its <c>application_id</c>: the letters <c>DRRN</c>.</summary>
    public const long ApplicationId = 0x4452524E;

    // A line is never changed and never removed; the triggers hold that against every program.
    // A claim's scope is 0 for real runs, which share the world, and the run itself for a rehearsal, which has a world of its own.
    private const string Version1 = """
        CREATE TABLE run (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            runbook TEXT NOT NULL,
            mode TEXT NOT NULL,
            simulated INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            created_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            length INTEGER NOT NULL,
            head TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            owner TEXT,
            lease_expires_ticks INTEGER
        ) STRICT;
        CREATE TABLE line (
            run INTEGER NOT NULL REFERENCES run,
            seq INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (run, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blob (sha256 TEXT NOT NULL UNIQUE, content BLOB NOT NULL) STRICT;
        CREATE TABLE claim (
            scope INTEGER NOT NULL,
            replica TEXT NOT NULL,
            run INTEGER NOT NULL REFERENCES run,
            PRIMARY KEY (scope, replica)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE command (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run,
            kind TEXT NOT NULL,
            target TEXT,
            principal TEXT NOT NULL,
            given_at TEXT NOT NULL,
            text TEXT,
            signature TEXT,
            accepted INTEGER,
            reason TEXT
        ) STRICT;
        CREATE INDEX pending_command ON command (run) WHERE accepted IS NULL;
        CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT, 'a journal is append only'); END;
        CREATE TRIGGER line_is_never_removed BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'a journal is append only'); END;
        """;

    /// <summary>The schema of this version of drrun.</summary>
    public static StoreSchema Current { get; } = new([new Migration(1, Version1)]);

    /// <summary>How the schema came to be what it is.</summary>
    public ImmutableArray<Migration> Steps => steps;

    /// <summary>Checks that the database is one of this version, and gives an empty one its tables. Writes nothing else.</summary>
    /// <exception cref="StoreException">It is another program's, or an older or newer version's.</exception>
    public void Ensure(StoreConnection connection)
    {
        if (IsEmpty(connection))
        {
            // Another process may have been faster, so the question is asked again under the write lock.
            connection.Transact(() =>
            {
                if (IsEmpty(connection))
                {
                    Run(connection, $"PRAGMA application_id = {ApplicationId}");
                    Apply(connection, steps);
                }

                return true;
            });
        }

        Check(connection);
    }

    /// <summary>Checks that the database is one of this version.</summary>
    /// <exception cref="StoreException">It is another program's, or an older or newer version's.</exception>
    public void Check(StoreConnection connection)
    {
        RefuseStrange(connection);
        Migrations.Check(connection.File, VersionOf(connection), steps);
    }

    /// <summary>Brings a store forward.</summary>
    /// <param name="now">By the host's clock: tells which leases still hold.</param>
    /// <exception cref="StoreException">It is another program's, a newer version's, or a process drives one of its runs.</exception>
    public MigrationResult Migrate(StoreConnection connection, DateTimeOffset now) => connection.Transact(() =>
    {
        RefuseStrange(connection);
        var from = VersionOf(connection);
        Migrations.RefuseNewer(connection.File, from, steps);
        var pending = Migrations.After(steps, from).ToList();
        if (pending.Count > 0)
        {
            Migrations.RefuseDriven(connection.File, DrivenRun(connection, now));
            Apply(connection, pending);
        }

        return new MigrationResult(from, Migrations.Target(steps));
    });

    private static void RefuseStrange(StoreConnection connection)
    {
        if (connection.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new StoreException($"store '{connection.File}' is a database of another program: name another file");
        }
    }

    private static void Apply(StoreConnection connection, IEnumerable<Migration> steps)
    {
        foreach (var step in steps)
        {
            connection.Run(step.Sql);
            Run(connection, $"PRAGMA user_version = {step.Version}");
        }
    }

    private static string? DrivenRun(StoreConnection connection, DateTimeOffset now)
    {
        using var driven = connection.Prepare("SELECT id FROM run WHERE owner IS NOT NULL AND lease_expires_ticks > $1 ORDER BY key LIMIT 1");
        return driven.First(row => row.GetString(0), now.UtcTicks);
    }

    private static void Run(StoreConnection connection, FormattableString sql) => connection.Run(sql.ToString(CultureInfo.InvariantCulture));

    private static long VersionOf(StoreConnection connection) => connection.Number("PRAGMA user_version");

    private static bool IsEmpty(StoreConnection connection) =>
        connection.Number("PRAGMA application_id") == 0
        && connection.Number("PRAGMA user_version") == 0
        && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
}
