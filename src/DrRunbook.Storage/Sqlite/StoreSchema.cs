using System.Globalization;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Sqlite;

/// <summary>The tables of an SQLite store, and how a database says that it has them.</summary>
internal static class StoreSchema
{
    /// <summary>The schema that this version reads and writes; stands in the database's <c>user_version</c>.</summary>
    public const long Version = 1;

    /// <summary>Marks a database as drrun's in its <c>application_id</c>: the letters <c>DRRN</c>.</summary>
    public const long ApplicationId = 0x4452524E;

    // A line is never changed and never removed; the triggers hold that against every program.
    // A claim's scope is 0 for real runs, which share the world, and the run itself for a rehearsal, which has a world of its own.
    private const string Tables = """
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

    /// <summary>Checks that the database is one of this version, and gives an empty one its tables. Writes nothing else.</summary>
    /// <exception cref="StoreException">It is another program's, or a newer version's.</exception>
    public static void Ensure(StoreConnection connection)
    {
        if (IsEmpty(connection))
        {
            // Another process may have been faster, so the question is asked again under the write lock.
            connection.Transact(() =>
            {
                if (IsEmpty(connection))
                {
                    connection.Run(Tables);
                    connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
                }

                return true;
            });
        }

        if (connection.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new StoreException($"store '{connection.File}' is a database of another program: name another file");
        }

        var version = connection.Number("PRAGMA user_version");
        if (version != Version)
        {
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"store '{connection.File}' has schema {version}, this drrun knows schema {Version}: use the version of drrun that wrote it, or a newer one"));
        }
    }

    private static bool IsEmpty(StoreConnection connection) =>
        connection.Number("PRAGMA application_id") == 0
        && connection.Number("PRAGMA user_version") == 0
        && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
}
