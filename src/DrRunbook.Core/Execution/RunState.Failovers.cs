using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <content>The fold of what happens to failovers, and the throttle of the managers.</content>
public sealed partial class RunState
{
    private void FoldFailover(StepProgress step, StepEvent stepEvent, Moment now)
    {
        switch (stepEvent)
        {
            case FailoverRequested requested:
                Request(step, requested, now);
                break;
            case RecheckStarted:
                Expect(step, StepState.Requiring);
                step.Recheck = Recheck.Running;
                break;
            case RecheckEnded ended:
                EndRecheck(step, ended, now);
                break;
            case FailoverNotSent notSent:
                Move(step, StepTrigger.NotSent);
                HadNoEffect(step, notSent.Detail);
                step.NotBefore = notSent.RetryAt;
                _managers[ManagerOf(step)].Queue.AddLast(step.Node.Index);
                Agenda.At(notSent.RetryAt, step.Node.Index);
                break;
            case FailoverRejected rejected:
                Move(step, StepTrigger.Rejected);
                HadNoEffect(step, rejected.Message);
                step.Reason = FailureReasons.Rejected;
                step.MayRetry = true;
                break;
            case FailoverReplyLost lost:
                Move(step, StepTrigger.ReplyLost);
                step.Detail = lost.Detail;
                step.Failover = Track(step) with { Lost = lost, IsUnheard = Track(step).RequestedAt.Sequence < TakenUpAt.Sequence };
                Reconcile(step, now);
                break;
            case DoubtResolved resolved:
                Move(step, StepTrigger.DoubtResolved);
                step.Detail = resolved.Detail;
                step.ReconcileUntil = null;
                step.Failover = Track(step) with { Found = resolved, FoundAt = now };
                Tie(step, resolved.SessionUid);
                Agenda.At(now.At + Scheduler.ResumeGrace, step.Node.Index);
                break;
            case ReconcileEnded ended:
                step.Detail = OutsideText.From($"{Track(step).Lost?.Detail.Raw}; {ended.Detail.Raw}");
                step.ReconcileUntil = null;
                break;
            case TaskAccepted accepted:
                Move(step, StepTrigger.TaskAccepted);
                step.ReconcileUntil = null;
                step.Failover = Track(step) with { Accepted = accepted };
                break;
            case TaskChanged changed:
                step.Failover = Track(step) with { Task = changed };
                Tie(step, changed.SessionUid);
                if (changed.State == "Finished" && step.State == StepState.AwaitingTask)
                {
                    Move(step, StepTrigger.TaskEnded);
                }

                break;
            case TaskVanished:
                if (step.State == StepState.AwaitingTask)
                {
                    Move(step, StepTrigger.TaskEnded);
                }

                break;
            case SessionChanged session:
                Tie(step, session.SessionUid);
                step.Failover = Track(step) with { Sessions = Track(step).Sessions.SetItem(session.SessionUid, session), IsSettled = false };
                break;
            case SessionsSettled:
                step.Failover = Track(step) with { IsSettled = true };
                break;
            case UndoConfirmed:
                OwedUndos = OwedUndos.Remove(((FailoverAction)step.Step.Action).VApp);
                break;
            case LateResult late:
                (step.StillRunning, step.Late) = (false, late);
                Note("late-result", step.Step.Id, OutsideText.From($"{late.Result} after its time limit: {late.Detail.Raw}"));
                ReleaseThrottle(step);
                break;
            default:
                throw new InvalidOperationException($"unknown event {stepEvent.GetType().Name}");
        }
    }

    /// <summary>What is still at work of an earlier request takes the place of a new one: it holds a slot, and its undo is owed.</summary>
    private void EndRecheck(StepProgress step, RecheckEnded ended, Moment now)
    {
        if (step is not { State: StepState.Requiring, Recheck: Recheck.Running })
        {
            throw new InvalidOperationException($"step '{step.Step.Id}' reads nothing back");
        }

        step.Recheck = ended.Sessions.IsEmpty ? Recheck.Clear : Recheck.None;
        if (ended.Sessions.IsEmpty)
        {
            return;
        }

        var request = Track(step).Request;
        step.Detail = ended.Detail;
        step.HoldsPlace = true;
        _managers[request.Manager].InFlight++;
        Owe(step, now);
        if (ended.Sessions is not [var only])
        {
            Move(step, StepTrigger.Doubted);
            return;
        }

        Move(step, StepTrigger.DoubtResolved);
        step.Deadline = now.At + (step.Step.Timeout ?? RunbookDefaults.FailoverTimeout);
        step.Failover = new FailoverTrack(request, Track(step).RequestedAt)
        {
            Found = new DoubtResolved(step.Step.Id, only, ended.Detail),
            FoundAt = now,
            SessionsFrom = (ended.CreatedAt ?? now.At) - (_managers[request.Manager].ClockOffset ?? TimeSpan.Zero),
        };
        Tie(step, only);
        Agenda.At(step.Deadline, step.Node.Index);
        Agenda.At(now.At + Scheduler.ResumeGrace, step.Node.Index);
    }

    /// <summary>Reads back what a lost reply left behind, from now on for as long as a manager takes to collect it.</summary>
    private void Reconcile(StepProgress step, Moment now)
    {
        step.ReconcileUntil = now.At + _managers[Track(step).Request.Manager].ReconcileFor;
        Agenda.At(step.ReconcileUntil + Scheduler.ReconcileGrace, step.Node.Index);
    }

    private void Tie(StepProgress step, string? sessionUid)
    {
        if (sessionUid is not null)
        {
            _sessionOwners[sessionUid] = step.Step.Id;
        }
    }

    private void Request(StepProgress step, FailoverRequested requested, Moment now)
    {
        Unqueue(step);
        Move(step, StepTrigger.Requested);
        _managers[requested.Manager].InFlight++;
        step.HoldsPlace = true;
        step.Failover = new FailoverTrack(requested, now);
        step.ActionAt ??= now;
        step.NotBefore = null;
        step.Deadline = requested.Deadline;
        Agenda.At(requested.Deadline, step.Node.Index);
        TouchQueue(requested.Manager);
        Owe(step, now);
    }

    private void Owe(StepProgress step, Moment now)
    {
        if (step.Step.Action is FailoverAction { VApp: var vApp } && !OwedUndos.ContainsKey(vApp))
        {
            OwedUndos = OwedUndos.Add(vApp, now);
        }
    }

    /// <summary>A request that provably had no effect: the undo it made owed is owed no more, unless an earlier request already made it so.</summary>
    private void HadNoEffect(StepProgress step, OutsideText detail)
    {
        step.Detail = detail;
        ReleaseThrottle(step);
        var request = Track(step);
        if (OwedUndos.TryGetValue(request.Request.VApp, out var since) && since == request.RequestedAt)
        {
            OwedUndos = OwedUndos.Remove(request.Request.VApp);
        }
    }

    private void ReleaseThrottle(StepProgress step)
    {
        if (step is { HoldsPlace: true, Failover: { } track })
        {
            step.HoldsPlace = false;
            _managers[track.Request.Manager].InFlight--;
            TouchQueue(track.Request.Manager);
        }
    }

    private void TouchQueue(ManagerName manager)
    {
        foreach (var waiting in _managers[manager].Queue)
        {
            Agenda.Touch(waiting);
            if (Steps[waiting].NotBefore is null)
            {
                return;
            }
        }
    }

    private void Unqueue(StepProgress step)
    {
        if (step.State == StepState.Queued)
        {
            _managers[ManagerOf(step)].Queue.Remove(step.Node.Index);
            TouchQueue(ManagerOf(step));
        }
    }

    private static ManagerName ManagerOf(StepProgress step) => ((FailoverAction)step.Step.Action).EnterpriseManager;

    private static FailoverTrack Track(StepProgress step) =>
        step.Failover ?? throw new InvalidOperationException($"step '{step.Step.Id}' has no failover request");
}
