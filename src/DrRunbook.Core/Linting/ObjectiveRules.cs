using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Objectives: that they are stated, and that the runbook can meet them.</summary>
internal static class ObjectiveRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        new("DR0435", NoRto),
        new("DR0436", NoRpo),
        new("DR0437", TargetsExceedRto),
        new("DR0438", LimitsExceedRto),
        LintRule.OfStep("DR0439", StepRtoAboveRuns),
        LintRule.OfStep("DR0440", TimeoutAboveRto),
        LintRule.OfPlan("DR0441", ClockStopsEarly),
    ];

    private static IEnumerable<LintFinding> NoRto(LintContext context)
    {
        if (context.HasFailovers && context.Runbook.Objectives.Rto is null)
        {
            yield return LintContext.Finding(LintDiagnostics.NoRto(context.Runbook.At));
        }
    }

    private static IEnumerable<LintFinding> NoRpo(LintContext context)
    {
        if (context.HasFailovers && context.Runbook.Objectives.Rpo is null && context.Steps.All(step => step.Step.Rpo is null))
        {
            yield return LintContext.Finding(LintDiagnostics.NoRpo(context.Runbook.At));
        }
    }

    private static IEnumerable<LintFinding> TargetsExceedRto(LintContext context)
    {
        if (Longest(context, TargetOf) is { } longest && longest.Path.Length > context.Runbook.Objectives.Rto)
        {
            var (plan, path) = longest;
            var names = path.Steps.Where(id => plan.Graph.Plan.Steps[plan.Graph.IndexOf(id)].Target is not null).Select(id => id.Value);
            yield return LintContext.Finding(LintDiagnostics.TargetsExceedRto(
                context.Runbook.At, Duration.Format(path.Length), Duration.Format(context.Runbook.Objectives.Rto!.Value), string.Join(" -> ", names)));
        }
    }

    /// <summary>The longest way to the end of the RTO clock, over all plans; null where none is measured.</summary>
    private static (LintPlan Plan, CriticalPath Path)? Longest(LintContext context, Func<PlanStep, StepLength> lengthOf) => context.Plans
        .Where(plan => plan.Until is not null)
        .Select(plan => ((LintPlan, CriticalPath)?)(plan, CriticalPath.To(plan.Graph, plan.Until!.Value, lengthOf)))
        .MaxBy(pair => pair!.Value.Item2.Length);

    private static StepLength TargetOf(PlanStep step) => step.Target is { } target
        ? StepLength.Whole(target)
        : new StepLength(TimeSpan.Zero, step.Action is GroupAction ? null : TimeSpan.Zero, TimeSpan.Zero);

    private static IEnumerable<LintFinding> LimitsExceedRto(LintContext context)
    {
        if (Longest(context, StepLimits.Of) is { } longest && longest.Path.Length > context.Runbook.Objectives.Rto)
        {
            yield return LintContext.Finding(LintDiagnostics.LimitsExceedRto(
                context.Runbook.At, Duration.Format(longest.Path.Length), Duration.Format(context.Runbook.Objectives.Rto!.Value)));
        }
    }

    private static IEnumerable<LintFinding> StepRtoAboveRuns(LintContext context, LintStep step)
    {
        if (step.Step.Rto > context.Runbook.Objectives.Rto)
        {
            yield return step.Finding(LintDiagnostics.StepRtoAboveRuns(
                step.Step.At, step.Step.Id.Value, Duration.Format(step.Step.Rto!.Value), Duration.Format(context.Runbook.Objectives.Rto!.Value)));
        }
    }

    private static IEnumerable<LintFinding> TimeoutAboveRto(LintContext context, LintStep step)
    {
        var timeout = step.Step.Timeout ?? RunbookDefaults.FailoverTimeout;
        if (step.Step.Action is FailoverAction && (step.Step.Rto ?? context.Runbook.Objectives.Rto) is { } rto && timeout > rto)
        {
            yield return step.Finding(LintDiagnostics.TimeoutAboveRto(step.Step.At, step.Step.Id.Value, Duration.Format(timeout), Duration.Format(rto)));
        }
    }

    private static IEnumerable<LintFinding> ClockStopsEarly(LintPlan plan)
    {
        if (plan is not { Graph.Plan.Objectives: { Rto: not null, Until: { } named }, Until: { } until })
        {
            yield break;
        }

        var later = plan.Failovers.FirstOrDefault(one => one.Index != until && !plan.Precedes(one.Index, until) && !plan.Context.Find(one.Step.Id)!.IsIn(named));
        if (later is not null)
        {
            yield return plan[later.Step].Finding(LintDiagnostics.ClockStopsEarly(plan[later.Step].Step.At, named.Value, later.Failover.VApp));
        }
    }
}
