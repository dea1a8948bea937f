using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>Whether an objective was met.</summary>
public enum ObjectiveState
{
    /// <summary>None was stated; the value is measured all the same.</summary>
    NotStated,

    /// <summary>Nothing was measured yet: what ends the clock has not ended, or nothing was failed over.</summary>
    NotReached,

    /// <summary>The value is within it.</summary>
    Met,

    /// <summary>The value is above it, or what ends the clock ended without success.</summary>
    Missed,
}

/// <summary>An objective and the value measured against it.</summary>
/// <param name="TargetMs">What was stated, or null.</param>
/// <param name="ActualMs">Counted from the outage; null where it was not reached.</param>
/// <param name="FromRunStartMs">The same counted from the run's start.</param>
/// <param name="MissedByMs">How much it was missed by; null where it was not missed, or never reached.</param>
public sealed record Objective(ObjectiveState State, long? TargetMs, long? ActualMs, long? FromRunStartMs, long? MissedByMs);

/// <summary>RTO and RPO, stated and measured.</summary>
/// <param name="RecoveryTime">From the outage to the end of <paramref name="Until"/>.</param>
/// <param name="Until">The step whose end stops the RTO clock; null in a plan without steps.</param>
/// <param name="UntilEnded">When it ended well, or null.</param>
/// <param name="DataLoss">From the oldest VM point used to the outage.</param>
/// <param name="OldestStep">The failover with that point, or null where nothing was failed over.</param>
/// <param name="OldestVmPointAt">When that point was created, UTC by the backup server's clock.</param>
public sealed record ObjectivesReport(
    Objective RecoveryTime, StepId? Until, ReportMoment? UntilEnded, Objective DataLoss, StepId? OldestStep, DateTimeOffset? OldestVmPointAt);

/// <summary>What time went into.</summary>
public enum PhaseKind
{
    /// <summary>Probes, waits and windows before the action, or as a step.</summary>
    Gates,

    /// <summary>Waiting for a person.</summary>
    People,

    /// <summary>Waiting for a place in the manager's throttle.</summary>
    Queue,

    /// <summary>The action: of a failover from the intent to the end of the last restore session, by the manager's clock.</summary>
    Machine,

    /// <summary>Probes after the action.</summary>
    Verification,

    /// <summary>The pause before a further attempt.</summary>
    Pause,

    /// <summary>A request's effect was not known.</summary>
    Doubt,

    /// <summary>A group's children were at work.</summary>
    Children,

    /// <summary>Nobody drove the run.</summary>
    Away,

    /// <summary>drrun itself: deciding, starting, and noticing that the manager had ended.</summary>
    Overhead,
}

/// <summary>A stretch of a step's time.</summary>
public sealed record PhaseSpan(PhaseKind Kind, long FromMs, long ToMs);

/// <summary>A step's time, taken apart. The parts add up to its duration.</summary>
public sealed record TimeParts(
    long GatesMs,
    long PeopleMs,
    long QueueMs,
    long MachineMs,
    long VerificationMs,
    long PauseMs,
    long DoubtMs,
    long ChildrenMs,
    long AwayMs,
    long OverheadMs);

/// <summary>The steps of which each let the next begin, up to the end of the one that stops the RTO clock.</summary>
/// <param name="BeforeRunMs">From the outage to the run's start; negative for an outage that lies ahead.</param>
/// <param name="LengthMs">From the run's start to the end of the chain.</param>
/// <param name="Parts">What those milliseconds went into.</param>
/// <param name="Links">The steps, in time.</param>
/// <param name="Transitions">drrun's own time between two steps: from the end of the work of one to the beginning of the work of the next.</param>
public sealed record CriticalChain(
    long BeforeRunMs, long LengthMs, TimeParts Parts, ImmutableArray<ChainLink> Links, ImmutableArray<ChainTransition> Transitions);

/// <summary>A step of the chain.</summary>
public sealed record ChainLink(StepId Step, long FromMs, long ToMs);

/// <summary>drrun's own time between two steps of the chain.</summary>
/// <param name="After">Null: the run's start.</param>
/// <param name="Before">Null: the end of the chain.</param>
public sealed record ChainTransition(StepId? After, StepId? Before, long FromMs, long ToMs)
{
    /// <summary>How long it took.</summary>
    public long LengthMs => ToMs - FromMs;
}
