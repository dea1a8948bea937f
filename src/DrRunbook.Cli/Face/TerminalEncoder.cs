using System.Globalization;

namespace DrRunbook.Cli.Face;

/// <summary>The terminal's encoder: text from outside becomes one line without anything a terminal would obey.</summary>
internal static class TerminalEncoder
{
    /// <summary>Control, direction and surrogate characters become visible escapes; line breaks and tabs become <c>\n</c>, <c>\t</c>.</summary>
    public static string Encode(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(IsUnsafe))
        {
            return text ?? "";
        }

        return string.Concat(text.Select((c, index) => IsUnsafe(c) && !IsPaired(text, index) ? Escape(c) : c.ToString()));
    }

    /// <summary>As <see cref="Encode(string?)"/>.</summary>
    public static string Encode(OutsideText text) => Encode(text.Raw);

    /// <summary>Encodes each line by itself: for text whose line breaks are ours or harmless.</summary>
    public static string EncodeLines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Encode));

    private static bool IsUnsafe(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static bool IsPaired(string text, int index) =>
        (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        || (char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1]));

    private static string Escape(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };
}
