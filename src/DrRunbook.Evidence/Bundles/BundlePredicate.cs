using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles;

/// <summary>What is signed about a run: the predicate of <c>attestation.dsse.json</c>. Members are only ever added.</summary>
/// <remarks><c>schemas/bundle-predicate.v1.schema.json</c> says the same to programs.</remarks>
public sealed record BundlePredicate
{
    /// <summary>The predicate's type (in-toto/attestation, field <c>predicateType</c>).</summary>
    public const string Type = "urn:drrun:bundle:v1";

    /// <summary>The version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>The runbook's name.</summary>
    public required string Runbook { get; init; }

    /// <summary>Drill, disaster or rehearsal. A rehearsal is never one of the others.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The mode the plan was made for, also of a rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>Whether everything outside was simulated.</summary>
    public required bool Rehearsal { get; init; }

    /// <summary>How the run ended or stands.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Whether it is over.</summary>
    public required bool Final { get; init; }

    /// <summary>The first failure that nothing tolerates, or null.</summary>
    public StepId? FailedStep { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From when on recovery time counts, UTC.</summary>
    public required DateTimeOffset OutageAt { get; init; }

    /// <summary>The RTO and the time it took.</summary>
    public required ClaimedObjective RecoveryTime { get; init; }

    /// <summary>The RPO and the data that was lost.</summary>
    public required ClaimedObjective DataLoss { get; init; }

    /// <summary>The vApps whose failover has to be undone in the console.</summary>
    public ImmutableArray<string> OwedUndos { get; init; } = [];

    /// <summary>SHA-256 of <c>plan.json</c>.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>The journal's format, length and head.</summary>
    public required ClaimedJournal Journal { get; init; }

    /// <summary>The commit the runbook was read from, or null outside a repository.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Whether its files differed from that commit; null outside a repository.</summary>
    public bool? GitDirty { get; init; }

    /// <summary>The version of drrun that started the run.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The <see cref="Evidence.RendererVersion"/> of the report.</summary>
    public required int RendererVersion { get; init; }

    /// <summary>The earlier bundle of the same run that this one takes the place of, or null.</summary>
    public SupersededBundle? Supersedes { get; init; }

    /// <summary>The predicate of a run.</summary>
    internal static BundlePredicate Of(BundledRun run, SupersededBundle? supersedes)
    {
        var report = run.Report;
        var rehearsal = run.Start.Simulation is not null;
        return new BundlePredicate
        {
            Run = run.Start.Run,
            Runbook = run.Start.Runbook,
            Kind = rehearsal ? RunKind.Rehearsal : run.Start.Mode == RunMode.Drill ? RunKind.Drill : RunKind.Disaster,
            Mode = run.Start.Mode,
            Rehearsal = rehearsal,
            Outcome = report.Verdict.Outcome,
            Final = report.Verdict.IsFinal,
            FailedStep = report.Verdict.FailedStep,
            StartedAt = report.Times.Started.At,
            EndedAt = report.Times.Ended?.At,
            OutageAt = report.Times.OutageAt,
            RecoveryTime = ClaimedObjective.Of(report.Objectives.RecoveryTime),
            DataLoss = ClaimedObjective.Of(report.Objectives.DataLoss),
            OwedUndos = [.. report.OwedUndos.Select(owed => owed.VApp)],
            PlanDigest = run.Start.PlanDigest,
            Journal = new ClaimedJournal(run.Start.Format, run.Entries.Length, run.Head),
            GitCommit = run.Start.GitCommit,
            GitDirty = run.Start.GitDirty,
            ToolVersion = run.Start.ToolVersion,
            RendererVersion = report.RendererVersion,
            Supersedes = supersedes,
        };
    }
}

/// <summary>What a run was.</summary>
public enum RunKind
{
    /// <summary>At real managers, to be undone afterwards.</summary>
    Drill,

    /// <summary>At real managers, because it had to be.</summary>
    Disaster,

    /// <summary>Simulated: it proves nothing of a site.</summary>
    Rehearsal,
}

/// <summary>An objective and the value measured against it, in whole milliseconds.</summary>
/// <param name="TargetMs">What was stated, or null.</param>
/// <param name="ActualMs">What was measured, or null where it was not reached.</param>
public sealed record ClaimedObjective(ObjectiveState State, long? TargetMs, long? ActualMs)
{
    internal static ClaimedObjective Of(Objective objective) => new(objective.State, objective.TargetMs, objective.ActualMs);
}

/// <summary>A journal, fixed by the number of its lines and the hash of the last.</summary>
public sealed record ClaimedJournal(int Format, long Length, string Head);

/// <summary>An earlier bundle of the same run; its journal is the beginning of this one's.</summary>
/// <param name="Manifest">SHA-256 of its <c>manifest.sha256</c>.</param>
public sealed record SupersededBundle(string Manifest, long JournalLength, string JournalHead)
{
    /// <summary>Names a bundle as an earlier one.</summary>
    /// <exception cref="BundleException">It has no manifest, or no attestation that can be read.</exception>
    public static SupersededBundle Of(BundleFiles files)
    {
        if (files.Find(BundleNames.Manifest) is not { } manifest || files.Find(BundleNames.Attestation) is not { } attestation
            || !DsseEnvelope.TryRead(attestation.Span, out var envelope, out _))
        {
            throw new BundleException("the bundle to be superseded has no manifest and attestation that can be read");
        }

        try
        {
            var journal = JsonSerializer.Deserialize<Statement<BundlePredicate>>(envelope.Payload.Span, CoreJson.Options)!.Predicate.Journal;
            return new SupersededBundle(JournalLine.HashOf(manifest.Span), journal.Length, journal.Head);
        }
        catch (JsonException)
        {
            throw new BundleException("the bundle to be superseded has no attestation that can be read");
        }
    }
}
