using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>A value as text, without a word on where and how it is written; entries of a mapping in the order of their keys.</summary>
internal static class NodeText
{
    public static string Of(LocatedNode node) => node switch
    {
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal).Select(entry => $"{Quote(entry.Key.Text)}: {Of(entry.Value)}"))}}}",
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Of))}]",
        ScalarNode scalar => $"{scalar.Kind} {Quote(scalar.Text)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
