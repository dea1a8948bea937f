using DrRunbook.Cli.Plans;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Cli.Against;

/// <summary>A comparison as the head of a comment on a pull request.</summary>
internal static class AgainstMarkdown
{
    /// <summary>A cell of a table is no place for a whole body or script.</summary>
    private const int LongestCell = 300;

    /// <summary>Writes it: the verdict, the recovery time before and after, and a table with what weakens first.</summary>
    public static void Write(TextWriter output, AgainstView view)
    {
        output.WriteLine($"**{view.Verdict}**{AgainstText.Others(view)}. Held against {Encode(view.Name)}.");
        output.WriteLine();
        WriteForecasts(output, view);
        if (view.Differences.IsEmpty)
        {
            return;
        }

        output.WriteLine("| | code | step | change | before | after |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var told in view.Differences)
        {
            var word = told.Word == "weakens" ? "**weakens**" : told.Word;
            output.WriteLine($"| {word} | {told.Difference.Code} | {Encode(told.Difference.Step?.Value)} | {Encode(told.Text)} | {Cell(told.Difference.Before)} | {Cell(told.Difference.After)} |");
        }

        output.WriteLine();
        if (view.Blocks)
        {
            output.WriteLine($"Blocked until what is meant is accepted: {Encode($"--accept {AgainstText.Acceptance(view)}")}");
            output.WriteLine();
        }
    }

    private static void WriteForecasts(TextWriter output, AgainstView view)
    {
        if (view is not { Before: { } before, After: { } after })
        {
            return;
        }

        output.WriteLine("| recovery | median | 90th percentile | RTO |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (var (word, forecast) in new[] { ("before", before), ("after", after) })
        {
            output.WriteLine($"| {word} | {ForecastText.About(forecast.Median)} | {ForecastText.About(forecast.Percentile90)} | {(forecast.Rto is { } rto ? Duration.Format(rto) : "not stated")} |");
        }

        output.WriteLine();
    }

    private static string Cell(string? text) => Encode(text is { Length: > LongestCell } ? $"{text[..(LongestCell / 2)]} … {text[^(LongestCell / 2)..]}" : text);

    private static string Encode(string? text) => ReportMarkdown.Encode(text);
}
