using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Rendering;

/// <summary>Times, durations and outcomes as all renderings write them; the same on every machine.</summary>
internal static class Words
{
    /// <summary>How many messages were sent, and how many were not delivered.</summary>
    public static string Messages(IReadOnlyCollection<Communication> communications, bool simulated)
    {
        var (sent, failed) = (communications.Sum(one => one.Sent), communications.Sum(one => one.Failed));
        return $"{Plural(sent, "message")} sent{(simulated && sent > 0 ? " (simulated)" : "")}{(failed == 0 ? "" : $", {failed} not delivered")}";
    }

    /// <summary>What a message was about: <c>waiting at declare, message 3</c>.</summary>
    public static string About(MessageReport message)
    {
        var at = (message.Gate?.Value ?? message.Step?.Value) is { } id ? $" at {id}" : "";
        return $"{Core.Json.Words.Of(message.Occasion)}{at}{(message.Count > 1 ? $", message {message.Count.ToString(CultureInfo.InvariantCulture)}" : "")}";
    }

    /// <summary><c>2026-11-23 08:00:00.000 UTC</c>.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-23 08:00:00 UTC</c>.</summary>
    public static string Second(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>08:00:00.000</c>.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary><c>+0:09:50.000</c>: since the run's start.</summary>
    public static string Offset(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Abs(milliseconds));
        return string.Create(CultureInfo.InvariantCulture, $"{(milliseconds < 0 ? "-" : "+")}{(long)time.TotalHours}:{time:mm\\:ss\\.fff}");
    }

    /// <summary><c>350 ms</c>, <c>39.4 s</c>, <c>9 min 50 s</c>, <c>1 h 30 min</c>: at most one unit below the first, rounded.</summary>
    public static string Span(long milliseconds)
    {
        var sign = milliseconds < 0 ? "-" : "";
        var size = Math.Abs(milliseconds);
        var text = size switch
        {
            0 => "0 s",
            < 1000 => string.Create(CultureInfo.InvariantCulture, $"{size} ms"),
            < 59_950 => string.Create(CultureInfo.InvariantCulture, $"{size / 1000m:0.#} s"),
            < 3_599_500 => Pair((size + 500) / 1000, 60, "min", "s"),
            < 48 * 3_600_000L => Pair((size + 30_000) / 60_000, 60, "h", "min"),
            _ => Pair((size + 1_800_000) / 3_600_000, 24, "d", "h"),
        };
        return sign + text;
    }

    /// <summary>What a contact with a manager was, and for how long it was lost.</summary>
    public static string Of(ManagerReport manager, ManagerContact contact) => contact.What != "lost" ? contact.What
        : manager.LostFor(contact) is { } ms ? $"lost for {Span(ms)}"
        : "lost, not reached again";

    /// <summary>The same, never rounded: <c>20 min 39.4 s</c>.</summary>
    public static string Exact(long milliseconds)
    {
        var size = Math.Abs(milliseconds);
        if (size < 60_000)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(milliseconds < 0 ? "-" : "")}{size / 1000m:0.###} s");
        }

        var (hours, minutes, seconds) = (size / 3_600_000, size / 60_000 % 60, size % 60_000 / 1000m);
        var hour = hours == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{hours} h ");
        var second = seconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {seconds:0.###} s");
        return string.Create(CultureInfo.InvariantCulture, $"{(milliseconds < 0 ? "-" : "")}{hour}{minutes} min{second}");
    }

    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.SucceededWithFindings => "succeeded with findings",
        RunOutcome.InDoubt => "in doubt",
        _ => Lower(outcome),
    };

    public static string Of(StepOutcome outcome) => outcome switch
    {
        StepOutcome.NotStarted => "not started",
        StepOutcome.InDoubt => "in doubt",
        _ => Lower(outcome),
    };

    public static string Of(GateOutcome outcome) => outcome switch
    {
        GateOutcome.NotTried => "not tried",
        GateOutcome.Passed => "held",
        GateOutcome.Failed => "did not hold",
        GateOutcome.Tolerated => "did not hold (tolerated)",
        GateOutcome.Open => "open",
        _ => "taken back",
    };

    public static string Of(NotExecutedKind kind) => kind switch
    {
        NotExecutedKind.LeftOut => "left out",
        NotExecutedKind.NotStarted => "not started",
        _ => Lower(kind),
    };

    public static string Of(PhaseKind kind) => kind switch
    {
        PhaseKind.Gates => "gates",
        PhaseKind.People => "waiting for people",
        PhaseKind.Queue => "queue",
        PhaseKind.Machine => "machine",
        PhaseKind.Verification => "verification",
        PhaseKind.Pause => "retry pause",
        PhaseKind.Doubt => "in doubt",
        PhaseKind.Children => "steps inside",
        PhaseKind.Away => "executor away",
        _ => "orchestration overhead",
    };

    public static string Of(RunMode mode) => Lower(mode);

    public static string Of(StepKind kind) => Lower(kind);

    public static string Of(GatePlace place) => Lower(place);

    public static string Of(PlanSection section) => section switch
    {
        PlanSection.AfterFailure => "after failure",
        PlanSection.Finally => "finally",
        _ => "steps",
    };

    public static string Of(FindingSeverity severity) => Lower(severity);

    public static string Of(GateDecision decision) => decision switch
    {
        GateDecision.Approve => "approved",
        GateDecision.Reject => "rejected",
        _ => "confirmed",
    };

    /// <summary><c>met</c>, <c>missed by 39.4 s</c>, <c>missed</c>, <c>not stated</c>, <c>not reached</c>.</summary>
    public static string Verdict(Objective objective) => objective.State switch
    {
        ObjectiveState.Met => "met",
        ObjectiveState.Missed when objective.MissedByMs is { } missed => $"missed by {Exact(missed)}",
        ObjectiveState.Missed => "missed",
        ObjectiveState.NotStated => "not stated",
        _ => "not reached",
    };

    /// <summary>The parts of a time that are not zero, with their kinds.</summary>
    public static IEnumerable<(PhaseKind Kind, long Ms)> Parts(TimeParts time)
    {
        (PhaseKind Kind, long Ms)[] parts =
        [
            (PhaseKind.Gates, time.GatesMs),
            (PhaseKind.People, time.PeopleMs),
            (PhaseKind.Queue, time.QueueMs),
            (PhaseKind.Machine, time.MachineMs),
            (PhaseKind.Verification, time.VerificationMs),
            (PhaseKind.Pause, time.PauseMs),
            (PhaseKind.Doubt, time.DoubtMs),
            (PhaseKind.Children, time.ChildrenMs),
            (PhaseKind.Away, time.AwayMs),
            (PhaseKind.Overhead, time.OverheadMs),
        ];
        return parts.Where(part => part.Ms != 0);
    }

    /// <summary>What the parts of the chain add up to.</summary>
    public static string ChainTitle(RunReport report)
    {
        var chain = Plural(report.Chain.Links.Length, "step");
        return report.Objectives.RecoveryTime.ActualMs is null
            ? $"What the time up to the last end of a main step went into, along a chain of {chain}"
            : $"What the recovery time went into, along the chain of {chain} that took it";
    }

    /// <summary><c>3 attempts</c>; null where there was one. What a halt took back acted on nothing and does not count.</summary>
    public static string? Attempts(StepReport step)
    {
        var made = step.Attempts.Count(attempt => attempt.Outcome != StepOutcome.NotStarted);
        return made > 1 ? Plural(made, "attempt") : null;
    }

    /// <summary><c>wave-one to wave-two</c>, <c>within db</c>.</summary>
    public static string Of(ChainTransition transition) => transition.After is { } step && step == transition.Before
        ? $"within {step}"
        : $"{transition.After?.Value ?? "start"} to {transition.Before?.Value ?? "end"}";

    public static string Plural(int count, string noun, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : many ?? noun + "s")}");

    /// <summary><c>2026-12-24</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What became of a criterion: <c>met</c>, <c>not met</c>, <c>not assessed</c>.</summary>
    public static string OfCriterion(StatedState state) => state switch
    {
        StatedState.Confirmed => "met",
        StatedState.Refuted => "not met",
        _ => "not assessed",
    };

    /// <summary>What became of an assumption: <c>held</c>, <c>broken</c>, <c>not assessed</c>.</summary>
    public static string OfAssumption(StatedState state) => state switch
    {
        StatedState.Confirmed => "held",
        StatedState.Refuted => "broken",
        _ => "not assessed",
    };

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Pair(long size, long perUnit, string unit, string below) => size % perUnit == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{size / perUnit} {unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{size / perUnit} {unit} {size % perUnit} {below}");
}
