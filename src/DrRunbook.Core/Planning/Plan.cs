using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>The resolved order and restore points of a runbook: all that is needed to run it.</summary>
/// <remarks>Its canonical JSON (<see cref="PlanJson"/>) is what is reviewed, frozen and executed; the SHA-256 of that is the plan digest.</remarks>
public sealed record Plan
{
    /// <summary>The version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The runbook's name.</summary>
    public required string Runbook { get; init; }

    /// <summary>The runbook's description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for the runbook, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The runbook's labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Drill or disaster.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>The inputs' values.</summary>
    public ImmutableSortedDictionary<string, string> Inputs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the plan was made, UTC.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>What the run is measured against.</summary>
    public required Objectives Objectives { get; init; }

    /// <summary>What an audit asks to be stated before the run, or null.</summary>
    public Exercise? Exercise { get; init; }

    /// <summary>The managers that the plan talks to.</summary>
    public required ImmutableArray<PlannedManager> Managers { get; init; }

    /// <summary>Every step and group of all three lists, each group before its children, in the runbook's order.</summary>
    public required ImmutableArray<PlanStep> Steps { get; init; }

    /// <summary>The steps that <c>when</c> keeps out of this plan.</summary>
    public ImmutableArray<LeftOutStep> LeftOut { get; init; } = [];

    /// <summary>The only names that <c>${env.X}</c> may read.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>Roles and the principals in them.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Approvers { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Path of the allowed-signers file below the root, or null.</summary>
    public string? AllowedSigners { get; init; }

    /// <summary>Who is told what.</summary>
    public ImmutableArray<Notification> Notify { get; init; } = [];

    /// <summary>Why sources may stay alive, or null.</summary>
    public string? Unfenced { get; init; }

    /// <summary>Lint findings that are meant.</summary>
    public ImmutableArray<PlannedWaiver> Waivers { get; init; } = [];

    /// <summary>The runbook's files, the runbook itself first.</summary>
    public required ImmutableArray<FileDigest> Sources { get; init; }

    /// <summary>Scripts, certificates and signer lists below the root that the run depends on.</summary>
    public ImmutableArray<FileDigest> Files { get; init; } = [];

    /// <summary>What of its restore points is frozen; null where the plan was not frozen for a later run.</summary>
    public FrozenPoints? Points { get; init; }

    /// <summary>From when on a frozen plan may no longer be started, UTC; null where it was not frozen.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The digest of the frozen plan whose points were chosen, or found again under other names, at the start of the run; null where this is the plan as it was frozen.</summary>
    public string? ResolvedFrom { get; init; }
}

/// <summary>What a frozen plan says of its restore points.</summary>
public enum FrozenPoints
{
    /// <summary>The points themselves: the run takes these or none.</summary>
    Pinned,

    /// <summary>How they are chosen; which they are is settled once, at the run's start.</summary>
    Selectors,
}

/// <summary>A file of a plan.</summary>
/// <param name="Path">Relative to the runbook's root, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex of the file's bytes.</param>
public sealed record FileDigest(string Path, string Sha256);

/// <summary>A lint finding that is meant.</summary>
/// <param name="Step">The step it is waived on, or null for the whole runbook.</param>
public sealed record PlannedWaiver(string Code, StepId? Step, string Reason);

/// <summary>A step that <c>when</c> keeps out.</summary>
/// <param name="Why">The condition in words.</param>
public sealed record LeftOutStep(StepId Id, string? Name, string Why);

/// <summary>A manager of a plan.</summary>
/// <param name="Thumbprint">The pinned SHA-256 of its certificate, upper-case hex, or null.</param>
/// <param name="MaxConcurrentFailovers">From 1.</param>
/// <param name="Required">Whether the run may not start without it.</param>
/// <param name="ReconcileFor">How long a failover request whose reply was lost is read back; null for <see cref="RunbookDefaults.ReconcileFor"/>.</param>
public sealed record PlannedManager(
    ManagerName Name,
    Uri Url,
    SecretReference? UserName,
    SecretReference? Password,
    string? CaFile,
    string? Thumbprint,
    int MaxConcurrentFailovers,
    bool Required,
    TimeSpan? ReconcileFor = null);

/// <summary>The list of the runbook that a step stands in.</summary>
public enum PlanSection
{
    /// <summary><c>steps</c>.</summary>
    Main,

    /// <summary><c>afterFailure</c>.</summary>
    AfterFailure,

    /// <summary><c>finally</c>.</summary>
    Finally,
}

/// <summary>A step of a plan.</summary>
public sealed record PlanStep
{
    /// <summary>Unique in the plan.</summary>
    public required StepId Id { get; init; }

    /// <summary>The list it stands in.</summary>
    public PlanSection Section { get; init; }

    /// <summary>The group it stands in, or null at the top of its list.</summary>
    public StepId? Parent { get; init; }

    /// <summary>The siblings that must end before it starts: the one before it in a sequence, or what it needs.</summary>
    public ImmutableArray<StepId> After { get; init; } = [];

    /// <summary>Those of <see cref="After"/> that <c>needs</c> names: a tolerated failure of one of them blocks this step.</summary>
    public ImmutableArray<StepId> Needs { get; init; } = [];

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What it does. Groups carry <see cref="GroupAction"/>; their children are the steps that name them as parent.</summary>
    public required StepAction Action { get; init; }

    /// <summary>The restore point it fails over to; null for other steps, and where the points were left out or their manager was away.</summary>
    public RestorePoint? Point { get; init; }

    /// <summary>Gates before the action.</summary>
    public ImmutableArray<PlanGate> Require { get; init; } = [];

    /// <summary>Gates after the action.</summary>
    public ImmutableArray<PlanGate> Verify { get; init; } = [];

    /// <summary>The longest the action may take; null for gates and groups.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a known failure is tried.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Once;

    /// <summary>How long it should take; null: not stated.</summary>
    public TimeSpan? Target { get; init; }

    /// <summary>Its own RTO, counted from the outage; null: none.</summary>
    public TimeSpan? Rto { get; init; }

    /// <summary>Its own RPO; null: none.</summary>
    public TimeSpan? Rpo { get; init; }

    /// <summary>What its failure does to the rest.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>The vApps whose source it fences; null: none.</summary>
    public VAppScope? Fences { get; init; }

    /// <summary>Whether a command or http step may run again after an interruption.</summary>
    public bool Repeatable { get; init; }
}

/// <summary>A group of a plan: a step whose action is its children.</summary>
/// <param name="MaxConcurrency">The most direct children that run together, or null for no limit.</param>
/// <param name="IsParallel">Whether the runbook wrote <c>parallel</c>; the order itself stands in <see cref="PlanStep.After"/>.</param>
/// <param name="UsedFile">The file the children come from, or null.</param>
public sealed record GroupAction(int? MaxConcurrency, bool IsParallel, string? UsedFile) : StepAction;

/// <summary>A gate of a plan.</summary>
public sealed record PlanGate(GateId Id, Gate Gate);
