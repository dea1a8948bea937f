using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using Npgsql;

namespace DrRunbook.Storage;

/// <summary>Runs in a PostgreSQL database, which several machines share. A commit is on the server's disk before its task ends.</summary>
/// <remarks>
/// Every write locks the run's row first, so one run's writes follow one another, whoever makes them; runs do not wait for each other.
/// Leases are judged by the database's clock alone. While the server is away an act is repeated for as long as a lease lasts; one whose commit was
/// not answered is found out by reading back what stands, and never written twice.
/// A lease that has run out is still good for an append or a renewal as long as nobody has taken it over: the epoch fences, not the clock.
/// </remarks>
public sealed class PostgresRunStore : IRunStore, INotifyingStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresWriter _writer;
    private readonly PostgresReader _reader;
    private readonly TimeSpan _patience;

    private PostgresRunStore(NpgsqlDataSource source, PostgresLocation location, TimeProvider? clock, TimeSpan leaseDuration)
    {
        _source = source;
        _transactions = new PostgresTransactions(source, location);
        _writer = new PostgresWriter(clock, leaseDuration);
        _reader = new PostgresReader(location, clock);
        _patience = leaseDuration;
    }

    /// <summary>Opens a store, making its tables where the database has none yet.</summary>
    /// <param name="url">A <c>postgres://</c> URL.</param>
    /// <param name="leaseDuration">How long a lease lasts; null for <see cref="StoreLocation.LeaseDuration"/>.</param>
    /// <exception cref="StoreException">There is no such store to be had: its message says why, and repeats no password.</exception>
    public static PostgresRunStore Open(string url, TimeSpan? leaseDuration = null) =>
        Open(PostgresLocation.Parse(url), PostgresSchema.Current, clock: null, leaseDuration);

    /// <summary>Brings the schema of a store forward.</summary>
    /// <exception cref="StoreException">There is no such store, it is a newer version's, or a process drives one of its runs.</exception>
    public static MigrationResult Migrate(string url) => Migrate(PostgresLocation.Parse(url), PostgresSchema.Current);

    /// <inheritdoc cref="Open(string, TimeSpan?)" />
    /// <param name="clock">Judges leases instead of the database's clock; for tests.</param>
    internal static PostgresRunStore Open(PostgresLocation location, PostgresSchema schema, TimeProvider? clock, TimeSpan? leaseDuration)
    {
        var source = NpgsqlDataSource.Create(location.Settings());
        try
        {
            return Guard(location, () =>
            {
                using var connection = source.OpenConnection();
                schema.Ensure(connection, location);
                return new PostgresRunStore(source, location, clock, leaseDuration ?? StoreLocation.LeaseDuration);
            });
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    internal static MigrationResult Migrate(PostgresLocation location, PostgresSchema schema) => Guard(location, () =>
    {
        using var source = NpgsqlDataSource.Create(location.Settings());
        using var connection = source.OpenConnection();
        return schema.Migrate(connection, location);
    });

    /// <inheritdoc />
    public Task<RunLease> CreateAsync(NewRun run, string owner, CancellationToken cancellationToken) =>
        WriteAsync((connection, mayStand) => _writer.CreateAsync(connection, run, owner, mayStand), cancellationToken);

    /// <inheritdoc />
    public Task<RunLease?> TryAcquireAsync(string run, string owner, CancellationToken cancellationToken)
    {
        var tried = 0L;
        return WriteAsync(
            async (connection, _) =>
            {
                (var lease, tried) = await _writer.AcquireAsync(connection, run, owner, tried);
                return lease;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<RunLease?> RenewAsync(RunLease lease, CancellationToken cancellationToken) =>
        WriteAsync((connection, _) => _writer.RenewAsync(connection, lease), cancellationToken);

    /// <inheritdoc />
    /// <remarks>Where the server is away it is not waited for: the lease runs out by itself.</remarks>
    public async Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await _transactions.WriteAsync((connection, _) => PostgresWriter.ReleaseAsync(connection, lease), TimeSpan.Zero, cancellationToken);
        }
        catch (StoreException away) when (PostgresFault.MayPass(away.InnerException!))
        {
        }
    }

    /// <inheritdoc />
    public Task<ClaimRefusal?> AppendAsync(RunLease lease, AppendBatch batch) =>
        WriteAsync((connection, mayStand) => _writer.AppendAsync(connection, lease, batch, mayStand), CancellationToken.None);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) =>
        ReadAsync(connection => _reader.LinesAsync(connection, run, afterSequence), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => ReadAsync(_reader.RunsAsync, cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) =>
        ReadAsync(connection => _reader.BlobAsync(connection, sha256), cancellationToken);

    /// <inheritdoc />
    public Task<long> PostCommandAsync(string run, OperatorCommand command, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        return WriteAsync((connection, _) => PostgresWriter.PostAsync(connection, run, command, token), cancellationToken);
    }

    /// <inheritdoc />
    public Task<ImmutableArray<PendingCommand>> PendingCommandsAsync(string run, CancellationToken cancellationToken) =>
        ReadAsync(connection => PostgresReader.PendingAsync(connection, run), cancellationToken);

    /// <inheritdoc />
    public Task<CommandAnswer?> AnswerOfAsync(long command, CancellationToken cancellationToken) =>
        ReadAsync(connection => PostgresReader.AnswerAsync(connection, command), cancellationToken);

    /// <inheritdoc />
    public IAsyncDisposable Listen(string run, Action posted) => new CommandListener(_source, run, posted);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<T> WriteAsync<T>(Func<NpgsqlConnection, bool, Task<Done<T>>> act, CancellationToken cancellationToken) => _transactions.WriteAsync(act, _patience, cancellationToken);

    private Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken) => _transactions.ReadAsync(act, _patience, cancellationToken);

    private static T Guard<T>(PostgresLocation location, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.Of(location, fault);
        }
    }
}
