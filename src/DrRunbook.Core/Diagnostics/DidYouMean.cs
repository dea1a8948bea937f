namespace DrRunbook.Core.Diagnostics;

/// <summary>Finds what a mistyped name was probably meant to be.</summary>
public static class DidYouMean
{
    /// <summary>Names beyond this length are not compared: nobody mistypes them by a letter.</summary>
    private const int LongestName = 64;

    /// <summary>The candidate nearest to a name by edit distance, letter case left aside.</summary>
    /// <returns>Null where none is near enough: more than a third of the letters differ.</returns>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        string? closest = null;
        var best = Math.Max(1, name.Length / 3) + 1;
        if (name.Length > LongestName)
        {
            return null;
        }

        foreach (var candidate in candidates)
        {
            if (candidate.Length <= LongestName && Math.Abs(candidate.Length - name.Length) < best)
            {
                var distance = Distance(name, candidate);
                if (distance < best)
                {
                    (best, closest) = (distance, candidate);
                }
            }
        }

        return closest;
    }

    /// <summary>A help line that offers the candidate nearest to a name, or null where none is near.</summary>
    public static string? Help(string name, IEnumerable<string> candidates) =>
        Closest(name, candidates) is { } closest ? $"did you mean '{closest}'?" : null;

    /// <summary>Whether two different names are probably one, mistyped: they differ by letter case or by a single letter, and by no number.</summary>
    public static bool IsSlip(string name, string other) => name != other
        && Math.Max(name.Length, other.Length) is >= 4 and <= LongestName
        && Math.Abs(name.Length - other.Length) <= 1
        && Digits(name) == Digits(other)
        && Distance(name, other) <= 1
        && !DiffersByShortWord(name, other);

    /// <summary>The digits of a name, in their order.</summary>
    internal static string Digits(string name) => string.Concat(name.Where(char.IsAsciiDigit));

    /// <summary>Whether a word of a single letter tells them apart, as in <c>app-a</c> and <c>app-b</c>.</summary>
    private static bool DiffersByShortWord(string name, string other)
    {
        var (left, right) = (name.Split('-', '_', '.', ' '), other.Split('-', '_', '.', ' '));
        return left.Length != right.Length || left.Zip(right).Any(pair => pair.First.Length <= 1 && pair.Second.Length <= 1 && !string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
