namespace DrRunbook.Yaml.Formatting;

/// <summary>What a canonical text cannot hold.</summary>
internal static class Obstacles
{
    /// <summary>The longest key that needs no mark before it is 1024 characters (YAML 1.2.2, section 7.4.2); some are left for anchor and tag.</summary>
    private const int LongestKey = 1000;

    private static readonly System.Buffers.SearchValues<char> OtherBreaks = System.Buffers.SearchValues.Create('\x85', '\u2028', '\u2029');

    /// <summary>Characters that are a line's end to some readers of YAML and none to others.</summary>
    public static ImmutableArray<Diagnostic> In(TextLines lines, string file) => lines.Text.AsSpan().IndexOfAny(OtherBreaks) is >= 0 and var found
        ? [YamlDiagnostics.NotFormattable(At(lines, file, found), FormattableString.Invariant($"character U+{(int)lines.Text[found]:X4} ends a line for some readers of YAML and not for others"), "write it as an escape in double quotes, or leave it out")]
        : [];

    /// <summary>Keys that cannot stand on a line of their own, and anchors of nothing, which readers of YAML do not agree upon.</summary>
    public static ImmutableArray<Diagnostic> In(SyntaxDocument document, TextLines lines, string file)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        Walk(document.Root);
        return found.ToImmutable();

        void Walk(Element element)
        {
            if (element.Key is { } key && (key.HasLines || key.Slice.Length + key.Properties.Length > LongestKey))
            {
                found.Add(YamlDiagnostics.NotFormattable(At(lines, file, key.Offset), "this key is too long for one line", "give it a shorter name on one line"));
            }

            if (element.Value is ScalarSlice { IsNothing: true, Properties.Length: > 0 } nothing)
            {
                found.Add(YamlDiagnostics.NotFormattable(At(lines, file, nothing.Offset), $"'{nothing.Properties}' has no value behind it", "write the value, null if it is none"));
            }

            if (element.Value is Collection collection)
            {
                collection.Elements.ForEach(Walk);
            }
        }
    }

    private static SourceSpan At(TextLines lines, string file, int offset) => new(file, lines.LineOf(offset) + 1, lines.ColumnOf(offset) + 1);
}
