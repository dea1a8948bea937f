namespace DrRunbook.Core.Execution;

/// <summary>What is to be recorded of a failover that the manager has accepted.</summary>
internal static class FailoverDecisions
{
    /// <summary>The verdict, the overrun of the time limit, or null while neither can be said.</summary>
    public static RunEvent? Next(RunState state, StepProgress step, DateTimeOffset now)
    {
        var track = step.Failover!;
        var overdue = step.Deadline <= now;
        if (step.State == StepState.AwaitingSession && track.IsSettled && !(overdue && EndedLate(state, step)))
        {
            return Judge(step);
        }

        // What the manager did while nobody looked is judged before the time limit is.
        if (!overdue || IsCatchingUp(state, track, now))
        {
            return null;
        }

        return new StepEnded(
            step.Step.Id,
            StepOutcome.Failed,
            FailureReasons.TimedOut,
            OutsideText.From($"not finished within {Runbooks.Duration.Format(step.Step.Timeout ?? Runbooks.RunbookDefaults.FailoverTimeout)}"),
            StillRunning: true);
    }

    /// <summary>The end of a failover that had already failed by its time limit, or null while it goes on.</summary>
    public static LateResult? Late(StepProgress step)
    {
        if (step.Failover is not { IsSettled: true })
        {
            return null;
        }

        var verdict = FailoverVerdict.Of(step);
        return new LateResult(step.Step.Id, Word(verdict.Proof), verdict.Detail);
    }

    private static RunEvent Judge(StepProgress step)
    {
        var verdict = FailoverVerdict.Of(step);
        return verdict.Proof switch
        {
            FailoverProof.Success or FailoverProof.Warning =>
                new ActionSucceeded(step.Step.Id, verdict.Proof == FailoverProof.Warning, verdict.Detail, []),
            FailoverProof.NeverBegun => new ActionFailed(step.Step.Id, FailureReasons.TaskFailed, verdict.Detail, MayRetry: true, []),

            // A VM of which nothing is known may be failing over: asking again could do so twice.
            FailoverProof.Failure => new ActionFailed(step.Step.Id, FailureReasons.SessionFailed, verdict.Detail, MayRetry: !verdict.LeavesVmsOut, []),
            FailoverProof.Partial => new StepEnded(step.Step.Id, StepOutcome.Partial, FailureReasons.Partial, verdict.Detail, StillRunning: false),
            _ => new ActionInDoubt(step.Step.Id, verdict.Detail),
        };
    }

    /// <summary>Whether the manager's word on a time in which nobody followed it may still be on its way.</summary>
    private static bool IsCatchingUp(RunState state, FailoverTrack track, DateTimeOffset now) =>
        (now < state.TakenUpAt.At + Scheduler.ResumeGrace && track.RequestedAt.Sequence < state.TakenUpAt.Sequence)
        || now < track.FoundAt?.At + Scheduler.ResumeGrace;

    private static bool EndedLate(RunState state, StepProgress step)
    {
        var offset = state.Managers[step.Failover!.Request.Manager].ClockOffset ?? TimeSpan.Zero;
        return step.Failover.Sessions.Values.Any(session => session.EndedAt - offset > step.Deadline);
    }

    private static string Word(FailoverProof proof) => proof switch
    {
        FailoverProof.Success => "succeeded",
        FailoverProof.Warning => "warning",
        FailoverProof.Partial => "partial",
        FailoverProof.Failure or FailoverProof.NeverBegun => "failed",
        _ => "unproven",
    };
}
