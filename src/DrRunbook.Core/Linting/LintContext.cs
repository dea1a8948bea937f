using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>A runbook as the rules look at it: its steps, and the plans that it makes.</summary>
internal sealed class LintContext
{
    private readonly Dictionary<StepId, LintStep> _byId;

    /// <param name="plans">Those of its plans that compile.</param>
    public LintContext(Runbook runbook, IEnumerable<Plan> plans)
    {
        Runbook = runbook;
        Steps =
        [
            .. LintStep.Of(runbook.Steps, PlanSection.Main),
            .. LintStep.Of(runbook.AfterFailure, PlanSection.AfterFailure),
            .. LintStep.Of(runbook.Finally, PlanSection.Finally),
        ];
        _byId = Steps.ToDictionary(step => step.Step.Id);
        Plans = [.. plans.Select(plan => new LintPlan(this, plan))];
    }

    /// <summary>The runbook.</summary>
    public Runbook Runbook { get; }

    /// <summary>Every step of all three lists, groups included, each group before what stands in it.</summary>
    public ImmutableArray<LintStep> Steps { get; }

    /// <summary>The plans, by mode.</summary>
    public ImmutableArray<LintPlan> Plans { get; }

    /// <summary>Whether anything fails over at all.</summary>
    public bool HasFailovers => Steps.Any(step => step.Step.Action is FailoverAction);

    /// <summary>The step of this id, or null.</summary>
    public LintStep? Find(StepId id) => _byId.GetValueOrDefault(id);

    /// <summary>A finding about the runbook as a whole.</summary>
    public static LintFinding Finding(Diagnostic diagnostic) => new(diagnostic, Step: null);
}
