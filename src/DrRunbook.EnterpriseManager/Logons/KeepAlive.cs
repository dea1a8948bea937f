using DrRunbook.EnterpriseManager.Time;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Watching;

namespace DrRunbook.EnterpriseManager.Logons;

/// <summary>Keeps the logon session from its end after 15 minutes without a request, which would hide every task.</summary>
internal sealed class KeepAlive(ManagerClientOptions options, ManagerChannel channel, LogonKeeper logons, AuthorisedReads reads, ManagerPresence presence)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    /// <summary>Sends a cheap request whenever none was sent for five minutes, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var due = channel.LastSentAt + Idle - options.Clock.GetUtcNow();
                if (due > TimeSpan.Zero)
                {
                    await Pause.ForAsync(due, options.Clock, cancellationToken);
                    continue;
                }

                channel.MarkSent();
                await TouchAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client is disposed of.
        }
    }

    private async Task TouchAsync(CancellationToken cancellationToken)
    {
        // Without a session the next request that needs one logs on; nothing is kept alive for its own sake.
        if (logons.Current is { } logon)
        {
            var request = new ApiRequest(HttpMethod.Get, $"logonSessions/{Uri.EscapeDataString(logon.SessionId)}") { Takes500 = true };
            var answer = await reads.SendAsync(request, cancellationToken);
            if (answer.Answer.IsHeard)
            {
                presence.Seen();
            }
            else
            {
                presence.Lost(answer.Answer.Why);
            }
        }
    }
}
