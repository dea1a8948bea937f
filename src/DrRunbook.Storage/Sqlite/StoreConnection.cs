using System.Globalization;
using DrRunbook.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace DrRunbook.Storage.Sqlite;

/// <summary>One connection to an SQLite store. Not for two threads at once.</summary>
internal sealed class StoreConnection : IDisposable
{
    /// <summary>How long a statement waits for another process's transaction.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection _connection;
    private PreparedStatement? _begin;
    private PreparedStatement? _commit;

    private StoreConnection(string file, SqliteConnection connection)
    {
        File = file;
        _connection = connection;
    }

    /// <summary>The database's full path.</summary>
    public string File { get; }

    /// <summary>Connects to a database, and makes its tables where it is empty.</summary>
    /// <param name="schema">What it must have; null to take it as it is, in order to change it.</param>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    public static StoreConnection Open(string file, StoreSchema? schema)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        };
        var connection = new StoreConnection(file, new SqliteConnection(settings.ConnectionString));
        try
        {
            connection.Guard(() =>
            {
                connection.Start(schema);
                return true;
            });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a database that is there in order to read it: nothing of this connection writes its file.</summary>
    /// <remarks>
    /// Where no log lies beside the file nobody is at work on it, and it is read as one that does not change, so that no side files are made. A process that begins
    /// meanwhile writes its log first; should it come to move that into the file, what is read of a journal no longer fits its hashes.
    /// </remarks>
    /// <exception cref="StoreException">It cannot be read, or is none of this version's stores.</exception>
    public static StoreConnection OpenForReading(string file, StoreSchema schema)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = new FileInfo(file + "-wal") is { Exists: true, Length: > 0 } ? file : new Uri(file).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        };
        var connection = new StoreConnection(file, new SqliteConnection(settings.ConnectionString));
        try
        {
            connection.Guard(() =>
            {
                connection._connection.Open();
                connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)BusyTimeout.TotalMilliseconds}"));
                schema.Check(connection);
                return true;
            });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Compiles a statement.</summary>
    public PreparedStatement Prepare(string sql) => Guard(() => new PreparedStatement(_connection, sql));

    /// <summary>Runs statements that are needed once.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The number that a query answers.</summary>
    public long Number(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs what reads; SQLite's faults become <see cref="StoreException"/>.</summary>
    public T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(File, error);
        }
    }

    /// <summary>Runs what writes as one transaction, durable when this returns; an exception undoes all of it.</summary>
    public T Transact<T>(Func<T> act) => Guard(() =>
    {
        // IMMEDIATE takes the write lock first: a transaction that has read can then never fail for want of it.
        _begin ??= new PreparedStatement(_connection, "BEGIN IMMEDIATE");
        _commit ??= new PreparedStatement(_connection, "COMMIT");
        _begin.Execute();
        try
        {
            var result = act();
            _commit.Execute();
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _begin?.Dispose();
        _commit?.Dispose();
        _connection.Dispose();
    }

    private void Start(StoreSchema? schema)
    {
        _connection.Open();
        Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)BusyTimeout.TotalMilliseconds}"));
        if (Number("SELECT count(*) FROM sqlite_schema") > 0)
        {
            // Before journal_mode, which writes: a newer version's store stays as it is.
            schema?.Ensure(this);
        }

        UseWriteAheadLog();

        // FULL syncs the log at every commit: what was acknowledged survives a power cut. fullfsync makes macOS mean it.
        Run("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON");
        schema?.Ensure(this);
    }

    private void UseWriteAheadLog()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw new StoreException($"store '{File}' lies where SQLite can keep no write-ahead log, such as a network share: name a file on a local disk");
        }
    }

    private void RollBack()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // After a full disk or an I/O error SQLite has rolled back already; the first error is the one to tell.
        }
    }
}
