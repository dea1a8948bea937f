using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Gates that people or the clock decide.</summary>
internal static class PeopleRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfStep("DR0445", WithoutLimit),
        LintRule.OfStep("DR0446", OwnerAlone),
        LintRule.OfPlan("DR0447", WaitsLongerThanRto),
        LintRule.OfStep("DR0448", AnybodyMayConfirm),
        LintRule.OfPlan("DR0449", NobodyAgrees),
        LintRule.OfStep("DR0452", StarterAlone),
    ];

    private static IEnumerable<LintFinding> WithoutLimit(LintContext context, LintStep step) => step.Gates
        .Where(gate => gate is WindowGate { Within: null })
        .Select(gate => step.Finding(LintDiagnostics.GateWithoutLimit(gate.At, step.Step.Id.Value)));

    private static IEnumerable<LintFinding> OwnerAlone(LintContext context, LintStep step)
    {
        foreach (var gate in step.Gates.OfType<ApprovalGate>())
        {
            var roles = gate.Lines.SelectMany(line => line.From).Distinct(StringComparer.Ordinal).ToList();
            var people = roles.SelectMany(role => context.Runbook.Approvers.GetValueOrDefault(role, [])).Distinct(StringComparer.Ordinal).ToList();
            if (people is [var only] && only == context.Runbook.Owner)
            {
                yield return step.Finding(LintDiagnostics.OwnerApprovesAlone(gate.At, step.Step.Id.Value, only));
            }
        }
    }

    private static IEnumerable<LintFinding> WaitsLongerThanRto(LintPlan plan)
    {
        if (plan is not { Graph.Plan.Objectives.Rto: { } rto, Until: { } until })
        {
            yield break;
        }

        foreach (var (index, step, gate) in plan.GateSteps)
        {
            if (gate is ApprovalGate or ManualGate && gate.Within > rto && (index == until || plan.Precedes(index, until)))
            {
                yield return plan[step].Finding(LintDiagnostics.PeopleMayTakeTheRto(gate.At, step.Id.Value, Duration.Format(gate.Within.Value), Duration.Format(rto)));
            }
        }
    }

    private static IEnumerable<LintFinding> AnybodyMayConfirm(LintContext context, LintStep step)
    {
        if (context.Runbook.Approvers.IsEmpty)
        {
            yield break;
        }

        foreach (var gate in step.Gates.OfType<ManualGate>().Where(gate => gate.From.IsEmpty))
        {
            yield return step.Finding(LintDiagnostics.AnybodyMayConfirm(gate.At, step.Step.Id.Value));
        }
    }

    private static IEnumerable<LintFinding> NobodyAgrees(LintPlan plan)
    {
        if (plan.Mode != RunMode.Disaster || plan.Failovers.IsEmpty)
        {
            yield break;
        }

        var first = plan.Failovers[0];
        var asked = plan.GateSteps.Any(gate => gate.Gate is ApprovalGate or ManualGate && plan.Precedes(gate.Index, first.Index))
            || first.Step.Require.Any(gate => gate.Gate is ApprovalGate or ManualGate);
        if (!asked)
        {
            yield return LintContext.Finding(LintDiagnostics.NobodyAgrees(plan[first.Step].Step.At, first.Failover.VApp));
        }
    }

    private static IEnumerable<LintFinding> StarterAlone(LintContext context, LintStep step) => step.Gates
        .OfType<ApprovalGate>()
        .Where(gate => gate.StarterMayApprove && (gate.All ? gate.Lines.Sum(line => line.Count) : gate.Lines.Min(line => line.Count)) == 1)
        .Select(gate => step.Finding(LintDiagnostics.StarterApprovesAlone(gate.At, step.Step.Id.Value)));
}
