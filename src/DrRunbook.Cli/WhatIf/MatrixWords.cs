using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>The words of a matrix of failures, the same in text and Markdown.</summary>
internal static class MatrixWords
{
    private const int MostNames = 8;

    /// <summary>What failed and how: <c>directory: session failed</c>.</summary>
    public static string What(FailedRun row) => row.Fails is null ? "nothing" : $"{row.Fails}: {How(row.How!.Value)}";

    /// <summary>A few names, and how many more there are.</summary>
    public static string Names(ImmutableArray<StepId> steps) => Few([.. steps.Select(step => step.Value)]);

    /// <summary>A few of many, and how many more there are.</summary>
    public static string Few(ImmutableArray<string> names) => names.Length > MostNames + 1
        ? $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more"
        : string.Join(", ", names);

    /// <summary>The recovery time and what it means.</summary>
    public static string Recovery(FailedRun row) => (row.Rto, row.RecoveryTime) switch
    {
        (RtoStanding.Met, { } time) => $"met, {Readable.Span(time)}",
        (RtoStanding.Missed, { } time) => $"MISSED, {Readable.Span(time)}",
        (RtoStanding.Missed, null) => "MISSED, not recovered",
        (_, { } time) => Readable.Span(time),
        _ => "not recovered",
    };

    /// <summary>What people have to do: <c>retry directory; undo ad-dns, erp-db</c>.</summary>
    public static string Moves(FailedRun row) => string.Join("; ", row.Moves
        .GroupBy(move => move.Kind)
        .Select(same => $"{Readable.Word(same.Key)} {Few([.. same.Select(move => move.On)])}"));

    /// <summary>The last line.</summary>
    public static string Sum(FailureMatrix matrix) =>
        $"{Readable.Count(matrix.Failures, "failure")} rehearsed, {(matrix.Flags == 0 ? "no flag" : Readable.Count(matrix.Flags, "flag"))} raised";

    /// <summary>How many steps of the plan fail something over.</summary>
    public static int Failovers(Plan plan) => plan.Steps.Count(step => step is { Section: PlanSection.Main, Action: FailoverAction });

    private static string How(MishapKind kind) => kind switch
    {
        MishapKind.SessionFailed => "session failed",
        MishapKind.OneVmFailed => "one VM failed",
        MishapKind.TimedOut => "timed out",
        MishapKind.CommandFailed => "command failed",
        MishapKind.RequestFailed => "request failed",
        MishapKind.RequestUnanswered => "no answer to the request",
        MishapKind.GateFailed => "never passes",
        MishapKind.Rejected => "rejected",
        MishapKind.NobodyAnswered => "nobody answers",
        MishapKind.ManagerDown => "down from the start",
        _ => "goes away in the middle",
    };
}
