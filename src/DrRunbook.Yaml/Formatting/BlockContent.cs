namespace DrRunbook.Yaml.Formatting;

/// <summary>The lines of a block (<c>|</c> or <c>&gt;</c>) without the indentation that the file happens to give them.</summary>
internal static class BlockContent
{
    /// <summary>Takes the indentation off, and the empty lines at the end.</summary>
    /// <param name="raw">The lines below the block's first one, as they stand in the file.</param>
    /// <param name="value">What the parser makes of them.</param>
    public static string Of(string raw, string value)
    {
        // The first line that is not all space stands in the value as it is written, but for its indentation.
        var lines = raw.Split('\n');
        var indent = Spaces(FirstText(lines)) - Spaces(FirstText(value.Split('\n')));
        return string.Join('\n', lines.Select(line => line[Math.Min(indent, Spaces(line))..])).TrimEnd('\n');
    }

    private static string FirstText(string[] lines) => lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";

    private static int Spaces(string line) => line.Length - line.TrimStart(' ').Length;
}
