using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Watching;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Failovers;

/// <summary>Carries out one failover request: a logon beforehand where there is none, and a new one where the manager refuses the token.</summary>
internal sealed class FailoverSender(LogonKeeper logons, FailoverPost post, ManagerPresence presence, Redactor redactor)
{
    private const int Unauthorised = 401;

    /// <exception cref="ArgumentException">The UID is none: a bug.</exception>
    public async Task<FailoverReply> SendAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken)
    {
        var id = Uid.IdIn(pointUid) ?? throw new ArgumentException($"'{pointUid}' is not a restore point's UID", nameof(pointUid));
        if (await TryLogOnAsync(cancellationToken) is not { } ready)
        {
            return new FailoverUnsent("it was given up before it was sent");
        }

        if (ready.Logon is not { } logon)
        {
            presence.Lost(ready.Why);
            return new FailoverUnsent($"there is no logon to send it with: {redactor.Clean(ready.Why)}");
        }

        var result = await post.SendAsync($"vAppReplicaPoints/{id}?action=failover", logon.Token, mayStillSend, cancellationToken);
        if (result is PostNeverLeft { IsUnreachable: true } unreachable)
        {
            presence.Lost(unreachable.Detail);
        }

        var reply = Cleaned(ReplyJudgement.Of(result, logon.Number));
        return reply is FailoverRefused refused ? await RefusedAsync(refused, logon, cancellationToken) : Proven(reply, logon);
    }

    private async Task<LogonResult?> TryLogOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await logons.EnsureAsync(insist: false, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<FailoverReply> RefusedAsync(FailoverRefused refused, Logon logon, CancellationToken cancellationToken)
    {
        if (refused.Status != Unauthorised)
        {
            return Proven(refused, logon);
        }

        // A token that nothing ever accepted is not one that ran out: a further logon would end the same way, for ever.
        if (!logon.IsProven)
        {
            return refused;
        }

        var renewed = await TryRenewAsync(logon, cancellationToken);
        return new FailoverUnsent(renewed?.Logon is null
            ? $"the logon had run out and no new one could be made: {redactor.Clean(renewed?.Why ?? "given up")}"
            : "the logon had run out; a new one was made");
    }

    private async Task<LogonResult?> TryRenewAsync(Logon logon, CancellationToken cancellationToken)
    {
        try
        {
            return await logons.RenewAsync(logon, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private FailoverReply Cleaned(FailoverReply reply) => reply switch
    {
        FailoverRefused refused => refused with { Message = redactor.Clean(refused.Message) },
        FailoverUnanswered lost => lost with { Detail = redactor.Clean(lost.Detail) },
        FailoverAccepted { Task: { } task } accepted => accepted with { Task = redactor.Clean(task) },
        _ => reply,
    };

    private FailoverReply Proven(FailoverReply reply, Logon logon)
    {
        if (reply is FailoverAccepted or FailoverRefused)
        {
            presence.Seen();
            logon.Prove();
        }

        return reply;
    }
}
