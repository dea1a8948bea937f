using System.Runtime.CompilerServices;
using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Tests.Pipeline;

/// <summary>The files of the repository that others' pipelines read.</summary>
internal static class PipelineFile
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    public static LocatedNode Read(string name) => Parse(File.ReadAllText(Path.Combine(Root, name)));

    public static LocatedNode Parse(string text)
    {
        var document = YamlDocument.Read("file.yml", Encoding.UTF8.GetBytes(text));
        return document.Root ?? throw new InvalidOperationException(string.Join('\n', document.Diagnostics));
    }

    public static LocatedNode? Find(this LocatedNode node, string key) => ((MappingNode)node).Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    public static LocatedNode Get(this LocatedNode node, string key) => node.Find(key) ?? throw new InvalidOperationException($"no '{key}'");

    public static string Text(this LocatedNode node) => ((ScalarNode)node).Text;

    public static ImmutableArray<LocatedNode> Items(this LocatedNode node) => ((SequenceNode)node).Items;

    public static ImmutableArray<MappingEntry> Entries(this LocatedNode node) => ((MappingNode)node).Entries;

    private static string Here([CallerFilePath] string file = "") => file;
}
