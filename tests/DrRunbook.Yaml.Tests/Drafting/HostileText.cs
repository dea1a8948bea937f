using CsCheck;

namespace DrRunbook.Yaml.Tests.Drafting;

/// <summary>Texts that break careless writers and readers.</summary>
internal static class HostileText
{
    private static readonly string[] Known =
    [
        "no", "Yes", "on", "null", "~", "true", "0x10", "0o7", "1e3", "1_000", "22:00", "2026-11-23", ".5", ".inf", "-", "- a", "? a", ": a", "a: b", "a:", "a #b", "#a",
        "&a", "*a", "!a", "!!str a", "|", ">", "%a", "@a", "`a`", "{a}", "[a]", "a, b", "'a'", "\"a\"", "it's", "a\"b", "<<", "=", "---", "...", "--- a", "a\tb", "a\nb", "a\r\nb",
        "a\\nb", "${inputs.x}", "$${x}", "$$${x}", "${", "=1+1", "+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "a\0b", "\u0001", "a\u0085b", "a\u2028b", "a\u2029b", "a\uFEFFb", "\u202Eabc",
        "a\u00A0b", "žluťoučký kůň", "データ", "👩‍🚀", "a  b", "erp db", "C:\\temp", "http://x/?a=b&c=d#e", "x".PadRight(5000, 'y'), "a\u007Fb", "a\u009Fb", "\uFFFDa", "a\uE000b",
    ];

    /// <summary>A known nuisance, or characters at random: printable ones, controls, and all that a UTF-16 text can hold.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (3, Gen.Int[0, Known.Length - 1].Select(one => Known[one])),
        (3, Gen.Char["abz019 .:,;#'\"{}[]&*!|>%@`$\\-?=+~\t\n\r"].Array[0, 12].Select(characters => new string(characters))),
        (1, Gen.String));

    /// <summary>One that an UTF-8 file can hold.</summary>
    public static Gen<string> Unicode { get; } = Any.Select(text => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
}
