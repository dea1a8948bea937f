using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>An instant of the run.</summary>
/// <param name="At">UTC.</param>
/// <param name="OffsetMs">Since the run's first entry; monotonic while one process drives the run.</param>
/// <param name="Entry">The journal entry it rests on.</param>
public sealed record ReportMoment(DateTimeOffset At, long OffsetMs, long Entry);

/// <summary>Which run it was.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Rehearsal">How it was simulated; null for a real run.</param>
/// <param name="Machine">The machine it was started on.</param>
public sealed record RunIdentity(
    string Id,
    string Runbook,
    string? Description,
    string? Owner,
    ImmutableSortedDictionary<string, string> Labels,
    RunMode Mode,
    RehearsalReport? Rehearsal,
    OutsideText StartedBy,
    string Machine,
    string ToolVersion);

/// <summary>How a run was simulated.</summary>
/// <param name="Scenario">SHA-256 of the scenario's bytes.</param>
/// <param name="Seed">A whole number; text, because it may be too large for a number in JSON.</param>
/// <param name="Speed">How many seconds of the run passed in one real second; 0 for virtual time.</param>
public sealed record RehearsalReport(string Scenario, string ScenarioName, string Seed, double Speed);

/// <summary>When a run ran.</summary>
/// <param name="OutageStated">False: nobody said when the outage began, so the run's start is taken.</param>
/// <param name="OutcomeFixed">When the main steps were over and the outcome stood; null before that.</param>
/// <param name="Ended">Null for a run that has not ended.</param>
/// <param name="Last">The journal's last entry: the report tells nothing after it.</param>
/// <param name="DurationMs">From the first entry to the end, or to the last entry of a run that has not ended.</param>
/// <param name="AwayMs">How much of it nobody drove the run.</param>
public sealed record RunTimes(
    DateTimeOffset OutageAt,
    bool OutageStated,
    ReportMoment Started,
    ReportMoment? OutcomeFixed,
    ReportMoment? Ended,
    ReportMoment Last,
    long DurationMs,
    long AwayMs,
    ImmutableArray<RunSegment> Segments);

/// <summary>The time from one taking-up of the run to the next.</summary>
/// <param name="Epoch">The lease's epoch.</param>
/// <param name="To">The segment's last entry.</param>
/// <param name="AwayBeforeMs">How long nobody drove the run before it.</param>
public sealed record RunSegment(
    OutsideText By, string Machine, string ToolVersion, long Epoch, ReportMoment From, ReportMoment To, long AwayBeforeMs);

/// <summary>What a run was made from, and what proves its report.</summary>
/// <param name="PlanDigest">SHA-256 of the plan's canonical JSON.</param>
/// <param name="GitCommit">The commit the runbook was read from, or null outside a repository.</param>
/// <param name="GitDirty">Whether its files differed from that commit; null outside a repository.</param>
/// <param name="Files">Scripts, certificates and signer lists that the plan depends on.</param>
/// <param name="Unfenced">Why sources may stay alive, or null.</param>
/// <param name="JournalFormat">The journal format's version.</param>
/// <param name="JournalLength">How many entries the report rests on.</param>
/// <param name="JournalHead">SHA-256 of the last of them, lower-case hex.</param>
public sealed record Provenance(
    string PlanDigest,
    DateTimeOffset PlannedAt,
    ImmutableArray<FileDigest> Sources,
    ImmutableArray<FileDigest> Files,
    string? GitCommit,
    bool? GitDirty,
    ImmutableSortedDictionary<string, string> Inputs,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Approvers,
    ImmutableArray<PlannedWaiver> Waivers,
    string? Unfenced,
    int JournalFormat,
    long JournalLength,
    string JournalHead);
