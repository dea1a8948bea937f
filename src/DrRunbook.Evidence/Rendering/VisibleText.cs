using System.Globalization;
using System.Text;

namespace DrRunbook.Evidence.Rendering;

/// <summary>Makes visible what would steer a sink instead of being read.</summary>
internal static class VisibleText
{
    /// <summary>Control, format and direction characters, line separators and lone surrogates become <c>\u</c> and their code in hex.</summary>
    /// <remarks>What is left is one line of plain text, whatever it came from.</remarks>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var visible = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:x4}");
                index++;
                continue;
            }

            if (Steers(rune))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                visible.Append(rune.ToString());
            }

            index += rune.Utf16SequenceLength;
        }

        return visible.ToString();
    }

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned;
}
