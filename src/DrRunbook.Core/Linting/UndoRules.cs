using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>A drill is a failover, and owes its undo.</summary>
internal static class UndoRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfPlan("DR0450", NotAskedFor),
        LintRule.OfPlan("DR0451", AskedForTooEarly),
    ];

    private static IEnumerable<LintFinding> NotAskedFor(LintPlan plan)
    {
        if (plan.Mode != RunMode.Drill)
        {
            yield break;
        }

        var scopes = Undoes(plan).Select(undo => undo.Scope).ToList();
        var owed = plan.Failovers.Where(one => !scopes.Any(scope => scope.Covers(one.Failover.VApp))).Select(one => one.Failover.VApp).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (!owed.IsEmpty)
        {
            var where = plan.Failovers.First(one => one.Failover.VApp == owed[0]);
            yield return LintContext.Finding(LintDiagnostics.UndoNotAskedFor(
                plan[where.Step].Step.At, owed.Length == plan.Failovers.Length ? "every vApp" : string.Join(", ", owed.Take(5))));
        }
    }

    private static IEnumerable<LintFinding> AskedForTooEarly(LintPlan plan)
    {
        foreach (var (index, step, scope) in Undoes(plan))
        {
            var later = plan.Failovers.FirstOrDefault(one => scope.Covers(one.Failover.VApp) && !plan.Precedes(one.Index, index));
            if (later is not null)
            {
                yield return plan[step].Finding(LintDiagnostics.UndoAskedForTooEarly(plan[step].Step.At, step.Id.Value, later.Failover.VApp));
            }
        }
    }

    private static IEnumerable<(int Index, Planning.PlanStep Step, VAppScope Scope)> Undoes(LintPlan plan) =>
        plan.GateSteps.Where(gate => gate.Gate is ManualGate { Undoes: not null }).Select(gate => (gate.Index, gate.Step, ((ManualGate)gate.Gate).Undoes!));
}
