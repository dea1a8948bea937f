using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>A step or group of the plan, and what became of it.</summary>
public sealed record StepReport
{
    /// <summary>Unique in the plan.</summary>
    public required StepId Id { get; init; }

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The list it stands in.</summary>
    public PlanSection Section { get; init; }

    /// <summary>The group it stands in, or null.</summary>
    public StepId? Parent { get; init; }

    /// <summary>How many groups it stands in.</summary>
    public int Depth { get; init; }

    /// <summary>Failover, gate, command, http or group.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string What { get; init; }

    /// <summary>What became of it.</summary>
    public StepOutcome Outcome { get; init; }

    /// <summary>Why it failed, as a fixed word; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What there is to say of its end.</summary>
    public OutsideText Detail { get; init; }

    /// <summary>Whether its bad end was tolerated.</summary>
    public bool Tolerated { get; init; }

    /// <summary>When it began; null where it never did.</summary>
    public ReportMoment? Started { get; init; }

    /// <summary>When it ended; null where it has not.</summary>
    public ReportMoment? Ended { get; init; }

    /// <summary>From its beginning to its end, or to the journal's last entry; null where it never began.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What that time went into; null where it never began.</summary>
    public TimeParts? Time { get; init; }

    /// <summary>The same, stretch by stretch.</summary>
    public ImmutableArray<PhaseSpan> Phases { get; init; } = [];

    /// <summary>How long it should take, against how long it took; null where nothing was stated.</summary>
    public Objective? Target { get; init; }

    /// <summary>Its own RTO; null where it has none.</summary>
    public Objective? RecoveryTime { get; init; }

    /// <summary>A group's own RPO against the most that a failover in it lost; null for other steps, whose loss stands with their restore point, and where the group has none.</summary>
    public Objective? DataLoss { get; init; }

    /// <summary>Its restore point and VMs; null for other steps than failovers.</summary>
    public FailoverReport? Failover { get; init; }

    /// <summary>Every attempt, none overwritten.</summary>
    public ImmutableArray<AttemptReport> Attempts { get; init; } = [];

    /// <summary>Its gates, those that were tried again once per try.</summary>
    public ImmutableArray<GateReport> Gates { get; init; } = [];

    /// <summary>The steps whose failure blocks it.</summary>
    public ImmutableArray<StepId> BlockedBy { get; init; } = [];

    /// <summary>Whether the manager still works on it.</summary>
    public bool StillRunning { get; init; }

    /// <summary>What the manager said after the time limit, or null.</summary>
    public LateEnd? LateEnd { get; init; }

    /// <summary>The journal entries about it.</summary>
    public ImmutableArray<long> Entries { get; init; } = [];
}

/// <summary>What a step is.</summary>
public enum StepKind
{
    /// <summary>Fails a vApp over.</summary>
    Failover,

    /// <summary>Lets nothing after it start until a gate passes.</summary>
    Gate,

    /// <summary>Runs a program.</summary>
    Command,

    /// <summary>Sends a request.</summary>
    Http,

    /// <summary>Holds other steps.</summary>
    Group,
}

/// <summary>The end of a failover that had already failed by its time limit.</summary>
public sealed record LateEnd(ReportMoment When, string Result, OutsideText Detail);

/// <summary>The restore point of a failover, and its VMs.</summary>
/// <param name="Point">As planned; null where its manager was away.</param>
/// <param name="OldestVmPointAt">UTC, by the backup server's clock; null as above.</param>
/// <param name="DataLoss">The RPO against what was lost; not reached where nothing was requested.</param>
public sealed record FailoverReport(
    ManagerName Manager,
    string VApp,
    RestorePoint? Point,
    DateTimeOffset? OldestVmPointAt,
    Objective DataLoss,
    ImmutableArray<VmReport> Vms);

/// <summary>A VM of a failover.</summary>
/// <param name="PointAt">When its point was created, UTC by the backup server's clock; null where the manager does not list it.</param>
/// <param name="Result">Of its own restore session; null: not reported by the manager, which is no success.</param>
/// <param name="State">Of that session; null where there is none.</param>
/// <param name="Message">What that session says of its end; null where it says nothing.</param>
public sealed record VmReport(OutsideText Vm, DateTimeOffset? PointAt, string? Result, string? SessionUid, string? State, OutsideText? Message);

/// <summary>One attempt of a step's action.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Outcome">NotStarted where a halt took it back.</param>
/// <param name="Reason">Why it failed, as a fixed word; else null.</param>
/// <param name="NextAt">When the next was due, UTC; null where none followed.</param>
/// <param name="Recheck">What was read back before its request; null for a first one.</param>
public sealed record AttemptReport(
    int Number,
    ReportMoment Started,
    ReportMoment? Ended,
    StepOutcome Outcome,
    string? Reason,
    OutsideText Detail,
    ImmutableArray<RequestReport> Requests,
    ImmutableArray<TaskReport> Tasks,
    ImmutableArray<SessionReport> Sessions,
    ImmutableArray<string> Evidence,
    DateTimeOffset? NextAt,
    RecheckReport? Recheck = null);

/// <summary>What was read back before a failover was requested once more.</summary>
/// <param name="Sessions">Restore sessions that can be those of the earlier requests; none: the request could be made.</param>
public sealed record RecheckReport(ReportMoment When, ImmutableArray<string> Sessions, OutsideText Detail);

/// <summary>One failover request and its answer.</summary>
/// <param name="Answer"><c>accepted</c>, <c>rejected</c>, <c>not-sent</c>, <c>lost</c>, or null as long as there is none.</param>
/// <param name="Status">The HTTP status of a refusal.</param>
/// <param name="Task">The accepted request's task, or null.</param>
public sealed record RequestReport(
    string Operation,
    ManagerName Manager,
    string PointUid,
    DateTimeOffset Deadline,
    ReportMoment Intent,
    string? Answer,
    ReportMoment? Answered,
    int? Status,
    string? Task,
    OutsideText Message);

/// <summary>What a manager said of a task.</summary>
/// <param name="State">Running, OperationFinished or Finished; <c>vanished</c>: it could no longer be seen.</param>
/// <param name="Success">What the task says of its start; null as long as it says nothing.</param>
public sealed record TaskReport(ReportMoment Seen, string? Task, string State, bool? Success, OutsideText Message, string? SessionUid);

/// <summary>A restore session as last seen.</summary>
/// <param name="CreatedAt">UTC, by the manager's clock; so is <paramref name="EndedAt"/>.</param>
/// <param name="Entries">Every entry that tells of it.</param>
public sealed record SessionReport(
    string Uid,
    OutsideText Vm,
    string State,
    string Result,
    int? Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    OutsideText Message,
    ImmutableArray<long> Entries);
