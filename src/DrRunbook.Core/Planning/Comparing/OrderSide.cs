using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The order of one of two plans, asked about the steps that both have in the same list of the runbook.</summary>
/// <remarks>
/// Not every pair is asked for. What stayed in its group keeps its order with the rest if the group does, so neighbours say all of those;
/// a step that has changed its group is asked for with the neighbours of each group that it stood in, and with the others that have.
/// </remarks>
internal sealed class OrderSide(PlanGraph graph, HashSet<StepId> shared, List<StepId> moved)
{
    /// <summary>Beyond that many steps in other groups, the order among them is not asked for pair by pair.</summary>
    public const int MostMoved = 2000;

    private readonly Precedence _precedence = new(graph);

    /// <summary>Pairs in this plan's order from which all others follow.</summary>
    public IEnumerable<OrderedPair> Candidates()
    {
        foreach (var node in graph.Nodes.Where(IsShared))
        {
            foreach (var before in Neighbours(node.Index, one => one.Predecessors))
            {
                yield return new OrderedPair(IdOf(before), IdOf(node.Index));
            }
        }

        foreach (var step in moved)
        {
            for (var level = graph.IndexOf(step); graph.Nodes[level].Step is not null; level = graph.Nodes[level].Parent)
            {
                foreach (var before in Neighbours(level, one => one.Predecessors))
                {
                    yield return new OrderedPair(IdOf(before), step);
                }

                foreach (var later in Neighbours(level, one => one.Successors))
                {
                    yield return new OrderedPair(step, IdOf(later));
                }
            }
        }

        foreach (var pair in moved.Take(MostMoved).SelectMany(first => moved.Take(MostMoved).Select(second => new OrderedPair(first, second))).Where(Holds))
        {
            yield return pair;
        }
    }

    /// <summary>Whether the first ends before the second begins.</summary>
    public bool Holds(OrderedPair pair) => _precedence.Holds(graph.IndexOf(pair.First), graph.IndexOf(pair.Second));

    /// <summary>Whether a step stands in a group, if only in a group of it.</summary>
    public bool IsInside(StepId step, StepId group) => WithGroups(step).Skip(1).Contains(group);

    /// <summary>What both plans have of a group's steps; groups that only this plan has are looked into.</summary>
    public IEnumerable<StepId> ChildrenOf(StepId group) => ChildrenOf(graph.IndexOf(group));

    /// <summary>The group a step stands in; null at the top.</summary>
    public StepId? ParentOf(StepId step) => graph.Nodes[graph.Nodes[graph.IndexOf(step)].Parent].Step?.Id;

    /// <summary>Without pairs of steps whose groups are such a pair themselves.</summary>
    public HashSet<OrderedPair> WithoutInner(HashSet<OrderedPair> pairs) =>
        [.. pairs.Where(pair => !WithGroups(pair.First).SelectMany(first => WithGroups(pair.Second).Select(second => new OrderedPair(first, second))).Any(outer => outer != pair && pairs.Contains(outer)))];

    /// <summary>Without pairs that follow from others: those within groups, and those with a third step between that tells the same.</summary>
    public List<OrderedPair> Essential(HashSet<OrderedPair> pairs)
    {
        var outer = WithoutInner(pairs);
        var later = outer.ToLookup(pair => pair.First, pair => pair.Second);
        var earlier = outer.ToLookup(pair => pair.Second, pair => pair.First);
        return [.. outer
            .Where(pair => !later[pair.First].Any(between => between != pair.Second && Holds(new OrderedPair(between, pair.Second)))
                && !earlier[pair.Second].Any(between => between != pair.First && Holds(new OrderedPair(pair.First, between))))
            .OrderBy(pair => graph.IndexOf(pair.Second))
            .ThenBy(pair => graph.IndexOf(pair.First))];
    }

    /// <summary>Those of the steps that none of the others comes before.</summary>
    public List<StepId> FirstOf(List<StepId> steps) =>
        [.. steps.Where(step => !steps.Any(other => Holds(new OrderedPair(other, step)))).OrderBy(graph.IndexOf)];

    /// <summary>Those of the steps that none of the others comes after.</summary>
    public List<StepId> LastOf(List<StepId> steps) =>
        [.. steps.Where(step => !steps.Any(other => Holds(new OrderedPair(step, other)))).OrderBy(graph.IndexOf)];

    private StepId IdOf(int node) => graph.Nodes[node].Step!.Id;

    private bool IsShared(PlanNode node) => node.Step is { } step && shared.Contains(step.Id);

    private IEnumerable<StepId> ChildrenOf(int node) =>
        graph.Nodes[node].Children.SelectMany(child => IsShared(graph.Nodes[child]) ? [IdOf(child)] : ChildrenOf(child));

    private IEnumerable<StepId> WithGroups(StepId step)
    {
        for (var node = graph.Nodes[graph.IndexOf(step)]; node.Step is { } current; node = graph.Nodes[node.Parent])
        {
            yield return current.Id;
        }
    }

    /// <summary>The nearest shared siblings on one side; those that only this plan has are looked through.</summary>
    private IEnumerable<int> Neighbours(int node, Func<PlanNode, ImmutableArray<int>> side)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(side(graph.Nodes[node]));
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            if (IsShared(graph.Nodes[next]))
            {
                yield return next;
                continue;
            }

            foreach (var further in side(graph.Nodes[next]))
            {
                open.Push(further);
            }
        }
    }
}
