using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Rendering.Graphs;

/// <summary>Where a node stands.</summary>
internal readonly record struct Frame(double X, double Y, double Width, double Height)
{
    /// <summary>Its middle.</summary>
    public double Middle => X + (Width / 2);

    /// <summary>Its lower edge.</summary>
    public double Bottom => Y + Height;
}

/// <summary>Where the nodes of a plan's graph stand on a drawing. What waits stands below what it waits for; a group is a frame around its own.</summary>
/// <param name="Frames">By the node's number; the roots of empty lists are not among them.</param>
internal sealed record GraphLayout(IReadOnlyDictionary<int, Frame> Frames, double Width, double Height)
{
    /// <summary>Height of a frame's title.</summary>
    public const double TitleHeight = 26;

    private const double BoxWidth = 256;
    private const double BoxHeight = 60;
    private const double Padding = 16;
    private const double BesideGap = 18;
    private const double BelowGap = 36;

    /// <summary>Wider than this, steps that run beside one another go on in a further row.</summary>
    private const double WidestRow = 1500;

    /// <summary>Lays a graph out.</summary>
    public static GraphLayout Of(PlanGraph graph) => new Walk(graph).Lists();

    private sealed class Walk(PlanGraph graph)
    {
        private readonly (double Width, double Height)[] _size = new (double, double)[graph.Nodes.Length];
        private readonly Dictionary<int, Frame> _frames = [];

        public GraphLayout Lists()
        {
            var roots = Enum.GetValues<PlanSection>().Select(graph.RootOf).Where(root => !graph.Nodes[root].Children.IsEmpty).ToList();
            roots.ForEach(Measure);
            var width = roots.Max(root => _size[root].Width);
            var y = 0.0;
            foreach (var root in roots)
            {
                Place(root, (width - _size[root].Width) / 2, y);
                y = _frames[root].Bottom + BelowGap;
            }

            return new GraphLayout(_frames, width, y - BelowGap);
        }

        private void Measure(int node)
        {
            if (!graph.Nodes[node].IsGroup)
            {
                _size[node] = (BoxWidth, BoxHeight);
                return;
            }

            foreach (var child in graph.Nodes[node].Children)
            {
                Measure(child);
            }

            var (width, height) = (BoxWidth, 0.0);
            foreach (var row in Rows(node))
            {
                width = Math.Max(width, WidthOf(row.Nodes));
                height += row.GapAbove + row.Nodes.Max(child => _size[child].Height);
            }

            _size[node] = (width + (2 * Padding), height + TitleHeight + (2 * Padding));
        }

        private void Place(int node, double x, double y)
        {
            var (width, height) = _size[node];
            _frames[node] = new Frame(x, y, width, height);
            if (!graph.Nodes[node].IsGroup)
            {
                return;
            }

            var top = y + TitleHeight + Padding;
            foreach (var row in Rows(node))
            {
                top += row.GapAbove;
                var left = x + ((width - WidthOf(row.Nodes)) / 2);
                foreach (var child in row.Nodes)
                {
                    Place(child, left, top);
                    left += _size[child].Width + BesideGap;
                }

                top += row.Nodes.Max(child => _size[child].Height);
            }
        }

        private double WidthOf(List<int> row) => row.Sum(child => _size[child].Width) + (BesideGap * (row.Count - 1));

        /// <summary>The children of a group from top to bottom: a layer for each step of the longest way to them, in as many rows as its width needs.</summary>
        private IEnumerable<(List<int> Nodes, double GapAbove)> Rows(int group)
        {
            var gap = 0.0;
            foreach (var layer in Layers(group))
            {
                var row = new List<int>();
                foreach (var child in layer)
                {
                    if (row.Count > 0 && WidthOf(row) + BesideGap + _size[child].Width > WidestRow)
                    {
                        yield return (row, gap);
                        row = [];
                        gap = BesideGap;
                    }

                    row.Add(child);
                }

                yield return (row, gap);
                gap = BelowGap;
            }
        }

        private IEnumerable<IGrouping<int, int>> Layers(int group)
        {
            var children = graph.Nodes[group].Children;
            var layer = children.ToDictionary(child => child, _ => 0);
            var unmet = children.ToDictionary(child => child, child => graph.Nodes[child].Predecessors.Length);
            var ready = new Queue<int>(children.Where(child => unmet[child] == 0));
            while (ready.TryDequeue(out var child))
            {
                foreach (var next in graph.Nodes[child].Successors)
                {
                    layer[next] = Math.Max(layer[next], layer[child] + 1);
                    if (--unmet[next] == 0)
                    {
                        ready.Enqueue(next);
                    }
                }
            }

            return children.GroupBy(child => layer[child]).OrderBy(one => one.Key);
        }
    }
}
