namespace DrRunbook.Core.Planning;

/// <summary>Which step of a plan has ended before which other begins, whatever happens.</summary>
/// <remarks>What it has found out of a list it keeps: asking for every pair of a long sequence costs no walk through it.</remarks>
public sealed class Precedence(PlanGraph graph)
{
    private readonly Dictionary<int, bool> _isChain = [];
    private readonly Dictionary<int, HashSet<int>> _before = [];

    /// <summary>Whether the first step has ended before the second begins.</summary>
    /// <param name="first">Its number in the plan.</param>
    /// <param name="second">Its number in the plan.</param>
    public bool Holds(int first, int second)
    {
        for (var later = second; later >= 0; later = graph.Nodes[later].Parent)
        {
            var earlier = first;
            while (earlier >= 0 && graph.Nodes[earlier].Parent != graph.Nodes[later].Parent)
            {
                earlier = graph.Nodes[earlier].Parent;
            }

            // The lowest list that both stand in decides.
            if (earlier >= 0)
            {
                return earlier != later && graph.Nodes[later].Parent >= 0 && IsBefore(earlier, later);
            }
        }

        return false;
    }

    private bool IsBefore(int earlier, int later) => IsChain(graph.Nodes[later].Parent) ? earlier < later : Before(later).Contains(earlier);

    /// <summary>Whether each of a list's steps waits for the one before it: then their order says all.</summary>
    private bool IsChain(int list)
    {
        if (!_isChain.TryGetValue(list, out var known))
        {
            var children = graph.Nodes[list].Children;
            known = !children.Where((child, place) => place > 0 && !graph.Nodes[child].Predecessors.Contains(children[place - 1])).Any();
            _isChain[list] = known;
        }

        return known;
    }

    private HashSet<int> Before(int node)
    {
        if (_before.TryGetValue(node, out var known))
        {
            return known;
        }

        var seen = new HashSet<int>();
        var open = new Stack<int>(graph.Nodes[node].Predecessors);
        while (open.TryPop(out var before))
        {
            if (seen.Add(before))
            {
                foreach (var earlier in graph.Nodes[before].Predecessors)
                {
                    open.Push(earlier);
                }
            }
        }

        return _before[node] = seen;
    }
}
