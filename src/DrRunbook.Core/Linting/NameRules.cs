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
        // Names that count differ by a number: only those with the same digits can be each other's slip.
        var earlier = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var one in plan.Failovers.DistinctBy(one => one.Failover.VApp))
        {
            var name = one.Failover.VApp;
            var digits = DidYouMean.Digits(name);
            var alike = earlier.TryGetValue(digits, out var known) ? known : earlier[digits] = [];
            var near = alike.Find(other => DidYouMean.IsSlip(name, other));
            alike.Add(name);
            if (near is not null)
            {
                yield return plan[one.Step].Finding(LintDiagnostics.NearlyTheSameName(plan[one.Step].Step.At, name, near));
            }
        }
    }
}
