using DrRunbook.EnterpriseManager.Transport;

namespace DrRunbook.EnterpriseManager.Logons;

/// <summary>Reads with the logon's token; a 401 is followed by one new logon and one repetition.</summary>
internal sealed class AuthorisedReads(ManagerChannel channel, LogonKeeper logons)
{
    public async Task<AuthorisedAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var first = await logons.EnsureAsync(insist: false, cancellationToken);
        var answer = await SendAsync(request, first, cancellationToken);
        if (answer is not { Logon: { } used, Answer.Status: 401 })
        {
            return answer;
        }

        return await SendAsync(request, await logons.RenewAsync(used, cancellationToken), cancellationToken);
    }

    /// <summary>Sends only within one logon session: where that has ended, the id in the request means something else by now.</summary>
    /// <param name="logon">The session's number.</param>
    public async Task<AuthorisedAnswer> SendWithinAsync(int logon, ApiRequest request, CancellationToken cancellationToken)
    {
        var ready = await logons.EnsureAsync(insist: false, cancellationToken);
        if (ready.Logon is { } current && current.Number != logon)
        {
            return new AuthorisedAnswer(new Answer { Problem = "the logon session has ended" }, current, null);
        }

        var answer = await SendAsync(request, ready, cancellationToken);
        if (answer is { Logon: { } used, Answer.Status: 401 })
        {
            await logons.RenewAsync(used, cancellationToken);
        }

        return answer;
    }

    private async Task<AuthorisedAnswer> SendAsync(ApiRequest request, LogonResult result, CancellationToken cancellationToken)
    {
        if (result.Logon is not { } logon)
        {
            return new AuthorisedAnswer(new Answer { Problem = result.Why }, null, result);
        }

        var answer = await channel.SendAsync(request.With(logon.Token), cancellationToken);
        if (answer.Status is not (0 or 401))
        {
            logon.Prove();
        }

        return new AuthorisedAnswer(answer, logon, null);
    }
}
