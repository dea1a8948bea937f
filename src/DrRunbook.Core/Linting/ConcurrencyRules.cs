using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>What runs at once: groups that are none, and groups that are wider than the manager lets through.</summary>
internal static class ConcurrencyRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfStep("DR0426", NoGroup),
        LintRule.OfStep("DR0442", WiderThanThrottle),
    ];

    private static IEnumerable<LintFinding> NoGroup(LintContext context, LintStep step)
    {
        var why = step.Step.Action switch
        {
            ParallelAction { Steps.Length: 1 } => "holds a single step",
            ParallelAction { MaxConcurrency: 1 } => "runs one step at a time, as a sequence does",
            _ => null,
        };
        if (why is not null)
        {
            yield return step.Finding(LintDiagnostics.NoRealParallel(step.Step.At, step.Step.Id.Value, why));
        }
    }

    private static IEnumerable<LintFinding> WiderThanThrottle(LintContext context, LintStep step)
    {
        if (step.Step.Action is not ParallelAction parallel)
        {
            yield break;
        }

        var together = parallel.Steps.Where(child => child.Needs.IsEmpty).Select(child => child.Action).OfType<FailoverAction>();
        foreach (var group in together.GroupBy(failover => failover.EnterpriseManager))
        {
            var width = Math.Min(group.Count(), parallel.MaxConcurrency ?? int.MaxValue);
            var manager = context.Runbook.EnterpriseManagers.FirstOrDefault(manager => manager.Name == group.Key);
            if (manager is not null && width > manager.MaxConcurrentFailovers)
            {
                yield return step.Finding(LintDiagnostics.WiderThanThrottle(
                    step.Step.At, step.Step.Id.Value, width, manager.Name.Value, manager.MaxConcurrentFailovers));
            }
        }
    }
}
