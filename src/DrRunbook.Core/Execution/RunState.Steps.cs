using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <content>The fold of what happens to steps.</content>
public sealed partial class RunState
{
    private void FoldStep(StepProgress step, StepEvent stepEvent, Moment now)
    {
        Agenda.Touch(step.Node.Index);
        switch (stepEvent)
        {
            case StepStarted started:
                Begin(step, started, now);
                break;
            case StepQueued queued:
                Move(step, StepTrigger.Enqueued);
                step.QueuedAt ??= now;
                _managers[queued.Manager].Queue.AddLast(step.Node.Index);
                break;
            case ActionStarted action:
                Move(step, StepTrigger.ActionStarted);
                step.QueuedAt ??= now;
                step.ActionAt ??= now;
                step.Deadline = action.Deadline;
                (step.IsOpen, step.NextFrom) = (step.Node.IsGroup, AttemptFrom.Require);
                break;
            case ActionSucceeded succeeded:
                ExpectAction(step);
                Move(step, StepTrigger.ActionSucceeded);
                step.VerifyAt = now;
                (step.HasWarning, step.NextFrom) = (succeeded.Warning, AttemptFrom.Require);
                step.Detail = succeeded.Detail;
                ReleaseThrottle(step);
                break;
            case ActionFailed failed:
                Move(step, StepTrigger.ActionFailed);
                (step.Reason, step.Detail, step.MayRetry) = (failed.Reason, failed.Detail, failed.MayRetry);
                ReleaseThrottle(step);
                break;
            case ActionInDoubt doubt:
                Move(step, StepTrigger.Doubted);
                step.Detail = doubt.Detail;
                break;
            case RetryScheduled retry:
                Move(step, StepTrigger.RetryScheduled);
                step.NotBefore = retry.NotBefore;
                Agenda.At(retry.NotBefore, step.Node.Index);
                break;
            case StepEnded ended:
                End(step, ended, now);
                break;
            case StepBlocked blocked:
                Block(step, blocked, now);
                break;
            case StepWithdrawn:
                Withdraw(step);
                break;
            case StepSettled settled:
                Settle(step, settled, now);
                break;
            case RetryRequested:
                Retry(step);
                break;
            case SkipRequested skip:
                Skip(step, skip);
                break;
            case StepSkipped skipped:
                PassOver(step, skipped, now);
                break;
            case GateEvent gate:
                FoldGate(step, step.Gates.First(candidate => candidate.Plan.Id == gate.Gate), gate, now);
                break;
            default:
                FoldFailover(step, stepEvent, now);
                break;
        }
    }

    private void Begin(StepProgress step, StepStarted started, Moment now)
    {
        var first = step.State == StepState.Pending;
        Move(step, StepTrigger.Started);
        step.Attempt = started.Attempt;
        step.StartedAt ??= now;
        (step.NotBefore, step.Recheck) = (null, Recheck.None);
        foreach (var gate in step.Gates.Skip(step.NextFrom == AttemptFrom.Require ? 0 : step.RequireGates.Length))
        {
            gate.State = GateState.Pending;
        }

        if (!first)
        {
            AskAnew(step);
            return;
        }

        var parent = Steps[step.Node.Parent];
        parent.Ready.Remove(step.Node.Index);
        parent.PendingChildren--;
        parent.ActiveChildren++;
        _active.Add(step.Node.Index);
    }

    /// <summary>Every attempt asks its <c>require</c> gates again, with their full time; what the last asking said of them is over.</summary>
    private static void AskAnew(StepProgress step)
    {
        foreach (var gate in step.RequireGates)
        {
            Forget(gate);
        }
    }

    private static void Forget(GateProgress gate) =>
        (gate.Deadline, gate.PassesAt, gate.Asked, gate.Answers, gate.FailureTolerated) = (null, null, null, [], false);

    private void End(StepProgress step, StepEnded ended, Moment now)
    {
        Unqueue(step);
        Move(step, ended.Outcome switch
        {
            StepOutcome.Succeeded => StepTrigger.EndedWell,
            StepOutcome.Warning => StepTrigger.EndedWithWarning,
            StepOutcome.Partial => StepTrigger.EndedPartially,
            _ => StepTrigger.EndedBadly,
        });
        step.EndedAt = now;
        (step.Reason, step.StillRunning) = (ended.Reason, ended.StillRunning);
        step.Detail = ended.Detail.IsEmpty ? step.Detail : ended.Detail;
        if (ended.Outcome == StepOutcome.Partial)
        {
            ReleaseThrottle(step);
        }

        if (!step.Unlocks)
        {
            step.Causes = ended.Reason == FailureReasons.ChildFailed
                ? [.. step.Node.Children.Select(child => Steps[child]).Where(child => child.IsUntoleratedEnd).SelectMany(child => child.Causes).Distinct()]
                : [step.Step.Id];
            StopScope(step, ended.Reason);
        }

        Leave(step);
    }

    private void Block(StepProgress step, StepBlocked blocked, Moment now)
    {
        Move(step, StepTrigger.BlockedByNeed);
        (step.EndedAt, step.Reason) = (now, null);
        step.Causes = blocked.By;
        step.BlockTolerated = blocked.Tolerated;
        foreach (var child in step.Node.Children)
        {
            Agenda.Touch(child);
        }

        LeaveUnbegun(step);
    }

    private void LeaveUnbegun(StepProgress step)
    {
        var parent = Steps[step.Node.Parent];
        parent.Ready.Remove(step.Node.Index);
        parent.PendingChildren--;
        TellSuccessors(step);
        Agenda.Touch(step.Node.Parent);
        OpenNextList(step);
    }

    private void Settle(StepProgress step, StepSettled settled, Moment now)
    {
        if (step is { StillRunning: true } && settled.As == Settlement.Failed)
        {
            // Its end stands; what was still open about it is a person's word now.
            (step.StillRunning, step.Settled) = (false, settled);
            ReleaseThrottle(step);
            return;
        }

        if (step.IsFinal && settled.As == Settlement.Succeeded)
        {
            Expect(step, StepState.Failed, StepState.Partial);
            ReopenInPlace(step, AttemptFrom.Verify);
            Owe(step, now);
        }
        else
        {
            Expect(step, StepState.InDoubt);
        }

        (step.Settled, step.ReconcileUntil) = (settled, null);
        if (settled.As == Settlement.Succeeded)
        {
            Note("step-settled", step.Step.Id, OutsideText.From($"settled as succeeded by {settled.By.Raw}: {settled.Reason.Raw}"));
        }
    }

    private void Skip(StepProgress step, SkipRequested skip)
    {
        Expect(step, StepState.Pending, StepState.InDoubt, StepState.Failed, StepState.Partial, StepState.Blocked);
        var blocked = step.State == StepState.Blocked;
        if (step.IsFinal)
        {
            ReopenInPlace(step, AttemptFrom.Require);
        }

        (step.SkipRequested, step.SkipsAtOnce) = (skip, blocked);
        Agenda.Touch(step.Node.Parent);
    }

    private void PassOver(StepProgress step, StepSkipped skipped, Moment now)
    {
        var begun = step.IsActive;
        Move(step, StepTrigger.PassedOver);
        step.EndedAt = now;
        (step.Detail, step.Reason, step.ReconcileUntil, step.SkipsAtOnce) = (skipped.Detail, null, null, false);
        if (begun)
        {
            ReleaseThrottle(step);
            Leave(step);
            return;
        }

        LeaveUnbegun(step);
    }

    /// <summary>Only a step whose action stands from an earlier attempt comes to its <c>verify</c> gates without one.</summary>
    private static void ExpectAction(StepProgress step)
    {
        if (step.State == StepState.Requiring && step.NextFrom != AttemptFrom.Verify)
        {
            throw new InvalidOperationException($"step '{step.Step.Id}' has not acted");
        }
    }

    private static void Expect(StepProgress step, params ReadOnlySpan<StepState> states)
    {
        if (!states.Contains(step.State))
        {
            throw new InvalidOperationException($"step '{step.Step.Id}' is {step.State}");
        }
    }

    /// <summary>Takes an active step back: its slot is free, its deadlines stay, and its place in the order is as before.</summary>
    private void Withdraw(StepProgress step)
    {
        Unqueue(step);
        if (step.State == StepState.RetryPausing)
        {
            // The pause goes on without the step, and its gates are asked anew behind it.
            AskAnew(step);
            Agenda.At(step.NotBefore, step.Node.Parent);
        }
        else
        {
            // The attempt acted on nothing: it is made again under the same number.
            step.Attempt--;
            step.NotBefore = null;
        }

        step.Recheck = Recheck.None;
        Move(step, StepTrigger.Withdrawn);
        foreach (var gate in step.Gates)
        {
            gate.State = GateState.Pending;
        }

        step.IsOpen = false;
        _active.Remove(step.Node.Index);
        var parent = Steps[step.Node.Parent];
        parent.ActiveChildren--;
        parent.PendingChildren++;
        if (step.Unmet == 0)
        {
            parent.Ready.Add(step.Node.Index);
        }

        Agenda.Touch(step.Node.Parent);
    }

    private void Leave(StepProgress step)
    {
        step.IsOpen = false;
        _active.Remove(step.Node.Index);
        Steps[step.Node.Parent].ActiveChildren--;
        TellSuccessors(step);
        Agenda.Touch(step.Node.Parent);
        OpenNextList(step);
    }

    private void TellSuccessors(StepProgress step)
    {
        foreach (var successor in step.Node.Successors)
        {
            var next = Steps[successor];
            if (LetsBegin(step, next) && --next.Unmet == 0 && next.State == StepState.Pending)
            {
                Steps[next.Node.Parent].Ready.Add(successor);
            }

            // Only a failure can block it, and tolerated ones only once all it needs have ended.
            if (--next.Unended == 0 || step.IsUntoleratedEnd)
            {
                Agenda.Touch(successor);
            }
        }
    }

    /// <summary>A failure that halts keeps anything more from starting, no further than the nearest group that contains or tolerates it.</summary>
    private void StopScope(StepProgress step, string? reason)
    {
        if (step.Node.Section != PlanSection.Main || reason == FailureReasons.ChildFailed)
        {
            return;
        }

        var tolerated = step.Step.OnFailure == OnFailure.Continue;
        var scope = step.Step.OnFailure == OnFailure.Halt ? Steps[step.Node.Parent] : null;
        for (var group = Steps[step.Node.Parent]; group.Node.Step is { } plan; group = Steps[group.Node.Parent])
        {
            tolerated |= plan.OnFailure == OnFailure.Continue;
            if (scope == group && plan.OnFailure == OnFailure.Halt)
            {
                scope = Steps[group.Node.Parent];
            }
        }

        FirstFailure ??= tolerated ? null : step.Step.Id;
        if (scope is not null)
        {
            scope.IsStopped = true;
            TouchActiveBelow(scope.Node);
        }
    }

    private void TouchActiveBelow(PlanNode node)
    {
        Agenda.Touch(node.Index);
        foreach (var child in node.Children)
        {
            if (Steps[child].IsActive)
            {
                TouchActiveBelow(Graph.Nodes[child]);
            }
        }
    }

    /// <summary>Whether a failure keeps this step, or what stands in it, from starting anything.</summary>
    internal bool IsStopped(StepProgress step)
    {
        for (var current = step; ; current = Steps[current.Node.Parent])
        {
            if (current.IsStopped)
            {
                return true;
            }

            if (current.Node.Parent < 0)
            {
                return false;
            }
        }
    }

    private static void Move(StepProgress step, StepTrigger trigger) => step.State = StepLifecycle.Next(step.State, trigger);
}
