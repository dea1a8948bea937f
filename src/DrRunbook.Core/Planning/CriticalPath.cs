using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>How long a step takes: what comes before its action, the action, what comes behind it.</summary>
/// <param name="Action">Null for a group that takes as long as what stands in it; zero for a leaf of which nothing is known.</param>
public readonly record struct StepLength(TimeSpan Before, TimeSpan? Action, TimeSpan After)
{
    /// <summary>A step that is given a length as a whole.</summary>
    public static StepLength Whole(TimeSpan length) => new(TimeSpan.Zero, length, TimeSpan.Zero);
}

/// <summary>The longest way through a plan to the end of a step: the steps that decide when it ends. Throttles and slots are left aside.</summary>
/// <param name="Length">From the start of the run to the end of the last of them.</param>
/// <param name="Steps">In their order; groups whose children decide are not named.</param>
public sealed record CriticalPath(TimeSpan Length, ImmutableArray<StepId> Steps)
{
    private static readonly CriticalPath Nothing = new(TimeSpan.Zero, []);

    /// <summary>The way to the end of a step of <c>steps</c>.</summary>
    /// <param name="node">The step's number.</param>
    /// <param name="lengthOf">How long each step takes.</param>
    public static CriticalPath To(PlanGraph graph, int node, Func<PlanStep, StepLength> lengthOf) => new Walk(graph, lengthOf).ToEnd(node);

    private CriticalPath Then(TimeSpan length, params ReadOnlySpan<StepId> steps) => new(Length + length, [.. Steps, .. steps]);

    private CriticalPath Then(CriticalPath next) => new(Length + next.Length, [.. Steps, .. next.Steps]);

    private sealed class Walk(PlanGraph graph, Func<PlanStep, StepLength> lengthOf)
    {
        private readonly Dictionary<int, CriticalPath> _starts = [];
        private readonly Dictionary<int, CriticalPath> _inside = [];

        public CriticalPath ToEnd(int node) => ToStart(node).Then(Inside(node));

        /// <summary>From the start of the run.</summary>
        private CriticalPath ToStart(int node)
        {
            if (_starts.TryGetValue(node, out var known))
            {
                return known;
            }

            var parent = graph.Nodes[node].Parent;
            var outer = parent < 0 || graph.Nodes[parent].Step is not { } group ? Nothing : ToStart(parent).Then(lengthOf(group).Before);
            return _starts[node] = outer.Then(WithinList(node));
        }

        /// <summary>From the start of the list that a node stands in to its own start.</summary>
        private CriticalPath WithinList(int node) => graph.Nodes[node].Predecessors
            .Select(before => WithinListTo(before))
            .MaxBy(path => path.Length) ?? Nothing;

        private CriticalPath WithinListTo(int node) => WithinList(node).Then(Inside(node));

        /// <summary>From a node's start to its end.</summary>
        private CriticalPath Inside(int node)
        {
            if (_inside.TryGetValue(node, out var known))
            {
                return known;
            }

            var step = graph.Nodes[node].Step!;
            var length = lengthOf(step);
            var path = length.Action is { } action
                ? Nothing.Then(length.Before + action + length.After, step.Id)
                : Nothing.Then(length.Before).Then(Longest(node)).Then(length.After);
            return _inside[node] = path;
        }

        private CriticalPath Longest(int group) => graph.Nodes[group].Children.Select(WithinListTo).MaxBy(path => path.Length) ?? Nothing;
    }
}
