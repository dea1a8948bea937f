using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Sqlite;

namespace DrRunbook.Storage;

/// <summary>Runs in an SQLite file on a local disk. Several processes may use the file at once; a commit is on the disk before its task ends.</summary>
/// <remarks>
/// Reading has a connection of its own, so it never waits for a commit. Work is done on the caller's thread: an append of a few
/// lines takes well under a millisecond, except while another process holds the write lock.
/// A lease that has run out is still good for an append or a renewal as long as nobody has taken it over: the epoch fences, not the clock.
/// </remarks>
public sealed class SqliteRunStore : IRunStore
{
    private readonly StoreConnection _writeConnection;
    private readonly StoreConnection _readConnection;
    private readonly StoreWriter _writer;
    private readonly StoreReader _reader;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _reading = new(1);
    private bool _disposed;

    private SqliteRunStore(StoreConnection writeConnection, StoreConnection readConnection, TimeProvider clock, TimeSpan leaseDuration)
    {
        _writeConnection = writeConnection;
        _readConnection = readConnection;
        _writer = new StoreWriter(writeConnection, clock, leaseDuration);
        _reader = new StoreReader(readConnection, clock);
    }

    /// <summary>Opens a store, making file and folder (for their owner alone) where they are not there yet.</summary>
    /// <param name="clock">Tells when leases run out.</param>
    /// <param name="leaseDuration">How long a lease lasts; null for <see cref="StoreLocation.LeaseDuration"/>.</param>
    /// <exception cref="StoreException">The file cannot be used: its message says why.</exception>
    public static SqliteRunStore Open(string file, TimeProvider clock, TimeSpan? leaseDuration = null) => Open(file, StoreSchema.Current, clock, leaseDuration);

    /// <summary>Brings the schema of a store forward.</summary>
    /// <param name="clock">Tells which leases still hold.</param>
    /// <exception cref="StoreException">There is no such store, it is a newer version's, or a process drives one of its runs.</exception>
    public static MigrationResult Migrate(string file, TimeProvider clock) => Migrate(file, StoreSchema.Current, clock);

    internal static MigrationResult Migrate(string file, StoreSchema schema, TimeProvider clock)
    {
        if (!File.Exists(file))
        {
            throw new StoreException($"there is no store at '{file}'");
        }

        using var connection = StoreConnection.Open(StoreFile.Prepare(file), schema: null);
        return schema.Migrate(connection, clock.GetUtcNow());
    }

    internal static SqliteRunStore Open(string file, StoreSchema schema, TimeProvider clock, TimeSpan? leaseDuration)
    {
        var path = StoreFile.Prepare(file);
        var writeConnection = StoreConnection.Open(path, schema);
        try
        {
            return new SqliteRunStore(writeConnection, StoreConnection.Open(path, schema), clock, leaseDuration ?? StoreLocation.LeaseDuration);
        }
        catch
        {
            writeConnection.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<RunLease> CreateAsync(NewRun run, string owner, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.Create(run, owner), cancellationToken);

    /// <inheritdoc />
    public Task<RunLease?> TryAcquireAsync(string run, string owner, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.Acquire(run, owner), cancellationToken);

    /// <inheritdoc />
    public Task<RunLease?> RenewAsync(RunLease lease, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.Renew(lease), cancellationToken);

    /// <inheritdoc />
    public Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                _writer.Release(lease);
                return true;
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<ClaimRefusal?> AppendAsync(RunLease lease, AppendBatch batch) => WriteAsync(() => _writer.Append(lease, batch), CancellationToken.None);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) =>
        ReadAsync(() => _reader.Lines(run, afterSequence), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => ReadAsync(_reader.Runs, cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) =>
        ReadAsync(() => _reader.Blob(sha256) is { } content ? new ReadOnlyMemory<byte>(content) : (ReadOnlyMemory<byte>?)null, cancellationToken);

    /// <inheritdoc />
    public Task<long> PostCommandAsync(string run, OperatorCommand command, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.Post(run, command), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<PendingCommand>> PendingCommandsAsync(string run, CancellationToken cancellationToken) =>
        ReadAsync(() => _reader.Pending(run), cancellationToken);

    /// <inheritdoc />
    public Task<CommandAnswer?> AnswerOfAsync(long command, CancellationToken cancellationToken) =>
        ReadAsync(() => _reader.Answer(command), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        // What is under way comes to its end first.
        await _writing.WaitAsync();
        await _reading.WaitAsync();
        _reader.Dispose();
        _readConnection.Dispose();
        _writer.Dispose();
        _writeConnection.Dispose();
        _reading.Dispose();
        _writing.Dispose();
    }

    private async Task<T> WriteAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return _writeConnection.Transact(act);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> ReadAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return _readConnection.Guard(act);
        }
        finally
        {
            _reading.Release();
        }
    }
}
