using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The vApps: found once, with a point that fits selector and RPO, and claimed by no other run.</summary>
internal static class PointReadiness
{
    private const string About = "points";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var findings = input.Resolved.Diagnostics.Where(finding => finding.Code != "DR0413").ToList();
        foreach (var finding in findings)
        {
            yield return ReadinessLine.Told(About, finding);
        }

        var failovers = input.Plan.Steps.Where(step => step.Action is FailoverAction).ToList();
        foreach (var group in failovers.Where(step => step.Point is null).GroupBy(step => ((FailoverAction)step.Action).EnterpriseManager))
        {
            if (findings.All(finding => finding.Severity != Severity.Error))
            {
                yield return ReadinessLine.Unknown(About, $"whether {Readable.Count(group.Count(), "vApp")} at {group.Key} can be failed over: the manager does not answer");
            }
        }

        var points = failovers.Select(step => step.Point).OfType<RestorePoint>().ToList();
        if (points.Count > 0)
        {
            yield return ReadinessLine.Ok(About, $"{Readable.Count(points.Count, "vApp")} found, each once and with a point that fits; the oldest is {Readable.Span(input.Plan.PlannedAt - points.Min(point => point.OldestAt))} old");
        }
    }

    /// <summary>The replicas that other runs hold.</summary>
    public static IEnumerable<ReadinessLine> Claims(ReadinessInput input)
    {
        if (input.Store.Claims is not { } claims)
        {
            yield return ReadinessLine.Unknown("claims", "whether another run has claimed a replica: the store cannot be read");
            yield break;
        }

        foreach (var run in input.Store.UnderWay)
        {
            yield return new ReadinessLine(ReadinessStatus.Warn, "claims", $"run {run.Run} of {run.Runbook} is under way: at a manager that both use, their failovers wait for each other, and no forecast knows");
        }

        var claimed = input.Plan.Steps
            .Where(step => step.Point is { } point && claims.ContainsKey(point.ReplicaUid))
            .Select(step => ReadinessLine.Found("claims", PlanDiagnostics.ClaimedByRun(
                input.Prepared.At(step.Id), step.Id.Value, ((FailoverAction)step.Action).VApp, claims[step.Point!.ReplicaUid])))
            .ToList();
        foreach (var line in claimed)
        {
            yield return line;
        }

        if (claimed.Count == 0 && input.Plan.Steps.Any(step => step.Point is not null))
        {
            yield return ReadinessLine.Ok("claims", "no other run of this store has claimed one of the replicas");
        }
    }
}
