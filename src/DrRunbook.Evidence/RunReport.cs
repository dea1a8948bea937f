using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Building;

namespace DrRunbook.Evidence;

/// <summary>What a run amounts to, for people and auditors: derived from its plan and its journal alone.</summary>
/// <remarks>All renderings come from this one value, and its canonical JSON (<see cref="Rendering.ReportJson"/>) is <c>report.json</c>.
/// Names ending in <c>Ms</c> are whole milliseconds; <c>offsetMs</c> counts from the run's first entry; <c>entry</c> and <c>entries</c> are
/// sequence numbers of the journal. Fields are only ever added.</remarks>
public sealed record RunReport
{
    /// <summary>The version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Which rules derived the report and render it, see <see cref="RendererVersion"/>: the same number, plan and journal give the same bytes.</summary>
    public required int RendererVersion { get; init; }

    /// <summary>Which run it was.</summary>
    public required RunIdentity Run { get; init; }

    /// <summary>How it ended or stands, why, and what to do next.</summary>
    public required VerdictReport Verdict { get; init; }

    /// <summary>When it ran, and who drove it when.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>RTO and RPO, stated and measured.</summary>
    public required ObjectivesReport Objectives { get; init; }

    /// <summary>The chain of steps that took the recovery time, and what that time went into.</summary>
    public required CriticalChain Chain { get; init; }

    /// <summary>What the manager said, and what was proven, in numbers.</summary>
    public required ReportCounts Counts { get; init; }

    /// <summary>Deviations, warnings and broken assumptions: in the plan's order, the run's own last.</summary>
    public ImmutableArray<FindingReport> Findings { get; init; } = [];

    /// <summary>Every step and group in the plan's order.</summary>
    public ImmutableArray<StepReport> Steps { get; init; } = [];

    /// <summary>What the runbook holds and the run did not do, each with its reason.</summary>
    public ImmutableArray<NotExecuted> NotExecuted { get; init; } = [];

    /// <summary>What the managers were still working on when the journal ends.</summary>
    public ImmutableArray<StillRunning> StillRunning { get; init; } = [];

    /// <summary>The vApps whose failover has to be undone in the console: their replication is held.</summary>
    public ImmutableArray<OwedUndo> OwedUndos { get; init; } = [];

    /// <summary>The managers.</summary>
    public ImmutableArray<ManagerReport> Managers { get; init; } = [];

    /// <summary>What was stated before the run, or null.</summary>
    public Exercise? Exercise { get; init; }

    /// <summary>The criteria that were stated before the run, and what became of each.</summary>
    public ImmutableArray<StatedReport> Criteria { get; init; } = [];

    /// <summary>The assumptions that were stated before the run, and what became of each.</summary>
    public ImmutableArray<StatedReport> Assumptions { get; init; } = [];

    /// <summary>The vApps that the plan fails over, in its order.</summary>
    public ImmutableArray<ScopedVApp> Scope { get; init; } = [];

    /// <summary>The tiers that labels make, by their names.</summary>
    public ImmutableArray<TierReport> Tiers { get; init; } = [];

    /// <summary>What the run did to the protection of vApps: whose replication was or is held, since when, and who undid it.</summary>
    public ImmutableArray<HeldReplication> Impact { get; init; } = [];

    /// <summary>What people found, by number. The outcome does not depend on it.</summary>
    public ImmutableArray<RecordedFindingReport> RecordedFindings { get; init; } = [];

    /// <summary>What people noted, by number.</summary>
    public ImmutableArray<NoteReport> Notes { get; init; } = [];

    /// <summary>Whom the runbook wants told, and what was sent.</summary>
    public ImmutableArray<Communication> Communications { get; init; } = [];

    /// <summary>Everything that people did to the run, in order.</summary>
    public ImmutableArray<HumanAct> People { get; init; } = [];

    /// <summary>Raw answers and outputs that the journal names, in order.</summary>
    public ImmutableArray<EvidenceBlob> Evidence { get; init; } = [];

    /// <summary>What the run was made from, and what proves this report.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Derives the report. Pure: the same plan and entries give an equal report. The run may be unfinished.</summary>
    /// <param name="entries">The whole journal so far, from its first entry.</param>
    /// <exception cref="ArgumentException">There is no entry, the first is no <c>run-started</c>, or the plan is not the one that ran.</exception>
    /// <exception cref="JournalDamagedException">The entries tell no possible run of this plan.</exception>
    public static RunReport From(Plan plan, IReadOnlyList<JournalEntry> entries) => ReportBuilder.Build(RunReading.Of(plan, entries, digests: null));

    /// <summary>As <see cref="From(Plan, IReadOnlyList{JournalEntry})"/>, of a plan and a journal as they are kept.</summary>
    /// <param name="digests">Of the bytes that were read: those of an older version may lack members that this one would write.</param>
    /// <exception cref="ArgumentException">There is no entry, the first is no <c>run-started</c>, or the plan is not the one that ran.</exception>
    /// <exception cref="JournalDamagedException">The entries tell no possible run of this plan.</exception>
    public static RunReport From(Plan plan, IReadOnlyList<JournalEntry> entries, RunDigests digests) => ReportBuilder.Build(RunReading.Of(plan, entries, digests));
}
