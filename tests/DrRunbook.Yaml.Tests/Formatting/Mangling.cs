using System.Text;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>A runbook as somebody in a hurry leaves it: other indentation, stray comments and empty lines, brackets over several lines, space at the ends.</summary>
internal static partial class Mangling
{
    public static string Of(string text, int seed)
    {
        var random = new Random(seed);
        var scale = random.Next(1, 4);
        var result = new StringBuilder();
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        var block = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var indent = line.Length - line.TrimStart(' ').Length;
            if (block >= 0 && (line.Trim().Length == 0 || indent > block))
            {
                // The lines of a text are only moved as a whole.
                result.Append(' ', line.Trim().Length == 0 ? 0 : indent * scale).Append(line.TrimStart(' ')).Append('\n');
                continue;
            }

            block = BlockHeader().IsMatch(line) ? indent : -1;
            var isMarker = line is "---" or "...";
            if (!isMarker && i > 0 && random.Next(8) == 0)
            {
                result.Append(random.Next(2) == 0 ? "\n\n" : "").Append(' ', random.Next(indent * scale + 1)).Append("# note ").Append(i).Append('\n');
            }

            // What stands behind a dash keeps in line with what follows below it.
            var rest = line.TrimStart(' ');
            rest = rest.StartsWith("- ", StringComparison.Ordinal) ? $"-{new string(' ', 2 * scale - 1)}{rest[2..]}" : rest;
            if (!isMarker && !rest.Contains('#', StringComparison.Ordinal) && !QuotedComma().IsMatch(rest) && random.Next(3) == 0)
            {
                var deeper = new string(' ', indent * scale + 3 * scale + random.Next(4));
                rest = Comma().Replace(rest, _ => random.Next(3) switch { 0 => $",\n{deeper}", 1 => $", # mark {random.Next(100)}\n{deeper}", _ => "," });
            }

            result.Append(' ', indent * scale).Append(rest).Append(' ', random.Next(5) == 0 ? 3 : 0);
            if (block < 0 && !isMarker && !rest.Contains('#', StringComparison.Ordinal) && random.Next(8) == 0)
            {
                result.Append(" # end ").Append(i);
            }

            result.Append('\n');
        }

        return random.Next(6) == 0 ? result.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : result.ToString();
    }

    /// <summary>A line that begins a text in a block, whose lines follow.</summary>
    [GeneratedRegex("[|>][-+0-9]*$")]
    private static partial Regex BlockHeader();

    /// <summary>A comma between parts of something in brackets, where the line has brackets and quotes have no comma in them.</summary>
    [GeneratedRegex(@"(?<=[{\[].*), ")]
    private static partial Regex Comma();

    [GeneratedRegex("""'[^']*,[^']*'|"[^"]*,""")]
    private static partial Regex QuotedComma();
}
