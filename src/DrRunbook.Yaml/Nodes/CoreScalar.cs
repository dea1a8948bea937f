using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Nodes;

internal enum CoreKind
{
    Text,
    Null,
    Boolean,
    Number,
}

/// <summary>What a plain scalar is by the core schema of YAML 1.2.2, section 10.3.2: <c>no</c>, <c>on</c> and <c>22:00</c> are text.</summary>
internal static partial class CoreScalar
{
    public static CoreKind KindOf(ScalarNode scalar) => scalar.IsQuoted ? CoreKind.Text : KindOf(scalar.Text);

    public static CoreKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => CoreKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => CoreKind.Boolean,
        _ => LooksLikeNumber(plain) && NumberForm().IsMatch(plain) ? CoreKind.Number : CoreKind.Text,
    };

    public static bool? Boolean(string plain) => KindOf(plain) == CoreKind.Boolean ? plain[0] is 't' or 'T' : null;

    /// <summary>The number, or null where it is none or beyond what <see cref="decimal"/> holds (infinity and not-a-number included).</summary>
    public static decimal? Number(string plain)
    {
        if (KindOf(plain) != CoreKind.Number)
        {
            return null;
        }

        if (plain.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(plain.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        }

        if (plain.StartsWith("0o", StringComparison.Ordinal))
        {
            return plain.Length <= 20 ? plain.AsSpan(2).ToArray().Aggregate(0m, (sum, digit) => sum * 8 + (digit - '0')) : null;
        }

        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static bool LooksLikeNumber(string plain) => plain[0] is '.' or '-' or '+' or (>= '0' and <= '9');

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.NonBacktracking)]
    private static partial Regex NumberForm();
}
