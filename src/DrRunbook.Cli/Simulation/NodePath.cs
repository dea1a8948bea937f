using System.Globalization;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>Finds where a path such as <c>managers[0].vApps[2].name</c> leads.</summary>
internal static class NodePath
{
    /// <summary>The place of the value, or of the innermost one on the way that is written out.</summary>
    public static SourceSpan Find(LocatedNode root, string path)
    {
        var node = root;
        foreach (var part in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Step(node, part) is not { } next)
            {
                break;
            }

            node = next;
        }

        return node.At;
    }

    private static LocatedNode? Step(LocatedNode node, string part) => node switch
    {
        MappingNode mapping => mapping.Entries.FirstOrDefault(entry => entry.Key.Text == part).Value,
        SequenceNode sequence => sequence.Items.ElementAtOrDefault(int.Parse(part.TrimEnd(']'), CultureInfo.InvariantCulture)),
        _ => null,
    };
}
