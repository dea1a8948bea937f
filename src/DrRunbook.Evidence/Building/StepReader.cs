using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads one step: its times, attempts, gates and objectives.</summary>
internal static class StepReader
{
    public static StepReport Read(RunReading reading, StepProgress step)
    {
        var happenings = reading.Of(step.Step.Id);
        var phases = PhaseReader.Read(reading, step);
        var duration = DurationOf(reading, step);
        return new StepReport
        {
            Id = step.Step.Id,
            Name = step.Step.Name,
            Section = step.Step.Section,
            Parent = step.Step.Parent,
            Depth = DepthOf(reading, step),
            Kind = Descriptions.KindOf(step.Step),
            What = Descriptions.Of(step.Step),
            Outcome = step.Outcome,
            Reason = step.IsFinal ? step.Reason : null,
            Detail = step.IsFinal || step.Outcome == StepOutcome.InDoubt ? step.Detail : OutsideText.None,
            Tolerated = step.IsTolerated,
            Started = step.StartedAt is { } started ? RunReading.Moment(started) : null,
            Ended = step.EndedAt is { } ended ? RunReading.Moment(ended) : null,
            DurationMs = duration,
            Time = duration is { } whole ? TimeSums.Of(phases, whole) : null,
            Phases = phases,
            Target = step.Step.Target is { } target ? Objectives.Of(target, step.IsFinal ? duration : null, null) : null,
            RecoveryTime = step.Step.Rto is { } rto ? Objectives.OfRecovery(reading, step, rto) : null,
            DataLoss = step is { Node.IsGroup: true, Step.Rpo: { } rpo } ? Objectives.OfLoss(reading, step, rpo) : null,
            Failover = step.Step.Action is FailoverAction failover ? FailoverOf(reading, step, failover) : null,
            Attempts = AttemptReader.Read(happenings),
            Gates = GateReader.Read(reading, step),
            BlockedBy = step.State == StepState.Blocked ? step.Causes : [],
            StillRunning = step.StillRunning,
            LateEnd = happenings.Select(LateEndOf).FirstOrDefault(late => late is not null),
            Entries = [.. happenings.Select(happening => happening.When.Sequence)],
        };
    }

    private static long? DurationOf(RunReading reading, StepProgress step)
    {
        if (step.StartedAt is not { } started)
        {
            return null;
        }

        // A step that a halt took back ended, for the time being, where it was taken back.
        var withdrawn = step.State == StepState.Pending ? reading.Of(step.Step.Id)[^1].When : (Moment?)null;
        var until = step.EndedAt ?? withdrawn ?? reading.State.LastAt;
        return RunReading.Milliseconds(until.SinceStart) - RunReading.Milliseconds(started.SinceStart);
    }

    private static int DepthOf(RunReading reading, StepProgress step)
    {
        var depth = 0;
        for (var group = reading.State.Steps[step.Node.Parent]; group.Node.Step is not null; group = reading.State.Steps[group.Node.Parent])
        {
            depth++;
        }

        return depth;
    }

    private static FailoverReport FailoverOf(RunReading reading, StepProgress step, FailoverAction failover)
    {
        return new FailoverReport(
            failover.EnterpriseManager,
            failover.VApp,
            step.Step.Point,
            step.Failover?.Request.OldestVmPointAt ?? step.Step.Point?.OldestAt,
            Objectives.OfLoss(reading, step, PointRules.Objective(step.Step, reading.Plan)),
            VmsOf(step));
    }

    private static ImmutableArray<VmReport> VmsOf(StepProgress step) =>
    [
        .. VmStanding.Of(step).Select(vm => new VmReport(
            vm.Vm, vm.PointAt, vm.Session?.Result, vm.Session?.SessionUid, vm.Session?.State, vm.Session is { Message.IsEmpty: false } told ? told.Message : null)),
    ];

    private static LateEnd? LateEndOf(Happening happening) =>
        happening.Event is LateResult late ? new LateEnd(RunReading.Moment(happening.When), late.Result, late.Detail) : null;
}
