using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>What proves that a service is up, beyond a task that says so.</summary>
internal static class ProofRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfStep("DR0412", Unverified),
        LintRule.OfStep("DR0427", OnlyWaits),
        LintRule.OfStep("DR0428", TriedOnce),
        LintRule.OfPlan("DR0429", NothingProvesTheWhole),
        LintRule.OfPlan("DR0430", LastProofOnlyWarns),
    ];

    private static IEnumerable<LintFinding> Unverified(LintContext context, LintStep step)
    {
        if (step.Step.Action is FailoverAction failover && !IsVerified(step))
        {
            yield return step.Finding(LintDiagnostics.Unverified(step.Step.At, step.Step.Id.Value, failover.VApp));
        }
    }

    private static bool IsVerified(LintStep? step) => step is not null && (!step.Step.Verify.IsEmpty || IsVerified(step.Parent));

    private static IEnumerable<LintFinding> OnlyWaits(LintContext context, LintStep step)
    {
        if (!step.Step.Verify.IsEmpty && step.Step.Verify.All(gate => gate is WaitGate or WindowGate))
        {
            yield return step.Finding(LintDiagnostics.OnlyWaits(step.Step.At, step.Step.Id.Value));
        }
    }

    private static IEnumerable<LintFinding> TriedOnce(LintContext context, LintStep step)
    {
        if (step.Step.Action is FailoverAction)
        {
            foreach (var gate in step.Step.Verify.Where(gate => IsProbe(gate) && gate.Within == TimeSpan.Zero))
            {
                yield return step.Finding(LintDiagnostics.TriedOnce(gate.At, step.Step.Id.Value));
            }
        }
    }

    private static IEnumerable<LintFinding> NothingProvesTheWhole(LintPlan plan)
    {
        if (plan.Failovers.IsEmpty)
        {
            yield break;
        }

        var last = plan.Failovers[^1];
        var proven = plan.Graph.Nodes.Any(node => node.Step is { Section: PlanSection.Main } step && ProvesAfter(plan, node, step, last.Index));
        if (!proven)
        {
            yield return LintContext.Finding(LintDiagnostics.NothingProvesTheWhole(plan[last.Step].Step.At, last.Step.Id.Value));
        }
    }

    private static bool ProvesAfter(LintPlan plan, PlanNode node, PlanStep step, int last) => step.Action switch
    {
        GateAction { Gate: ManualGate { Undoes: null } } => plan.Precedes(last, node.Index),
        GateAction { Gate: var gate } => IsProbe(gate) && plan.Precedes(last, node.Index),
        GroupAction => step.Verify.Any(gate => IsProbe(gate.Gate)) && (plan.Precedes(last, node.Index) || plan.Context.Find(plan.Graph.Plan.Steps[last].Id)!.IsIn(step.Id)),
        _ => step.Verify.Any(gate => IsProbe(gate.Gate)) && plan.Precedes(last, node.Index),
    };

    private static IEnumerable<LintFinding> LastProofOnlyWarns(LintPlan plan)
    {
        if (plan.Until is not { } until || plan.Graph.Nodes[until].Step is not { } step)
        {
            yield break;
        }

        foreach (var gate in plan[step].Gates.Where(gate => gate.Otherwise.Kind == OtherwiseKind.Warn))
        {
            yield return plan[step].Finding(LintDiagnostics.LastProofOnlyWarns(gate.At, step.Id.Value));
        }
    }

    private static bool IsProbe(Gate gate) => gate is TcpGate or HttpGate or DnsGate or CommandGate;
}
