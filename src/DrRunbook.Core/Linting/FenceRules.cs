using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Fencing: a failover leaves the source vApp running.</summary>
internal static class FenceRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        new("DR0414", NoFence),
        LintRule.OfStep("DR0433", ToleratedFence),
        LintRule.OfStep("DR0434", UnprovenFence),
    ];

    private static IEnumerable<LintFinding> NoFence(LintContext context)
    {
        var disaster = context.Plans.FirstOrDefault(plan => plan.Mode == RunMode.Disaster);
        if (disaster is { Failovers.IsEmpty: false } && context.Runbook.Unfenced is null && disaster.Graph.Plan.Steps.All(step => step.Fences is null))
        {
            yield return LintContext.Finding(PlanDiagnostics.NothingFences(disaster[disaster.Failovers[0].Step].Step.At));
        }
    }

    private static IEnumerable<LintFinding> ToleratedFence(LintContext context, LintStep step)
    {
        if (step.Step.Fences is not null && IsTolerated(step))
        {
            yield return step.Finding(LintDiagnostics.ToleratedFence(step.Step.At, step.Step.Id.Value));
        }
    }

    private static bool IsTolerated(LintStep? step) => step is not null && (step.Step.OnFailure == OnFailure.Continue || IsTolerated(step.Parent));

    private static IEnumerable<LintFinding> UnprovenFence(LintContext context, LintStep step)
    {
        if (step.Step is { Fences: not null, Verify.IsEmpty: true, Action: CommandAction or HttpAction })
        {
            yield return step.Finding(LintDiagnostics.UnprovenFence(step.Step.At, step.Step.Id.Value));
        }
    }
}
