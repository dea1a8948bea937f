using System.IO.Enumeration;

namespace DrRunbook.Simulator;

/// <summary>Patterns with <c>*</c> (any run of characters) and <c>?</c> (one character), without regard to case.</summary>
internal static class Glob
{
    public static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
}
