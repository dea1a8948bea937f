using System.IO.Enumeration;

namespace DrRunbook.Core.Signing;

/// <summary>OpenSSH's lists of patterns (ssh_config(5), PATTERNS): commas between, <c>*</c> and <c>?</c>, and <c>!</c> before what is left out.</summary>
internal static class PatternList
{
    public static bool Matches(string list, string text)
    {
        var patterns = list.Split(',');
        return patterns.Any(pattern => pattern.Length > 0 && pattern[0] != '!' && Fits(pattern, text))
            && !patterns.Any(pattern => pattern.Length > 0 && pattern[0] == '!' && Fits(pattern[1..], text));
    }

    // A backslash has no meaning in these lists, and would have one in the matcher.
    private static bool Fits(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), text, ignoreCase: false);
}
