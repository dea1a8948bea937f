using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Names of vApps: one that stands twice, and one that is probably another, mistyped.</summary>
internal static class NameRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfPlan("DR0423", FailedOverTwice),
        LintRule.OfPlan("DR0424", NearlyTheSame),
    ];

    private static IEnumerable<LintFinding> FailedOverTwice(LintPlan plan)
    {
        var seen = new Dictionary<(string, ManagerName, string?, string?), PlannedFailover>();
        foreach (var one in plan.Failovers)
        {
            var key = (one.Failover.VApp, one.Failover.EnterpriseManager, one.Failover.BackupServer, one.Failover.Replica);
            if (!seen.TryAdd(key, one))
            {
                yield return plan[one.Step].Finding(LintDiagnostics.FailedOverTwice(plan[one.Step].Step.At, one.Failover.VApp, seen[key].Step.Id.Value));
            }
        }
    }

    private static IEnumerable<LintFinding> NearlyTheSame(LintPlan plan)
    {
        var first = plan.Failovers.DistinctBy(one => one.Failover.VApp).ToList();
        for (var later = 1; later < first.Count; later++)
        {
            var name = first[later].Failover.VApp;
            var near = first.Take(later).Select(one => one.Failover.VApp).FirstOrDefault(other => DidYouMean.IsSlip(name, other));
            if (near is not null)
            {
                yield return plan[first[later].Step].Finding(LintDiagnostics.NearlyTheSameName(plan[first[later].Step].Step.At, name, near));
            }
        }
    }
}
