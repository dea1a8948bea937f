using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Sqlite;

namespace DrRunbook.Storage;

/// <summary>Looks into an SQLite store over a connection that cannot write. Several processes may use the file meanwhile.</summary>
internal sealed class SqliteRunLookup : IRunLookup
{
    private readonly StoreConnection _connection;
    private readonly StoreReader _reader;

    private SqliteRunLookup(StoreConnection connection, TimeProvider clock)
    {
        _connection = connection;
        _reader = new StoreReader(connection, clock);
    }

    /// <summary>Looks into a store.</summary>
    /// <returns>Null where there is no such file, or an empty one.</returns>
    /// <exception cref="StoreException">It cannot be read, or is none of this version's stores.</exception>
    public static SqliteRunLookup? Open(string file, TimeProvider clock)
    {
        if (new FileInfo(file) is not { Exists: true, Length: > 0 })
        {
            return null;
        }

        var connection = StoreConnection.OpenForReading(Path.GetFullPath(file), StoreSchema.Current);
        try
        {
            return new SqliteRunLookup(connection, clock);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) =>
        Read(() => _reader.Lines(run, afterSequence), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => Read(_reader.Runs, cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) =>
        Read(() => _reader.Blob(sha256) is { } content ? new ReadOnlyMemory<byte>(content) : (ReadOnlyMemory<byte>?)null, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableDictionary<string, string>> ClaimsAsync(CancellationToken cancellationToken) => Read(_reader.Claims, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<T> Read<T>(Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_connection.Guard(act));
    }
}
