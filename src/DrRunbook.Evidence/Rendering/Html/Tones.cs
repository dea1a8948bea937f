using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The four tones of the page. A tone never stands alone: a word or a sign says the same.</summary>
internal static class Tones
{
    public const string Good = "good";

    public const string Look = "look";

    public const string Bad = "bad";

    public const string Plain = "plain";

    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => Good,
        RunOutcome.Failed => Bad,
        RunOutcome.Running => Plain,
        _ => Look,
    };

    public static string Of(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => Good,
        StepOutcome.Failed or StepOutcome.Partial => Bad,
        StepOutcome.Warning or StepOutcome.InDoubt or StepOutcome.Skipped or StepOutcome.Blocked => Look,
        _ => Plain,
    };

    public static string Of(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Passed => Good,
        GateOutcome.Failed => Bad,
        GateOutcome.Tolerated => Look,
        _ => Plain,
    };

    public static string Of(Objective objective) => objective.State switch
    {
        ObjectiveState.Met => Good,
        ObjectiveState.Missed => Bad,
        _ => Plain,
    };

    public static string Of(StatedState state) => state switch
    {
        StatedState.Confirmed => Good,
        StatedState.Refuted => Bad,
        _ => Look,
    };

    public static string Of(FindingSeverity severity) => severity == FindingSeverity.Major ? Bad : Look;

    /// <summary>What a restore session's result amounts to; null: not reported.</summary>
    public static string OfResult(string? result) => result switch
    {
        "Success" => Good,
        "Failed" => Bad,
        "Warning" => Look,
        _ => Plain,
    };

    /// <summary>The sign that says the same as the tone.</summary>
    public static string Sign(string tone) => tone switch
    {
        Good => "✓",
        Bad => "✗",
        Look => "!",
        _ => "·",
    };

    /// <summary>The name of a kind of time in the style sheet.</summary>
    public static string Of(PhaseKind kind) => "t-" + kind.ToString().ToLowerInvariant();
}
