using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Writes any text as a YAML scalar that means exactly that text, in the form that a person would choose.</summary>
internal static partial class YamlText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text as a scalar on one line: plain where that is safe, else in single quotes, else in double quotes.</summary>
    /// <param name="inFlow">Whether it stands between brackets or braces.</param>
    public static string Scalar(string text, bool inFlow) =>
        IsPlain(text, inFlow) ? text
        : text.Any(IsUnprintable) ? Quoted(text)
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A value of a runbook: <c>${</c> in it is no reference, and a NUL, which a runbook refuses, is shown as U+FFFD.</summary>
    public static string Value(string text, bool inFlow) => Scalar(text.Replace("${", "$${", StringComparison.Ordinal).Replace('\0', Replacement), inFlow);

    /// <summary>The text in double quotes, on one line, with escapes for all that is not printed: also fit for a comment.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsSurrogate(character))
            {
                var isPair = i + 1 < text.Length && char.IsSurrogatePair(character, text[i + 1]);
                quoted.Append(isPair ? string.Create(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(character, text[i + 1]):X8}") : Replacement);
                i += isPair ? 1 : 0;
            }
            else
            {
                quoted.Append(Escaped(character));
            }
        }

        return quoted.Append('"').ToString();
    }

    private static string Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\0' => "\\0",
        _ when IsUnprintable(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
        _ => character.ToString(),
    };

    /// <summary>What YAML forbids in its text, takes for a line's end, or what an editor does not show: format characters, odd blanks and all beyond the basic plane.</summary>
    private static bool IsUnprintable(char character) => char.GetUnicodeCategory(character) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (char.IsWhiteSpace(character) && character != ' ');

    /// <summary>Stricter than YAML 1.2: what a reader of version 1.1 takes for a truth value, a time or a number is quoted, too.</summary>
    private static bool IsPlain(string text, bool inFlow) =>
        (inFlow ? FlowForm() : BlockForm()).IsMatch(text)
        && !text.EndsWith(' ')
        && !text.EndsWith(':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.Contains("${", StringComparison.Ordinal)
        && CoreScalar.KindOf(text) == CoreKind.Text
        && !OldWord().IsMatch(text)
        && !NumberLike().IsMatch(text);

    [GeneratedRegex(@"\A(?:[\p{L}\p{Nd}_/]|\.{1,2}/)[\p{L}\p{Nd} _\-./:@%+()=;?!&*~$<>']*\z", RegexOptions.NonBacktracking)]
    private static partial Regex FlowForm();

    [GeneratedRegex(@"\A(?:[\p{L}\p{Nd}_/]|\.{1,2}/)[\p{L}\p{Nd} _\-./:@%+()=;?!&*~$<>',]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex BlockForm();

    [GeneratedRegex(@"\A(?:y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OldWord();

    [GeneratedRegex(@"\A[0-9][0-9a-fA-FxobTZ_:.+ -]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex NumberLike();
}
