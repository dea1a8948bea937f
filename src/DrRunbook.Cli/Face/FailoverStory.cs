using System.Globalization;

namespace DrRunbook.Cli.Face;

/// <summary>What happens to failovers, in words.</summary>
internal static class FailoverStory
{
    /// <summary>Tells an event; null where it is none of a failover, or says nothing new.</summary>
    public static string? Tell(StepEvent stepEvent, RunState state) => stepEvent switch
    {
        StepQueued queued => Queued(queued, state),
        RecheckStarted => "looks whether anything of the earlier requests is at work",
        RecheckEnded { Sessions: [] } => null,
        RecheckEnded { Sessions: [_] } ended => Text(ended.Detail),
        RecheckEnded ended => $"IN DOUBT: {Text(ended.Detail)}",
        FailoverRequested requested => string.Create(
            CultureInfo.InvariantCulture,
            $"failover requested (point {Readable.Time(requested.OldestVmPointAt)}, attempt {requested.Attempt})"),
        FailoverNotSent unsent => $"request did not leave: {Text(unsent.Detail)}; again at {Readable.Time(unsent.RetryAt)}",
        FailoverRejected rejected => string.Create(CultureInfo.InvariantCulture, $"refused by the manager with {rejected.Status}: {Text(rejected.Message)}"),
        FailoverReplyLost lost => $"IN DOUBT: the request may have left, no answer came: {Text(lost.Detail)}; reading back what it left behind",
        DoubtResolved resolved => $"no longer in doubt, {Text(resolved.Detail)}",
        ReconcileEnded ended => $"still IN DOUBT, reading back is over: {Text(ended.Detail)}",
        TaskAccepted accepted => accepted.Task is { } task ? $"accepted as {TerminalEncoder.Encode(task)}" : "accepted, the task is not known yet",
        TaskChanged { Success: false } changed => $"the task failed: {Text(changed.Message)}",
        TaskVanished vanished => $"the task is out of sight, its restore sessions decide: {Text(vanished.Detail)}",
        SessionChanged { State: "Stopped" } session => $"restore session of {Text(session.Vm)}: {TerminalEncoder.Encode(session.Result)}{(session.Message.IsEmpty ? "" : $": {Text(session.Message)}")}",
        LateResult late => $"came to its end after its time limit: {TerminalEncoder.Encode(late.Result)}",
        _ => null,
    };

    private static string? Queued(StepQueued queued, RunState state)
    {
        var manager = state.Managers[queued.Manager];
        return manager.InFlight >= manager.Plan.MaxConcurrentFailovers
            ? $"waits in line at {queued.Manager}: {Readable.Count(manager.InFlight, "failover")} at work there"
            : null;
    }

    private static string Text(OutsideText text) => TerminalEncoder.Encode(text);
}
