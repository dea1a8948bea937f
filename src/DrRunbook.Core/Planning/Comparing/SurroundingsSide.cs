using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The groups around the steps of one of two plans.</summary>
internal sealed class SurroundingsSide(PlanGraph graph)
{
    private readonly Precedence _precedence = new(graph);

    /// <summary>Whether the plan has the step.</summary>
    public bool Has(StepId step) => graph.Find(step) is not null;

    /// <summary>The groups around a step, the innermost first.</summary>
    public ImmutableArray<PlanStep> Around(StepId step) => [.. WithGroups(step).Skip(1)];

    /// <summary>Whether a step says itself that its failure is tolerated.</summary>
    public bool IsTolerant(StepId step) => StepOf(step).OnFailure == OnFailure.Continue;

    /// <summary>Whether a step or a group around it says that its failure is tolerated.</summary>
    public bool IsTolerated(StepId step) => WithGroups(step).Any(one => one.OnFailure == OnFailure.Continue);

    /// <summary>Whether a step has to do with restore points.</summary>
    public bool HasPoint(StepId step) => StepOf(step).Action is FailoverAction or GroupAction;

    /// <summary>The strictest RTO of a step and the groups around it; null: none.</summary>
    public TimeSpan? Rto(StepId step) => WithGroups(step).Min(one => one.Rto);

    /// <summary>The strictest RPO of a step, the groups around it and the run; null: none.</summary>
    public TimeSpan? Rpo(StepId step) => WithGroups(step).Select(one => one.Rpo).Append(graph.Plan.Objectives.Rpo).Min();

    /// <summary>Whether a step begins only after a gate has passed: one of its own or around it that is no looser, or that of a group certain to have ended well before it.</summary>
    public bool StandsBehind(StepId step, StepId group, Gate gate) =>
        WithGroups(step).Any(one => Covers(one, gate))
        || (Covers(StepOf(group), gate) && !IsTolerated(group) && _precedence.Holds(graph.IndexOf(group), graph.IndexOf(step)));

    private static bool Covers(PlanStep step, Gate gate) =>
        step.Require.Any(other => other.Gate.GetType() == gate.GetType() && GateChanges.Of(gate, other.Gate).Effect != DifferenceEffect.Weakens);

    private PlanStep StepOf(StepId step) => graph.Nodes[graph.IndexOf(step)].Step!;

    private IEnumerable<PlanStep> WithGroups(StepId step)
    {
        for (var node = graph.Nodes[graph.IndexOf(step)]; node.Step is { } current; node = graph.Nodes[node.Parent])
        {
            yield return current;
        }
    }
}
