using System.Collections.Frozen;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>A plan as one directed acyclic graph with numbered nodes: what scheduler, fold, forecast and report walk.</summary>
/// <remarks>Nodes stand in the plan's order, a group before its children; the last three are the roots of the three lists.</remarks>
public sealed class PlanGraph
{
    private readonly FrozenDictionary<StepId, int> _indexOf;

    /// <summary>Builds the graph.</summary>
    /// <exception cref="ArgumentException">A step names a parent or predecessor that is not in the plan: no plan of ours does.</exception>
    public PlanGraph(Plan plan)
    {
        Plan = plan;
        var steps = plan.Steps;
        _indexOf = steps.Select((step, index) => KeyValuePair.Create(step.Id, index)).ToFrozenDictionary();
        var children = Lists(steps.Length + 3);
        var successors = Lists(steps.Length + 3);
        var parents = new int[steps.Length + 3];
        for (var index = 0; index < steps.Length; index++)
        {
            var step = steps[index];
            parents[index] = step.Parent is { } parent ? IndexOf(parent) : RootOf(step.Section);
            children[parents[index]].Add(index);
            foreach (var before in step.After)
            {
                successors[IndexOf(before)].Add(index);
            }
        }

        for (var root = steps.Length; root < parents.Length; root++)
        {
            parents[root] = -1;
        }

        Nodes = [.. parents.Select((parent, index) => new PlanNode(
            index,
            index < steps.Length ? steps[index] : null,
            index < steps.Length ? steps[index].Section : (PlanSection)(index - steps.Length),
            parent,
            [.. children[index]],
            [.. successors[index]],
            index < steps.Length ? [.. steps[index].After.Select(IndexOf)] : []))];
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>All nodes; a step's number is its place in <see cref="Plan.Steps"/>.</summary>
    public ImmutableArray<PlanNode> Nodes { get; }

    /// <summary>How many nodes are steps.</summary>
    public int StepCount => Plan.Steps.Length;

    /// <summary>The number of a step.</summary>
    /// <exception cref="ArgumentException">The plan has no such step.</exception>
    public int IndexOf(StepId id) => _indexOf.TryGetValue(id, out var index) ? index : throw new ArgumentException($"the plan has no step '{id}'", nameof(id));

    /// <summary>The number of a step, or null where the plan has none of that id.</summary>
    public int? Find(StepId id) => _indexOf.TryGetValue(id, out var index) ? index : null;

    /// <summary>The number of a list's root.</summary>
    public int RootOf(PlanSection section) => Plan.Steps.Length + (int)section;

    private static List<int>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
}

/// <summary>A node of a <see cref="PlanGraph"/>.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Step">The step, or null for the root of a list.</param>
/// <param name="Parent">The group or root it stands in; -1 for a root.</param>
/// <param name="Children">What stands in it, in order.</param>
/// <param name="Successors">Siblings that wait for it.</param>
/// <param name="Predecessors">Siblings it waits for.</param>
public sealed record PlanNode(
    int Index,
    PlanStep? Step,
    PlanSection Section,
    int Parent,
    ImmutableArray<int> Children,
    ImmutableArray<int> Successors,
    ImmutableArray<int> Predecessors)
{
    /// <summary>Whether it is a group or a root.</summary>
    public bool IsGroup => Step is null or { Action: GroupAction };

    /// <summary>The most direct children that run together; null for no limit.</summary>
    public int? MaxConcurrency => (Step?.Action as GroupAction)?.MaxConcurrency;
}
