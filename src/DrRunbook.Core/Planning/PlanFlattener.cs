using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>The steps of a plan, and what compiling still needs to know of the runbook.</summary>
/// <param name="At">Where each step stands in the runbook.</param>
/// <param name="LeftOutIds">Every step that is not in the plan, those inside left-out groups too.</param>
internal sealed record FlattenedSteps(
    ImmutableArray<PlanStep> Steps,
    ImmutableArray<LeftOutStep> LeftOut,
    ImmutableArray<PlannedWaiver> Waivers,
    IReadOnlyDictionary<StepId, SourceSpan> At,
    IReadOnlySet<StepId> LeftOutIds);

/// <summary>Flattens the tree of a runbook's steps, leaving out what <c>when</c> keeps from the plan.</summary>
internal sealed class PlanFlattener(Runbook runbook, RunMode mode)
{
    private readonly ImmutableArray<PlanStep>.Builder _steps = ImmutableArray.CreateBuilder<PlanStep>();
    private readonly ImmutableArray<LeftOutStep>.Builder _leftOut = ImmutableArray.CreateBuilder<LeftOutStep>();
    private readonly ImmutableArray<PlannedWaiver>.Builder _waivers = ImmutableArray.CreateBuilder<PlannedWaiver>();
    private readonly Dictionary<StepId, SourceSpan> _at = [];
    private readonly HashSet<StepId> _leftOutIds = [];

    public FlattenedSteps Flatten()
    {
        _waivers.AddRange(runbook.Waivers.Select(waiver => new PlannedWaiver(waiver.Code, null, waiver.Reason)));
        AddSequence(runbook.Steps, PlanSection.Main, parent: null);
        AddSequence(runbook.AfterFailure, PlanSection.AfterFailure, parent: null);
        AddSequence(runbook.Finally, PlanSection.Finally, parent: null);
        return new FlattenedSteps(_steps.ToImmutable(), _leftOut.ToImmutable(), _waivers.ToImmutable(), _at, _leftOutIds);
    }

    private void AddSequence(ImmutableArray<Step> steps, PlanSection section, StepId? parent)
    {
        StepId? before = null;
        foreach (var step in steps)
        {
            if (Keep(step))
            {
                Add(step, section, parent, before is { } previous ? [previous] : [], needs: []);
                before = step.Id;
            }
        }
    }

    /// <summary>A step left out is transparent: who needed it needs what it needed.</summary>
    private void AddParallel(ImmutableArray<Step> steps, PlanSection section, StepId? parent)
    {
        var needsOf = steps.ToDictionary(step => step.Id, step => step.Needs);
        var kept = steps.Where(Keep).ToList();
        var keptIds = kept.Select(step => step.Id).ToHashSet();
        foreach (var step in kept)
        {
            var needs = Resolve(step.Needs, []).Distinct().ToImmutableArray();
            Add(step, section, parent, needs, needs);
        }

        IEnumerable<StepId> Resolve(ImmutableArray<StepId> needs, HashSet<StepId> passed) =>
            needs.SelectMany(need => keptIds.Contains(need) ? [need] : passed.Add(need) ? Resolve(needsOf[need], passed) : []);
    }

    private bool Keep(Step step)
    {
        if (step.When is null || step.When.Holds(mode, runbook.InputValues))
        {
            return true;
        }

        _leftOut.Add(new LeftOutStep(step.Id, step.Name, step.When.ToString()));
        LeaveOut(step);
        return false;
    }

    private void LeaveOut(Step step)
    {
        _leftOutIds.Add(step.Id);
        foreach (var child in ChildrenOf(step.Action))
        {
            LeaveOut(child);
        }
    }

    private void Add(Step step, PlanSection section, StepId? parent, ImmutableArray<StepId> after, ImmutableArray<StepId> needs)
    {
        _at[step.Id] = step.At;
        _waivers.AddRange(step.Waivers.Select(waiver => new PlannedWaiver(waiver.Code, step.Id, waiver.Reason)));
        _steps.Add(new PlanStep
        {
            Id = step.Id,
            Section = section,
            Parent = parent,
            After = after,
            Needs = needs,
            Name = step.Name,
            Description = step.Description,
            Labels = step.Labels,
            Action = step.Action switch
            {
                ParallelAction parallel => new GroupAction(parallel.MaxConcurrency, IsParallel: true, UsedFile: null),
                SequenceAction sequence => new GroupAction(MaxConcurrency: null, IsParallel: false, sequence.UsedFile),
                var action => action,
            },
            Require = Gates(step.Id, "require", step.Require),
            Verify = Gates(step.Id, "verify", step.Verify),
            Timeout = step.Timeout,
            Retry = step.Retry,
            Target = step.Target,
            Rto = step.Rto,
            Rpo = step.Rpo,
            OnFailure = step.OnFailure,
            Fences = step.Fences,
            Repeatable = step.Repeatable,
        });
        if (step.Action is ParallelAction group)
        {
            AddParallel(group.Steps, section, step.Id);
        }
        else
        {
            AddSequence(ChildrenOf(step.Action), section, step.Id);
        }
    }

    private static ImmutableArray<PlanGate> Gates(StepId step, string list, ImmutableArray<Gate> gates) =>
        [.. gates.Select((gate, index) => new PlanGate(new GateId($"{step}:{list}:{index + 1}"), gate))];

    private static ImmutableArray<Step> ChildrenOf(StepAction action) => action switch
    {
        ParallelAction parallel => parallel.Steps,
        SequenceAction sequence => sequence.Steps,
        _ => [],
    };
}
