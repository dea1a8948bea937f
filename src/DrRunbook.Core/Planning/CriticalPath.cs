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
    /// <summary>The way to the end of a step of <c>steps</c>.</summary>
    /// <param name="node">The step's number.</param>
    /// <param name="lengthOf">How long each step takes.</param>
    public static CriticalPath To(PlanGraph graph, int node, Func<PlanStep, StepLength> lengthOf) => new Walk(graph, lengthOf).ToEnd(node);

    /// <summary>Goes through each list once, in an order in which what is waited for comes first; only groups within groups make it deeper.</summary>
    private sealed class Walk(PlanGraph graph, Func<PlanStep, StepLength> lengthOf)
    {
        private readonly Dictionary<int, TimeSpan> _start = [];
        private readonly Dictionary<int, TimeSpan> _inside = [];
        private readonly Dictionary<int, int> _decidedBy = [];
        private readonly Dictionary<int, int> _last = [];

        public CriticalPath ToEnd(int node)
        {
            var steps = new List<StepId>();
            var length = ToStart(node, steps) + _inside[node];
            AddInside(node, steps);
            return new CriticalPath(length, [.. steps]);
        }

        /// <summary>How long it takes from the start of the run to the start of a node, and what decides that.</summary>
        private TimeSpan ToStart(int node, List<StepId> steps)
        {
            var parent = graph.Nodes[node].Parent;
            var outer = graph.Nodes[parent].Step is { } group ? ToStart(parent, steps) + lengthOf(group).Before : TimeSpan.Zero;
            MeasureList(parent);
            AddUntil(_decidedBy[node], steps);
            return outer + _start[node];
        }

        private void MeasureList(int list)
        {
            if (_last.ContainsKey(list))
            {
                return;
            }

            _last[list] = -1;
            var unmet = graph.Nodes[list].Children.ToDictionary(child => child, child => graph.Nodes[child].Predecessors.Length);
            var ready = new Queue<int>(unmet.Where(pair => pair.Value == 0).Select(pair => pair.Key));
            while (ready.TryDequeue(out var child))
            {
                Measure(child);
                foreach (var next in graph.Nodes[child].Successors.Where(next => --unmet[next] == 0))
                {
                    ready.Enqueue(next);
                }
            }

            _last[list] = Latest(graph.Nodes[list].Children);
        }

        private void Measure(int node)
        {
            _decidedBy[node] = Latest(graph.Nodes[node].Predecessors);
            _start[node] = _decidedBy[node] < 0 ? TimeSpan.Zero : EndOf(_decidedBy[node]);
            var length = lengthOf(graph.Nodes[node].Step!);
            _inside[node] = length.Before + (length.Action ?? ListOf(node)) + length.After;
        }

        private TimeSpan ListOf(int group)
        {
            MeasureList(group);
            return _last[group] < 0 ? TimeSpan.Zero : EndOf(_last[group]);
        }

        private TimeSpan EndOf(int node) => _start[node] + _inside[node];

        private int Latest(ImmutableArray<int> nodes) => nodes.IsEmpty ? -1 : nodes.MaxBy(EndOf);

        /// <summary>Adds what decides the end of a node of a list, from the list's start.</summary>
        private void AddUntil(int node, List<StepId> steps)
        {
            var chain = new Stack<int>();
            for (var current = node; current >= 0; current = _decidedBy[current])
            {
                chain.Push(current);
            }

            foreach (var step in chain)
            {
                AddInside(step, steps);
            }
        }

        private void AddInside(int node, List<StepId> steps)
        {
            var step = graph.Nodes[node].Step!;
            if (lengthOf(step).Action is not null)
            {
                steps.Add(step.Id);
                return;
            }

            MeasureList(node);
            AddUntil(_last[node], steps);
        }
    }
}
