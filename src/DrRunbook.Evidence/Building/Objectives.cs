using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Building;

/// <summary>Sets objectives against what was measured.</summary>
internal static class Objectives
{
    public static Objective Of(TimeSpan? target, long? actualMs, long? fromRunStartMs)
    {
        var targetMs = target is { } stated ? RunReading.Milliseconds(stated) : (long?)null;
        var state = targetMs is null ? ObjectiveState.NotStated
            : actualMs is null ? ObjectiveState.NotReached
            : actualMs > targetMs ? ObjectiveState.Missed
            : ObjectiveState.Met;
        return new Objective(state, targetMs, actualMs, fromRunStartMs, state == ObjectiveState.Missed ? actualMs - targetMs : null);
    }

    public static Objective OfRecovery(RunReading reading, StepProgress step, TimeSpan? target)
    {
        if (step is not { Unlocks: true, EndedAt: { } ended })
        {
            // What has ended badly never ends its clock.
            var open = Of(target, null, null);
            return step.IsFinal && target is not null ? open with { State = ObjectiveState.Missed } : open;
        }

        return Of(target, RunReading.Milliseconds(RunVerdict.SinceOutage(reading.State, ended)), RunReading.Milliseconds(ended.SinceStart));
    }

    public static Objective OfLoss(RunReading reading, StepProgress step, TimeSpan? target)
    {
        if (RunVerdict.DataLossOf(reading.State, step) is not { } loss)
        {
            return Of(target, null, null);
        }

        return Of(target, RunReading.Milliseconds(loss), RunReading.Milliseconds(loss + (reading.State.StartedAt.At - reading.Start.OutageAt)));
    }

    public static ObjectivesReport Of(RunReading reading, RunVerdict verdict)
    {
        var plan = reading.Plan.Objectives;
        var until = RunVerdict.Until(reading.State);
        var oldest = RunVerdict.Oldest(reading.State);
        var loss = verdict.DataLoss is { } lost ? RunReading.Milliseconds(lost) : (long?)null;
        var beforeStart = RunReading.Milliseconds(reading.State.StartedAt.At - reading.Start.OutageAt);
        return new ObjectivesReport(
            until is null ? Of(plan.Rto, null, null) : OfRecovery(reading, until, plan.Rto),
            until?.Step.Id,
            until is { Unlocks: true, EndedAt: { } ended } ? RunReading.Moment(ended) : null,
            Of(oldest is null ? plan.Rpo : PointRules.Objective(oldest.Step, reading.Plan), loss, loss + beforeStart),
            oldest?.Step.Id,
            oldest?.Failover!.Request.OldestVmPointAt);
    }
}
