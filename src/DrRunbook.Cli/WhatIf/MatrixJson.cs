using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>A matrix of failures for programs: a line a failure, the first for the run in which nothing fails, and a last one with the sum.</summary>
internal static class MatrixJson
{
    /// <summary>Writes the lines.</summary>
    public static void Write(TextWriter output, FailureMatrix matrix)
    {
        foreach (var row in matrix.Rows)
        {
            JsonOutput.WriteLine(output, row);
        }

        JsonOutput.WriteLine(output, new MatrixSum(matrix.Plan.Runbook, matrix.Plan.Mode, matrix.Failures, matrix.Flags));
    }

    /// <summary>The last line.</summary>
    /// <param name="Failures">How many were rehearsed.</param>
    /// <param name="Flags">How many were raised.</param>
    private sealed record MatrixSum(string Runbook, RunMode Mode, int Failures, int Flags);
}
