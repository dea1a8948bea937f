using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Restore points: that they fit together, and that they are not those of the day on which the runbook was written.</summary>
internal static class FittingPoints
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfPlan("DR0431", PointsDoNotFit),
        LintRule.OfStep("DR0432", FixedPoint),
    ];

    private static IEnumerable<LintFinding> PointsDoNotFit(LintPlan plan)
    {
        foreach (var one in plan.Failovers.Where(one => one.Look.Role == VAppRole.Other && one.Failover.RestorePoint is LatestPoint or PointWithMaxAge))
        {
            var database = plan.Failovers.FirstOrDefault(other =>
                other.Look.Role == VAppRole.Database && other.Look.SharesServiceWith(one.Look) && plan.Precedes(other.Index, one.Index));
            if (database is not null)
            {
                yield return plan[one.Step].Finding(LintDiagnostics.PointsMayNotFit(
                    plan[one.Step].Step.At, one.Step.Id.Value, one.Failover.VApp, database.Failover.VApp, database.Step.Id.Value));
            }
        }
    }

    private static IEnumerable<LintFinding> FixedPoint(LintContext context, LintStep step)
    {
        var what = step.Step.Action is FailoverAction { RestorePoint: var point }
            ? point switch { PointById => "id", PointByName => "name", PointBefore => "before", _ => null }
            : null;
        if (what is not null)
        {
            yield return step.Finding(LintDiagnostics.FixedPoint(step.Step.At, step.Step.Id.Value, what));
        }
    }
}
