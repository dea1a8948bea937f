using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>Listens on a connection of its own for PostgreSQL's word that a command was left for a run. What is missed while the server is away is found by the next look.</summary>
internal sealed class CommandListener : IAsyncDisposable
{
    /// <summary>What commands are notified on; the payload is the run's id.</summary>
    public const string Channel = "drrun_command";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly NpgsqlDataSource _source;
    private readonly Action _posted;
    private readonly string _run;
    private readonly Task _listening;

    public CommandListener(NpgsqlDataSource source, string run, Action posted)
    {
        (_source, _run, _posted) = (source, run, posted);
        _listening = ListenAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _listening;
        _over.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await HearAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception gone) when (gone is NpgsqlException or TimeoutException or IOException)
            {
                await Task.Delay(Pause, TimeProvider.System, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HearAsync()
    {
        await using var connection = await _source.OpenConnectionAsync(_over.Token);
        connection.Notification += (_, notice) =>
        {
            if (notice.Payload == _run)
            {
                _posted();
            }
        };
        await connection.Command($"LISTEN {Channel}").RunAsync();

        // What was left before this moment was not heard.
        _posted();
        while (true)
        {
            await connection.WaitAsync(_over.Token);
        }
    }
}
