using DrRunbook.Core.Planning;
using DrRunbook.Evidence.Rendering.Html;

namespace DrRunbook.Evidence.Rendering.Graphs;

/// <summary>A plan's graph as an SVG file of its own: no script, no font or picture from elsewhere.</summary>
public static class GraphSvg
{
    private const double Margin = 20;
    private const double HeadHeight = 56;
    private const int TitleLength = 32;
    private const int LineLength = 35;

    private const string Sheet =
        """
        svg{background:#fff;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        text{fill:#1d2329;font-size:12px}.head{font-size:17px;font-weight:600}.name{font-size:13px;font-weight:600}.small{fill:#4d5763}
        rect{stroke-width:1.3}.failover{fill:#dbe9f9;stroke:#2f6db0}.people{fill:#fdf0d5;stroke:#a86a00}.other{fill:#eceff2;stroke:#66727f}
        .group{fill:#fafbfc;stroke:#b6bec7}.list{fill:none;stroke:none}.late{fill:#fff;stroke:#8a949e;stroke-dasharray:5 4}
        .edge{fill:none;stroke:#66727f;stroke-width:1.5}.tip{fill:#66727f}
        """;

    /// <summary>Draws the graph; the same plan gives the same bytes.</summary>
    /// <param name="title">Stands above.</param>
    /// <param name="describe">What a step's box says; of a group only the title is shown.</param>
    public static string Write(PlanGraph graph, string title, Func<PlanStep, GraphBox> describe)
    {
        var layout = GraphLayout.Of(graph);
        var (width, height) = (layout.Width + (2 * Margin), layout.Height + HeadHeight + Margin);
        var page = new HtmlWriter();
        page.Begin(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", $"0 0 {Svg.Number(width)} {Svg.Number(height)}"),
            ("width", Svg.Number(width)),
            ("height", Svg.Number(height)),
            ("role", "img"),
            ("aria-label", title));
        page.Style(Sheet);
        page.Begin("defs").Begin("marker", ("id", "tip"), ("viewBox", "0 0 8 8"), ("refX", "7"), ("refY", "4"), ("markerWidth", "7"), ("markerHeight", "7"), ("orient", "auto"))
            .Empty("path", ("class", "tip"), ("d", "M0 0 8 4 0 8z")).End().End();
        page.Label(title, Margin, 30, "head");
        page.Begin("g", ("transform", $"translate({Svg.Number(Margin)} {Svg.Number(HeadHeight)})"));
        foreach (var node in graph.Nodes.Where(node => node.Step is null && layout.Frames.ContainsKey(node.Index)))
        {
            DrawGroup(page, node, layout.Frames[node.Index], Section(node.Section));
            DrawChildren(page, graph, node, layout, describe);
        }

        return page.End().End().ToString();
    }

    private static string Section(PlanSection section) => section switch
    {
        PlanSection.AfterFailure => "After a failure",
        PlanSection.Finally => "At every end",
        _ => "Steps",
    };

    private static void DrawChildren(HtmlWriter page, PlanGraph graph, PlanNode list, GraphLayout layout, Func<PlanStep, GraphBox> describe)
    {
        foreach (var node in list.Children.Select(child => graph.Nodes[child]))
        {
            foreach (var before in node.Predecessors)
            {
                DrawEdge(page, layout.Frames[before], layout.Frames[node.Index]);
            }
        }

        foreach (var node in list.Children.Select(child => graph.Nodes[child]))
        {
            var box = describe(node.Step!);
            var frame = layout.Frames[node.Index];
            if (node.IsGroup)
            {
                DrawGroup(page, node, frame, $"{box.Title}: {string.Join(" ", box.Lines)}");
                DrawChildren(page, graph, node, layout, describe);
                continue;
            }

            DrawBox(page, box, frame);
        }
    }

    private static void DrawGroup(HtmlWriter page, PlanNode node, Frame frame, string title)
    {
        var tone = node switch { { Step: not null } => "group", { Section: PlanSection.Main } => "list", _ => "late" };
        page.Rect(tone, frame.X, frame.Y, frame.Width, frame.Height, radius: 8);
        if (tone != "list")
        {
            page.Begin("g").Leaf("title", title).Label(Cut(title, (int)(frame.Width / 8.8)), frame.X + 12, frame.Y + 19, "name").End();
        }
    }

    private static void DrawBox(HtmlWriter page, GraphBox box, Frame frame)
    {
        var tone = box.Kind switch { BoxKind.Failover => "failover", BoxKind.People => "people", _ => "other" };
        page.Begin("g").Leaf("title", string.Join(", ", [box.Title, .. box.Lines]));
        page.Rect(tone, frame.X, frame.Y, frame.Width, frame.Height, radius: 6);
        page.Label(Cut(box.Title, TitleLength), frame.X + 10, frame.Y + 20, "name");
        for (var line = 0; line < Math.Min(2, box.Lines.Length); line++)
        {
            page.Label(Cut(box.Lines[line], LineLength), frame.X + 10, frame.Y + 37 + (line * 15), line == 0 ? "" : "small");
        }

        page.End();
    }

    private static void DrawEdge(HtmlWriter page, Frame from, Frame to)
    {
        var bend = Math.Max(14, (to.Y - from.Bottom) / 2);
        var (x1, y1, x2, y2) = (Svg.Number(from.Middle), Svg.Number(from.Bottom), Svg.Number(to.Middle), Svg.Number(to.Y));
        page.Empty("path", ("class", "edge"), ("marker-end", "url(#tip)"), ("d", $"M{x1} {y1}C{x1} {Svg.Number(from.Bottom + bend)} {x2} {Svg.Number(to.Y - bend)} {x2} {y2}"));
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1).TrimEnd(), "…");
}
