using DrRunbook.Cli.Face;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Cli.WhatIf;

/// <summary>A matrix of failures as Markdown, for a page or a comment on a pull request.</summary>
internal static class MatrixMarkdown
{
    /// <summary>A heading, the sum, the table.</summary>
    public static void Write(TextWriter output, FailureMatrix matrix)
    {
        var failovers = MatrixWords.Failovers(matrix.Plan);
        output.WriteLine($"### {ReportMarkdown.Encode(matrix.Plan.Runbook)}, {Readable.Word(matrix.Plan.Mode)}: what if one thing fails");
        output.WriteLine();
        output.WriteLine($"{MatrixWords.Sum(matrix)}.");
        output.WriteLine();
        output.WriteLine("| what fails | what still comes up | blocked or not started | verdict | RTO | what a person must do | flags |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in matrix.Rows)
        {
            var comesUp = row.ComesUp.IsEmpty ? $"0 of {failovers}" : $"{row.ComesUp.Length} of {failovers}: {MatrixWords.Names(row.ComesUp)}";
            string[] cells =
            [
                MatrixWords.What(row),
                comesUp,
                MatrixWords.Names([.. row.Blocked, .. row.NotStarted]),
                row.Verdict,
                MatrixWords.Recovery(row),
                MatrixWords.Moves(row),
                string.Join("; ", row.Flags.Select(flag => $"{Readable.Word(flag.Kind)}: {flag.Text}")),
            ];
            output.WriteLine($"| {string.Join(" | ", cells.Select(ReportMarkdown.Encode))} |");
        }
    }
}
