using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Face;

/// <summary>How a run stands, for programs.</summary>
/// <param name="DrivenBy">Who drives it now, or null for nobody.</param>
/// <param name="Orphaned">Whether it is neither over nor left on purpose, and nobody drives it.</param>
/// <param name="SinceOutage">The outage clock by the last entry, or where it stopped.</param>
/// <param name="Vms">Each VM of the failovers that have not succeeded, where the manager reports VMs singly.</param>
/// <param name="OwedUndos">The vApps whose undo is owed, and since when.</param>
/// <param name="Findings">What people found, by number; those that are closed too.</param>
/// <param name="Notes">How many notes people put on record.</param>
/// <param name="Notifications">How many messages went to the addresses of <c>notify</c>; in a simulated run, would have gone.</param>
internal sealed record RunStatus(
    string Run,
    string Runbook,
    RunMode Mode,
    bool Simulated,
    RunOutcome Outcome,
    RunPhase Phase,
    DateTimeOffset StartedAt,
    DateTimeOffset OutageAt,
    DateTimeOffset LastAt,
    string? DrivenBy,
    bool Orphaned,
    TimeSpan SinceOutage,
    TimeSpan? Rto,
    TimeSpan? Left,
    StepCounts Steps,
    ImmutableArray<OpenQuestion> Questions,
    ImmutableArray<ActiveStep> Active,
    ImmutableArray<VmStatus> Vms,
    ImmutableSortedDictionary<string, DateTimeOffset> OwedUndos,
    ImmutableArray<FindingStatus> Findings,
    int Notes,
    NotificationCounts Notifications)
{
    /// <summary>Of a run.</summary>
    /// <param name="summary">What the store says: who drives it.</param>
    public static RunStatus Of(RunState state, RunSummary summary, RunCommands commands)
    {
        var clock = RecoveryClock.Of(state, state.LastAt.SinceStart);
        return new RunStatus(
            summary.Run,
            summary.Runbook,
            state.Start!.Mode,
            summary.Simulated,
            state.Standing,
            state.Phase,
            state.StartedAt.At,
            state.Start.OutageAt,
            state.LastAt.At,
            summary.Driven ? summary.Owner : null,
            state.Standing == RunOutcome.Running && !summary.Driven,
            clock.SinceOutage,
            clock.Limit,
            clock.Left,
            StepCounts.Of(state),
            RunLifecycle.IsFinal(state.Phase) ? [] : OpenQuestion.Of(state, commands),
            [.. state.Active.Select(index => state.Steps[index]).Where(step => !step.Node.IsGroup).Select(step => ActiveStep.Of(step, state))],
            [.. state.Steps.Take(state.Graph.StepCount).SelectMany(step => VmStatus.Of(step))],
            state.OwedUndos.ToImmutableSortedDictionary(owed => owed.Key, owed => owed.Value.At, StringComparer.Ordinal),
            [.. state.Records.Findings.Select(finding => FindingStatus.Of(finding))],
            state.Records.Notes.Length,
            new NotificationCounts(state.Notices.Sent, state.Notices.Failed));
    }
}

/// <summary>How many messages were sent, and how many were not delivered.</summary>
internal sealed record NotificationCounts(int Sent, int Failed);

/// <summary>A step that goes on.</summary>
/// <param name="Progress">In percent, or null where the manager does not tell.</param>
internal sealed record ActiveStep(StepId Step, StepState State, string Text, int? Progress, DateTimeOffset Since)
{
    /// <summary>Of a step.</summary>
    public static ActiveStep Of(StepProgress step, RunState state) =>
        new(step.Step.Id, step.State, StepText.Describe(step, state), step.Failover?.Progress, step.StartedAt!.Value.At);
}

/// <summary>A finding that a person put on record.</summary>
/// <param name="Owner">Who sees to it, or null.</param>
/// <param name="Due">The day by which it is to be closed, or null.</param>
/// <param name="ClosedAt">Null: it is open.</param>
internal sealed record FindingStatus(
    int Number, FindingSeverity Severity, StepId? Step, OutsideText Text, OutsideText? Owner, DateOnly? Due, OutsideText By, DateTimeOffset AddedAt, DateTimeOffset? ClosedAt)
{
    /// <summary>Of a finding.</summary>
    public static FindingStatus Of(RecordedFinding finding)
    {
        var added = finding.Added;
        return new FindingStatus(added.Number, added.Severity, added.Step, added.Text, added.Owner, added.Due, added.By, finding.At.At, finding.ClosedAt?.At);
    }
}
