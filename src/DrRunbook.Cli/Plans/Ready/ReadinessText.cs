using DrRunbook.Cli.Face;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>Readiness in words.</summary>
internal static class ReadinessText
{
    /// <summary>What it comes to: <c>not ready: 2 things keep the run from succeeding</c>.</summary>
    public static string Verdict(ImmutableArray<ReadinessLine> lines)
    {
        var warnings = lines.Count(line => line.Status == ReadinessStatus.Warn);
        var keeping = lines.Count(line => line.Status == ReadinessStatus.NotReady);
        return keeping > 0 ? $"not ready, {Readable.Count(keeping, "thing keeps", "things keep")} the run from succeeding"
            : warnings > 0 ? $"ready, with {Readable.Count(warnings, "warning")}"
            : "ready as far as can be known";
    }

    /// <summary>A status as people read it.</summary>
    public static string Word(ReadinessStatus status) => Readable.Word(status).Replace('-', ' ');

    /// <summary>A line's sentence with its code.</summary>
    public static string Sentence(ReadinessLine line) => line.Code is { } code ? $"{code}: {line.Text}" : line.Text;

    /// <summary>Writes it; nothing where nothing was looked at.</summary>
    public static void Write(TextWriter output, ImmutableArray<ReadinessLine> lines)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        output.WriteLine($"Readiness: {Verdict(lines)}");
        foreach (var line in lines)
        {
            output.WriteLine($"  {Word(line.Status),-9} {line.About,-8} {TerminalEncoder.Encode(Sentence(line))}");
        }
    }
}
