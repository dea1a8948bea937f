using System.Globalization;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The managers: logon, role, API, certificate, clock.</summary>
internal static class ManagerReadiness
{
    private const string About = "manager";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input) => input.Plan.Managers.SelectMany(manager => Of(input, manager));

    private static IEnumerable<ReadinessLine> Of(ReadinessInput input, PlannedManager manager)
    {
        var at = input.Prepared.At(manager.Name);
        if (input.Resolved.Outcomes[manager.Name] is not Connected connected)
        {
            yield return ReadinessLine.Told(About, PlanDiagnostics.ManagerAway(at, manager.Name.Value, input.Resolved.Outcomes[manager.Name].Description));
            yield break;
        }

        yield return ReadinessLine.Ok(About, $"{manager.Name} answers{(connected.ProductVersion is { } version ? $" with API {version}" : "")}, and the account may log on and read restore points");
        yield return Certificate(input, manager, connected);
        yield return connected.ClockOffset is not { } offset ? ReadinessLine.Unknown(About, $"{manager.Name} does not tell its time")
            : offset.Duration() > Apart ? new ReadinessLine(ReadinessStatus.Warn, About, $"the clock of {manager.Name} is {Offset(offset)}: drrun reckons with it, and people who compare times do not")
            : ReadinessLine.Ok(About, $"the clock of {manager.Name} is {Offset(offset)}");
    }

    private static ReadinessLine Certificate(ReadinessInput input, PlannedManager manager, Connected connected)
    {
        if (connected is not { CertificateSha256: { } thumbprint, CertificateExpiresAt: { } expires })
        {
            return new ReadinessLine(ReadinessStatus.Warn, About, $"{manager.Name} is reached without TLS");
        }

        var left = expires - input.Now;
        if (left < Soon)
        {
            var when = left < TimeSpan.Zero ? $"ran out on {Day(expires)}" : $"runs out in {Days(left)}, on {Day(expires)}";
            return ReadinessLine.Found(About, PlanDiagnostics.CertificateExpires(input.Prepared.At(manager.Name), manager.Name.Value, when));
        }

        var trust = manager.Thumbprint is not null ? "pinned" : manager.CaFile is { } file ? $"vouched for by {file}" : "vouched for by an authority of this system";
        return ReadinessLine.Ok(About, $"the certificate of {manager.Name} is {trust} and valid for {Days(left)}: {thumbprint}");
    }

    private static string Offset(TimeSpan offset) => offset == TimeSpan.Zero
        ? "this machine's to the second"
        : $"{Readable.Span(offset.Duration())} {(offset > TimeSpan.Zero ? "ahead of" : "behind")} this machine's";

    private static string Days(TimeSpan left) => Readable.Count((int)left.TotalDays, "day");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
