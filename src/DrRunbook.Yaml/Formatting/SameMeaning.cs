using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Formatting;

/// <summary>Holds every result against what it was made of, so that a fault of the formatter costs nobody a word.</summary>
internal static class SameMeaning
{
    /// <summary>Demands that the text has the same values and the same comments.</summary>
    /// <param name="comments">The comments of the file, sorted.</param>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public static void Demand(string file, LocatedNode before, List<string> comments, string text)
    {
        var after = YamlDocument.Read(file, System.Text.Encoding.UTF8.GetBytes(text));
        if (after.Root is null)
        {
            throw new InvalidOperationException($"the canonical form of {file} cannot be read: {after.Diagnostics[0]}");
        }

        if (Difference(before, after.Root) is { } place)
        {
            throw new InvalidOperationException($"the canonical form of {file} would change what it says at {place}");
        }

        if (!SyntaxReader.Read(new TextLines(text)).Comments.Select(comment => comment.Text).Order(StringComparer.Ordinal).SequenceEqual(comments))
        {
            throw new InvalidOperationException($"the canonical form of {file} would lose or change a comment");
        }
    }

    private static SourceSpan? Difference(LocatedNode before, LocatedNode after) => (before, after) switch
    {
        (ScalarNode one, ScalarNode other) when one.Text == other.Text && CoreScalar.KindOf(one) == CoreScalar.KindOf(other) => null,
        (SequenceNode one, SequenceNode other) when one.Items.Length == other.Items.Length =>
            one.Items.Zip(other.Items).Select(pair => Difference(pair.First, pair.Second)).FirstOrDefault(place => place is not null),
        (MappingNode one, MappingNode other) when one.Entries.Length == other.Entries.Length => Difference(one, other),
        _ => before.At,
    };

    private static SourceSpan? Difference(MappingNode before, MappingNode after)
    {
        var values = after.Entries.ToDictionary(entry => entry.Key.Text, entry => entry.Value, StringComparer.Ordinal);
        return before.Entries
            .Select(entry => values.TryGetValue(entry.Key.Text, out var value) ? Difference(entry.Value, value) : entry.Key.At)
            .FirstOrDefault(place => place is not null);
    }
}
