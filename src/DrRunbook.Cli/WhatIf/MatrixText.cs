using DrRunbook.Cli.Face;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>A matrix of failures for people at a terminal.</summary>
internal static class MatrixText
{
    private static readonly string[] Heads = ["WHAT FAILS", "COMES UP", "BLOCKED", "NOT STARTED", "VERDICT", "RTO"];

    /// <summary>A line a failure, what follows from it below, the sum at the end.</summary>
    public static void Write(TextWriter output, FailureMatrix matrix)
    {
        var failovers = MatrixWords.Failovers(matrix.Plan);
        var lines = matrix.Rows.Select(row => Cells(row, failovers)).Prepend(Heads).ToList();
        var widths = Enumerable.Range(0, Heads.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        WriteLine(output, Heads, widths);
        foreach (var (row, cells) in matrix.Rows.Zip(lines.Skip(1)))
        {
            WriteLine(output, cells, widths);
            WriteBelow(output, "comes up", MatrixWords.Names(row.ComesUp));
            WriteBelow(output, "fails with it", MatrixWords.Names([.. row.Failed.Where(step => !IsAbout(row, step))]));
            WriteBelow(output, "blocked", MatrixWords.Names(row.Blocked));
            WriteBelow(output, "not started", MatrixWords.Names(row.NotStarted));
            WriteBelow(output, "to do", MatrixWords.Moves(row));
            foreach (var flag in row.Flags)
            {
                WriteBelow(output, "FLAG", $"{Readable.Word(flag.Kind)}: {flag.Text}");
            }
        }

        output.WriteLine();
        output.WriteLine(MatrixWords.Sum(matrix));
    }

    private static bool IsAbout(FailedRun row, StepId step) => row.Fails is { } fails && fails.Split(':')[0] == step.Value;

    private static string[] Cells(FailedRun row, int failovers) =>
    [
        TerminalEncoder.Encode(MatrixWords.What(row)),
        $"{row.ComesUp.Length} of {failovers}",
        $"{row.Blocked.Length}",
        $"{row.NotStarted.Length}",
        row.Verdict,
        MatrixWords.Recovery(row),
    ];

    private static void WriteLine(TextWriter output, string[] cells, int[] widths) =>
        output.WriteLine(string.Join("  ", cells.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd());

    private static void WriteBelow(TextWriter output, string what, string text)
    {
        if (text.Length > 0)
        {
            output.WriteLine($"    {what}: {TerminalEncoder.Encode(text)}");
        }
    }
}
