using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Building;

/// <summary>Puts the report together from its parts.</summary>
internal static class ReportBuilder
{
    public static RunReport Build(RunReading reading)
    {
        var verdict = RunVerdict.Of(reading.State);
        var steps = reading.State.Steps.Take(reading.State.Graph.StepCount).ToList();
        var reports = steps.ToDictionary(step => step, step => StepReader.Read(reading, step));
        var inOrder = steps.Select(step => reports[step]).ToImmutableArray();
        var counts = Count(inOrder);
        var findings = new FindingReader(reading).Read(verdict);
        var stillRunning = ManagerReader.StillRunning(reading);
        var scope = new ScopeReader(reading, reports);
        return new RunReport
        {
            RendererVersion = RendererVersion.Current,
            Run = IdentityOf(reading),
            Verdict = new VerdictReader(reading, findings, counts, stillRunning).Read(),
            Times = TimesOf(reading),
            Objectives = Objectives.Of(reading, verdict),
            Chain = ChainReader.Read(reading, reports),
            Counts = counts,
            Findings = findings,
            Steps = inOrder,
            NotExecuted = new NotExecutedReader(reading).Read(),
            StillRunning = stillRunning,
            OwedUndos = OwedUndosOf(reading),
            Impact = ImpactReader.Held(reading),
            Managers = ManagerReader.Read(reading),
            Exercise = reading.Plan.Exercise,
            Criteria = RecordReader.Criteria(reading),
            Assumptions = RecordReader.Assumptions(reading),
            Scope = scope.VApps(),
            Tiers = scope.Tiers(),
            RecordedFindings = RecordReader.Findings(reading),
            Notes = RecordReader.Notes(reading),
            Communications = ImpactReader.Communications(reading),
            People = PeopleReader.Read(reading),
            Evidence = EvidenceOf(reading),
            Provenance = ProvenanceOf(reading),
        };
    }

    private static RunIdentity IdentityOf(RunReading reading) => new(
        reading.Start.Run,
        reading.Start.Runbook,
        reading.Plan.Description,
        reading.Plan.Owner,
        reading.Plan.Labels,
        reading.Start.Mode,
        reading.Start.Simulation is { } simulation
            ? new RehearsalReport(simulation.Scenario, simulation.ScenarioName, simulation.Seed.ToString(CultureInfo.InvariantCulture), simulation.Speed)
            : null,
        reading.Start.StartedBy,
        reading.Start.Machine,
        reading.Start.ToolVersion);

    private static RunTimes TimesOf(RunReading reading)
    {
        var state = reading.State;
        var ended = RunLifecycle.IsFinal(state.Phase) ? reading.OfRun.LastOrDefault(happening => happening.Event is RunEnded)?.When : null;
        return new RunTimes(
            reading.Start.OutageAt,
            reading.Start.OutageStated,
            RunReading.Moment(state.StartedAt),
            state.OutcomeAt is { } outcome ? RunReading.Moment(outcome) : null,
            ended is { } end ? RunReading.Moment(end) : null,
            RunReading.Moment(state.LastAt),
            RunReading.Milliseconds((ended ?? state.LastAt).SinceStart),
            RunReading.Milliseconds(AwayUntil(reading, (ended ?? state.LastAt).SinceStart)),
            SegmentsOf(reading));
    }

    /// <summary>What people put on record after the end is no time of the run.</summary>
    private static TimeSpan AwayUntil(RunReading reading, TimeSpan end) =>
        reading.Away.Where(stretch => stretch.From < end).Aggregate(TimeSpan.Zero, (sum, stretch) => sum + ((stretch.To < end ? stretch.To : end) - stretch.From));

    private static ImmutableArray<RunSegment> SegmentsOf(RunReading reading)
    {
        var all = reading.OfRun.Concat(reading.OfAllSteps).OrderBy(happening => happening.When.Sequence).ToList();
        var starts = all.Where(happening => happening.Event is RunTakenUp).ToList();
        return
        [
            .. starts.Select((start, index) =>
            {
                var taken = (RunTakenUp)start.Event;
                var next = index + 1 < starts.Count ? starts[index + 1].When.Sequence : long.MaxValue;
                var last = all.FindLast(happening => happening.When.Sequence < next)!;
                var since = index == 0 ? TimeSpan.Zero : starts[index - 1].When.SinceStart;
                var away = reading.Away.Where(stretch => stretch.To > since && stretch.To <= start.When.SinceStart).Aggregate(TimeSpan.Zero, (sum, stretch) => sum + (stretch.To - stretch.From));
                return new RunSegment(
                    taken.By,
                    taken.Machine,
                    taken.ToolVersion,
                    taken.Epoch,
                    RunReading.Moment(start.When),
                    RunReading.Moment(last.When),
                    RunReading.Milliseconds(away));
            }),
        ];
    }

    private static ReportCounts Count(ImmutableArray<StepReport> all)
    {
        var steps = all.Where(step => step.Kind != StepKind.Group).ToList();
        var requested = steps.Where(step => step.Attempts.Any(HasActed)).ToList();
        var sessions = requested.SelectMany(step => step.Attempts.Last(HasActed).Sessions).ToList();
        var checks = all.SelectMany(LastTries).Where(gate => !gate.AsksPeople && gate.Kind is not ("wait" or "window")).ToList();
        return new ReportCounts(
            steps.Count,
            steps.GroupBy(step => step.Outcome).ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            requested.Count,
            requested.Count(step => step.Attempts.Last(HasActed).Tasks.LastOrDefault(task => task.Task is not null) is { Success: true }),
            sessions.Count,
            sessions.Count(session => session.Result == "Success"),
            checks.Count(gate => gate.Outcome == GateOutcome.Passed),
            checks.Count(gate => gate.Outcome is GateOutcome.Failed or GateOutcome.Tolerated));
    }

    /// <summary>An attempt that went on with what an earlier request had started has sessions and no request of its own.</summary>
    private static bool HasActed(AttemptReport attempt) => !attempt.Requests.IsEmpty || !attempt.Sessions.IsEmpty;

    private static IEnumerable<GateReport> LastTries(StepReport step) => step.Gates.GroupBy(gate => gate.Id).Select(tries => tries.Last());

    private static ImmutableArray<OwedUndo> OwedUndosOf(RunReading reading) =>
    [
        .. reading.State.OwedUndos.Select(owed => new OwedUndo(
            owed.Key, RunReading.Moment(owed.Value), RunReading.Milliseconds(reading.State.LastAt.SinceStart - owed.Value.SinceStart))),
    ];

    private static ImmutableArray<EvidenceBlob> EvidenceOf(RunReading reading) =>
    [
        .. reading.OfAllSteps.SelectMany(happening => happening.Event switch
        {
            ActionSucceeded action => action.Evidence.Select(sha256 => new EvidenceBlob(sha256, action.Step, null, happening.When.Sequence)),
            ActionFailed action => action.Evidence.Select(sha256 => new EvidenceBlob(sha256, action.Step, null, happening.When.Sequence)),
            GatePassed gate => gate.Evidence.Select(sha256 => new EvidenceBlob(sha256, gate.Step, gate.Gate, happening.When.Sequence)),
            GateFailed gate => gate.Evidence.Select(sha256 => new EvidenceBlob(sha256, gate.Step, gate.Gate, happening.When.Sequence)),
            _ => [],
        }),
    ];

    private static Provenance ProvenanceOf(RunReading reading) => new(
        reading.Start.PlanDigest,
        reading.Plan.PlannedAt,
        reading.Start.Sources,
        reading.Plan.Files,
        reading.Start.GitCommit,
        reading.Start.GitDirty,
        reading.Plan.Inputs,
        reading.Plan.Approvers,
        reading.Plan.Waivers,
        reading.Plan.Unfenced,
        reading.Start.Format,
        reading.State.Length,
        reading.Head);
}
