using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Queries;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Watching;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Logons;

/// <summary>Reaches the manager: is it there, is its certificate trusted, is it an Enterprise Manager, are the credentials good, does the role suffice.</summary>
internal sealed class Connector(
    ManagerChannel channel, ManagerAddress address, CertificateCheck certificate, LogonKeeper logons, AuthorisedReads reads, ManagerPresence presence, Redactor redactor)
{
    private const string RoleProbe = $"query?type={WirePoint.Type}&format=Entities&pageSize=1&page=1";

    public async Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken)
    {
        // What is missing here is told before anything is sent.
        if (logons.Missing() is { } missing)
        {
            return missing;
        }

        // The root answers without a logon, so no password goes to anything that is not an Enterprise Manager.
        var answer = await channel.SendAsync(ApiRequest.Get(""), cancellationToken);
        if (!answer.IsSuccess)
        {
            return FailureOf(answer);
        }

        if (WireRoot.From(answer.Body) is not { } root)
        {
            return new ManagerUnreachable($"{address.Display} answered, but not as an Enterprise Manager does");
        }

        var logon = await logons.EnsureAsync(insist: true, cancellationToken);
        if (logon.Failure is not null)
        {
            return logon.Failure;
        }

        var probe = await reads.SendAsync(ApiRequest.Get(RoleProbe), cancellationToken);
        if (!probe.Answer.IsSuccess)
        {
            return probe.NoLogon?.Failure ?? FailureOf(probe.Answer);
        }

        var connected = new Connected(root.ApiVersion is { } version ? redactor.Clean(version) : null, ClockOffset(answer), address.UsesTls ? certificate.Last?.Sha256 : null)
        {
            CertificateExpiresAt = address.UsesTls ? certificate.Last?.ExpiresAt : null,
        };
        presence.Met(connected);
        return connected;
    }

    /// <summary>The <c>Date</c> header tells whole seconds: a difference of less than one is none.</summary>
    private static TimeSpan? ClockOffset(Answer answer)
    {
        var difference = answer.Date - answer.ReceivedAt;
        return difference?.Duration() < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : difference;
    }

    private static ConnectOutcome FailureOf(Answer answer) => answer switch
    {
        { Refused: { } refused } => new CertificateRefused(refused.Sha256, answer.Why),
        { Status: 403 } => new LogonRefused($"{Roles.Needed("restore points of vApps")} ({answer.Why})"),
        { Status: 401 } => new LogonRefused($"the manager refuses the token it has just given ({answer.Why})"),
        _ => new ManagerUnreachable(answer.Why),
    };
}
