using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace DrRunbook.Yaml.Formatting;

/// <summary>How a text on one line is quoted: not at all where every reader of YAML takes it for text, else as lightly as it can be.</summary>
internal static partial class Quoting
{
    /// <summary>The text as it is to be written. What is not quoted stays so.</summary>
    public static string Canonical(ScalarSlice scalar)
    {
        if (scalar.Style is not (ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted) || scalar.HasLines || scalar.Properties.Contains('!', StringComparison.Ordinal))
        {
            return scalar.Slice;
        }

        if (Bare().IsMatch(scalar.Value) && !Ambiguous().IsMatch(scalar.Value))
        {
            return scalar.Value;
        }

        // Escapes and apostrophes are reasons for the quotes that the author chose.
        return scalar.Slice.AsSpan().IndexOfAny('\\', '\'') >= 0 ? scalar.Slice : $"'{scalar.Value}'";
    }

    /// <summary>A letter first, and nothing that has a meaning in YAML anywhere.</summary>
    [GeneratedRegex(@"\A\p{L}[\p{L}\p{Nd}_./@-]*(?: +[\p{L}\p{Nd}_./@-]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Bare();

    /// <summary>Truth values and nothing, in YAML 1.1 as well as 1.2.</summary>
    [GeneratedRegex(@"\A(?:y|yes|n|no|on|off|true|false|null)\z", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
