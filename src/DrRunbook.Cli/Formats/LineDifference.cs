using System.Globalization;

namespace DrRunbook.Cli.Formats;

/// <summary>How two texts differ, line by line, in the unified form that <c>patch</c> reads.</summary>
internal static class LineDifference
{
    private const int Context = 3;

    /// <summary>The most cells of the table that finds what both texts have in common; beyond it a change is shown as one piece.</summary>
    private const int MostCells = 4_000_000;

    private enum Kind
    {
        Same,
        Removed,
        Added,
    }

    /// <summary>The lines of the difference, its head included; none where there is none.</summary>
    public static IEnumerable<string> Of(string name, string before, string after)
    {
        var lines = Compare(Split(before), Split(after));
        if (!lines.Exists(line => line.Kind != Kind.Same))
        {
            yield break;
        }

        yield return $"--- {name}";
        yield return $"+++ {name} (canonical)";
        foreach (var (from, to) in Hunks(lines))
        {
            foreach (var line in Hunk(lines, from, to))
            {
                yield return line;
            }
        }
    }

    private static string[] Split(string text)
    {
        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static IEnumerable<string> Hunk(List<(Kind Kind, string Text)> lines, int from, int to)
    {
        var (oldLine, newLine) = (Count(lines, 0, from, Kind.Added), Count(lines, 0, from, Kind.Removed));
        yield return string.Create(CultureInfo.InvariantCulture, $"@@ -{oldLine + 1},{Count(lines, from, to, Kind.Added)} +{newLine + 1},{Count(lines, from, to, Kind.Removed)} @@");
        foreach (var (kind, text) in lines[from..to])
        {
            yield return (kind switch { Kind.Removed => "-", Kind.Added => "+", _ => " " }) + text;
        }
    }

    /// <summary>How many lines there are that are not of this kind.</summary>
    private static int Count(List<(Kind Kind, string Text)> lines, int from, int to, Kind without) => lines[from..to].Count(line => line.Kind != without);

    private static List<(int From, int To)> Hunks(List<(Kind Kind, string Text)> lines)
    {
        var hunks = new List<(int From, int To)>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == Kind.Same)
            {
                continue;
            }

            var (from, to) = (Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1));
            if (hunks.Count > 0 && hunks[^1].To >= from)
            {
                hunks[^1] = (hunks[^1].From, to);
            }
            else
            {
                hunks.Add((from, to));
            }
        }

        return hunks;
    }

    private static List<(Kind Kind, string Text)> Compare(string[] before, string[] after)
    {
        var head = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = before[head..].Reverse().Zip(after[head..].Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return
        [
            .. before[..head].Select(line => (Kind.Same, line)),
            .. CompareMiddle(before[head..^tail], after[head..^tail]),
            .. before[^tail..].Select(line => (Kind.Same, line)),
        ];
    }

    private static List<(Kind Kind, string Text)> CompareMiddle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells)
        {
            return [.. before.Select(line => (Kind.Removed, line)), .. after.Select(line => (Kind.Added, line))];
        }

        var common = Common(before, after);
        var lines = new List<(Kind, string)>();
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add((Kind.Same, before[i++]));
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add((Kind.Removed, before[i++]));
            }
            else
            {
                lines.Add((Kind.Added, after[j++]));
            }
        }

        return lines;
    }

    /// <summary>How many lines the two texts have in common, in order, from each pair of places on.</summary>
    private static int[,] Common(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
