using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using Npgsql;

namespace DrRunbook.Storage;

/// <summary>Looks into a PostgreSQL store over connections whose transactions the server holds to be read-only.</summary>
internal sealed class PostgresRunLookup : IRunLookup
{
    private const string ReadOnly = "SET default_transaction_read_only = on";

    private readonly NpgsqlDataSource _source;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresReader _reader;

    private PostgresRunLookup(NpgsqlDataSource source, PostgresLocation location)
    {
        _source = source;
        _transactions = new PostgresTransactions(source, location);
        _reader = new PostgresReader(location, clock: null);
    }

    /// <summary>Looks into a store.</summary>
    /// <returns>Null where the database holds none.</returns>
    /// <exception cref="StoreException">It cannot be read, or is another version's.</exception>
    public static PostgresRunLookup? Open(PostgresLocation location)
    {
        var settings = location.Settings();

        // A reset between two uses of a connection would take the restriction back.
        settings.NoResetOnClose = true;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(Restrict, RestrictAsync);
        var source = builder.Build();
        try
        {
            using var connection = source.OpenConnection();
            if (PostgresSchema.Current.Finds(connection, location))
            {
                return new PostgresRunLookup(source, location);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            source.Dispose();
            throw PostgresFault.Of(location, fault);
        }
        catch
        {
            source.Dispose();
            throw;
        }

        source.Dispose();
        return null;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(string run, long afterSequence, CancellationToken cancellationToken) =>
        ReadAsync(connection => _reader.LinesAsync(connection, run, afterSequence), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListAsync(CancellationToken cancellationToken) => ReadAsync(_reader.RunsAsync, cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadBlobAsync(string sha256, CancellationToken cancellationToken) =>
        ReadAsync(connection => _reader.BlobAsync(connection, sha256), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableDictionary<string, string>> ClaimsAsync(CancellationToken cancellationToken) => ReadAsync(PostgresReader.ClaimsAsync, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken) =>
        _transactions.ReadAsync(act, TimeSpan.Zero, cancellationToken);

    private static void Restrict(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(ReadOnly, connection);
        command.ExecuteNonQuery();
    }

    private static async Task RestrictAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(ReadOnly, connection);
        await command.ExecuteNonQueryAsync();
    }
}
