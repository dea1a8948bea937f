using System.Data;
using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>What a transaction did, and whether it is to stand.</summary>
/// <param name="Keep">False: what was written is undone, and the value told all the same.</param>
internal readonly record struct Done<T>(T Value, bool Keep = true);

/// <summary>Carries out transactions, and repeats one that came to nothing because the server was away or two were in each other's way.</summary>
internal sealed class PostgresTransactions(NpgsqlDataSource source, PostgresLocation location)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Carries out one that writes; it is durable when the task ends.</summary>
    /// <param name="act">
    /// Told whether an earlier attempt may stand: its commit was asked for and the answer never came. It looks at what stands first, for nothing may be written twice.
    /// </param>
    /// <param name="patience">How long it is repeated.</param>
    /// <exception cref="StoreException">The server was away for longer, or refuses.</exception>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, bool, Task<Done<T>>> act, TimeSpan patience, CancellationToken cancellationToken)
    {
        var mayStand = false;
        return RepeatAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                var done = await act(connection, mayStand);
                if (done.Keep)
                {
                    mayStand = true;
                    await transaction.CommitAsync(CancellationToken.None);
                }

                return done.Value;
            },
            patience,
            cancellationToken);
    }

    /// <summary>Carries out one that only reads.</summary>
    /// <exception cref="StoreException">The server was away for longer than the patience, or refuses.</exception>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> act, TimeSpan patience, CancellationToken cancellationToken) => RepeatAsync(act, patience, cancellationToken);

    private async Task<T> RepeatAsync<T>(Func<NpgsqlConnection, Task<T>> act, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await act(connection);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                if (!PostgresFault.MayPass(fault) || TimeProvider.System.GetElapsedTime(began) + pause > patience)
                {
                    throw PostgresFault.Of(location, fault);
                }
            }

            // Whatever else the pool holds was connected to the same server.
            source.Clear();
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
