using System.Globalization;
using System.Text;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans;

/// <summary>A plan's graph as a Mermaid flowchart, which code hosts draw inside Markdown.</summary>
/// <remarks>Names are never Mermaid's ids: steps are numbered, and every text stands quoted and encoded.</remarks>
internal static class PlanMermaid
{
    /// <summary>Writes it, without the fence around it.</summary>
    public static void Write(TextWriter output, PlanView view)
    {
        var graph = new PlanGraph(view.Plan);
        output.WriteLine("flowchart TD");
        foreach (var (section, title) in new[] { (PlanSection.Main, null), (PlanSection.AfterFailure, "After a failure"), (PlanSection.Finally, "At every end") })
        {
            var root = graph.Nodes[graph.RootOf(section)];
            if (root.Children.IsEmpty)
            {
                continue;
            }

            if (title is null)
            {
                WriteList(output, graph, root, "  ");
                continue;
            }

            output.WriteLine($"  subgraph {Name(root)}[\"{title}\"]");
            WriteList(output, graph, root, "    ");
            output.WriteLine("  end");
        }

        output.WriteLine("  classDef failover fill:#dbe9f9,stroke:#2f6db0,color:#10243a");
        output.WriteLine("  classDef people fill:#fdf0d5,stroke:#a86a00,color:#3b2600");
        output.WriteLine("  classDef other fill:#eceff2,stroke:#66727f,color:#1d2329");
    }

    /// <summary>A text as it may stand between quotation marks.</summary>
    internal static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var c in TerminalEncoder.Encode(text))
        {
            encoded.Append(c is '"' or '#' or '<' or '>' or '&' or '`' or ';' or '\\' or '[' or ']' or '{' or '}' or '(' or ')' or '|' or '*' or '_' or '@' or '%'
                ? string.Create(CultureInfo.InvariantCulture, $"#{(int)c};")
                : c);
        }

        // A colon and two slashes would become a link.
        return encoded.ToString().Replace("://", "#58;//", StringComparison.Ordinal);
    }

    private static void WriteList(TextWriter output, PlanGraph graph, PlanNode list, string indent)
    {
        foreach (var node in list.Children.Select(child => graph.Nodes[child]))
        {
            var step = node.Step!;
            if (!node.IsGroup)
            {
                output.WriteLine($"{indent}{Name(node)}{Shape(step)}");
                continue;
            }

            output.WriteLine($"{indent}subgraph {Name(node)}[\"{Encode($"{step.Id}: {StepText.Action(step)}")}\"]");
            WriteList(output, graph, node, indent + "  ");
            output.WriteLine($"{indent}end");
        }

        foreach (var node in list.Children.Select(child => graph.Nodes[child]))
        {
            foreach (var before in node.Predecessors)
            {
                output.WriteLine($"{indent}{Name(graph.Nodes[before])} --> {Name(node)}");
            }
        }
    }

    private static string Name(PlanNode node) => string.Create(CultureInfo.InvariantCulture, $"s{node.Index + 1}");

    private static string Shape(PlanStep step)
    {
        var gates = step.Require.Length + step.Verify.Length;
        var more = gates == 0 ? "" : $"<br>{Readable.Count(gates, "gate")}";
        var label = $"\"{Encode(step.Id.Value)}<br>{Encode(StepText.Action(step))}{more}\"";
        return step.Action switch
        {
            FailoverAction => $"[{label}]:::failover",
            GateAction { Gate: ApprovalGate or ManualGate } => $"{{{{{label}}}}}:::people",
            GateAction => $"([{label}]):::other",
            _ => $"[[{label}]]:::other",
        };
    }
}
