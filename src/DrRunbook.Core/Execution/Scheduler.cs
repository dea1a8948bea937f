using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Decides what comes next. It acts on nothing: each decision is an event that the caller records and folds before it asks again.</summary>
/// <param name="newId">Makes the id of a failover request; unique in the run.</param>
public sealed class Scheduler(Func<string> newId)
{
    /// <summary>How long after a taking-up time limits of failovers wait for what the manager says of the time in between.</summary>
    public static TimeSpan ResumeGrace { get; } = TimeSpan.FromMinutes(2);

    /// <summary>How long after its time reading back is given up where whoever reads does not say himself that it is over.</summary>
    public static TimeSpan ReconcileGrace { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The next decision, or null where there is nothing to decide before a new fact or <see cref="RunState.NextDue"/>.</summary>
    /// <param name="now">UTC, by the run's clock.</param>
    /// <param name="claimedBy">Replicas that other runs have claimed, by UID, and those runs.</param>
    public RunEvent? Next(RunState state, DateTimeOffset now, IReadOnlyDictionary<string, string> claimedBy)
    {
        state.Agenda.Advance(now);
        while (state.Agenda.TryPeek(out var node))
        {
            if (Decide(state, state.Steps[node], now, claimedBy) is { } decision)
            {
                return decision;
            }

            state.Agenda.Done(node);
        }

        return state.Agenda.TakeRun() ? RunDecisions.Next(state) : null;
    }

    private RunEvent? Decide(RunState state, StepProgress step, DateTimeOffset now, IReadOnlyDictionary<string, string> claimedBy)
    {
        if (RunLifecycle.IsFinal(state.Phase) || RunLifecycle.IsPaused(state.Phase))
        {
            return null;
        }

        if (step.Node.Step is null)
        {
            return MayStart(state, step) ? StartChild(state, step, now) : null;
        }

        var standsStill = !MayStart(state, step);
        return step.State switch
        {
            StepState.Pending when step.SkipsAtOnce => state.Phase == RunPhase.Running && !state.IsClosed ? Skipped(step) : null,
            StepState.Pending => Blocking.Of(state, step),
            StepState.Requiring => StandStill(state, step, standsStill) ?? Require(state, step, now),
            StepState.Queued => StandStill(state, step, standsStill) ?? Request(state, step, now, claimedBy),
            StepState.AwaitingTask or StepState.AwaitingSession => FailoverDecisions.Next(state, step, now),
            StepState.Failed when step.StillRunning => FailoverDecisions.Late(step),
            StepState.AttemptFailed => AfterFailedAttempt(state, step, now),
            StepState.RetryPausing => StandStill(state, step, standsStill) ?? NextAttempt(step, now),
            StepState.Running => Run(state, step, now, standsStill),
            StepState.Verifying => Verify(state, step, now),
            StepState.InDoubt => Doubt(state, step, now),
            _ => null,
        };
    }

    /// <summary>Whether steps of this place may begin, or go on to act.</summary>
    private static bool MayStart(RunState state, StepProgress step) => step.Node.Section == PlanSection.Main
        ? state.Phase == RunPhase.Running && !state.IsClosed && !state.IsStopped(step)
        : state.Phase == RunPhase.Concluding;

    private static StepEvent? StartChild(RunState state, StepProgress group, DateTimeOffset now)
    {
        if (!group.IsOpen || group.ActiveChildren >= group.Node.MaxConcurrency)
        {
            return null;
        }

        foreach (var index in group.Ready)
        {
            var child = state.Steps[index];
            if (child.SkipRequested is not null)
            {
                return Skipped(child);
            }

            if (!(child.NotBefore > now))
            {
                return new StepStarted(child.Step.Id, child.Attempt + 1);
            }
        }

        return null;
    }

    /// <summary>Takes a step back that acts on nothing yet. Where a failure rules out that it ever goes on, an earlier attempt's failure is its end.</summary>
    private static RunEvent? StandStill(RunState state, StepProgress step, bool standsStill)
    {
        if (!standsStill)
        {
            return null;
        }

        var failedBefore = step.Attempt > 1 || step.State == StepState.RetryPausing;
        return failedBefore && state.IsStopped(step)
            ? Ended(step, step.Reason ?? FailureReasons.Rejected, step.Detail)
            : new StepWithdrawn(step.Step.Id);
    }

    private static RunEvent? Require(RunState state, StepProgress step, DateTimeOffset now)
    {
        if (step.NextFrom == AttemptFrom.Verify)
        {
            return new ActionSucceeded(step.Step.Id, step.HasWarning, WhatStands(step), []);
        }

        if (step.NextFrom == AttemptFrom.Action)
        {
            return new ActionStarted(step.Step.Id, step.Attempt, Deadline: null);
        }

        if (GateDecisions.FirstFailed(step) is { } failed)
        {
            return Ended(step, FailureReasons.RequireFailed, OutsideText.From($"{failed.Plan.Id}: {failed.Detail.Raw}"));
        }

        if (GateDecisions.Next(state, step, now) is { } decision)
        {
            return decision;
        }

        if (!GateDecisions.AllPassed(step))
        {
            return null;
        }

        // Only what was never requested is requested without looking first.
        if (step is { Failover: not null, Recheck: not Recheck.Clear })
        {
            return step.Recheck == Recheck.None ? new RecheckStarted(step.Step.Id, step.Attempt) : null;
        }

        return step.Step.Action is FailoverAction failover
            ? new StepQueued(step.Step.Id, failover.EnterpriseManager)
            : new ActionStarted(step.Step.Id, step.Attempt, now + step.Step.Timeout);
    }

    private RunEvent? Request(RunState state, StepProgress step, DateTimeOffset now, IReadOnlyDictionary<string, string> claimedBy)
    {
        var failover = (FailoverAction)step.Step.Action;
        if (step.Step.Point is not { } point)
        {
            return Ended(step, FailureReasons.NoPoint, OutsideText.From($"no restore point of '{failover.VApp}' is known: its manager was away when the run was planned"));
        }

        if (PointRules.WhyTooOld(step.Step, state.Graph.Plan, state.Start!.OutageAt, now, ClockOffset(state, failover)) is { } tooOld)
        {
            return Ended(step, FailureReasons.NoPoint, OutsideText.From(tooOld));
        }

        if (claimedBy.TryGetValue(point.ReplicaUid, out var holder))
        {
            return Ended(step, FailureReasons.Claimed, OutsideText.From($"the replica of '{failover.VApp}' is claimed by run {holder}"));
        }

        // A request that never left keeps the time limit of the first one: it is the same attempt.
        var sameAttempt = step.Failover?.Request.Attempt == step.Attempt;
        if (sameAttempt && step.Deadline <= now)
        {
            return Ended(step, FailureReasons.Unreachable, step.Detail);
        }

        var manager = state.Managers[failover.EnterpriseManager];
        if (step.NotBefore > now || manager.InFlight >= manager.Plan.MaxConcurrentFailovers || FirstInLine(state, manager, now) != step.Node.Index)
        {
            return null;
        }

        return new FailoverRequested(
            step.Step.Id,
            step.Attempt,
            newId(),
            failover.EnterpriseManager,
            failover.VApp,
            point.ReplicaUid,
            point.Uid,
            point.OldestAt,
            sameAttempt ? step.Deadline!.Value : now + (step.Step.Timeout ?? RunbookDefaults.FailoverTimeout));
    }

    private static int FirstInLine(RunState state, ManagerProgress manager, DateTimeOffset now)
    {
        foreach (var waiting in manager.Queue)
        {
            if (!(state.Steps[waiting].NotBefore > now))
            {
                return waiting;
            }
        }

        return -1;
    }

    private static TimeSpan ClockOffset(RunState state, FailoverAction failover) =>
        state.Managers[failover.EnterpriseManager].ClockOffset ?? TimeSpan.Zero;

    private static RunEvent AfterFailedAttempt(RunState state, StepProgress step, DateTimeOffset now)
    {
        var made = step.Attempt - step.AttemptsBefore;
        var another = step.MayRetry && made < step.Step.Retry.Attempts && !state.IsStopped(step);
        return another
            ? new RetryScheduled(step.Step.Id, now + step.Step.Retry.PauseAfter(made))
            : Ended(step, step.Reason ?? FailureReasons.Rejected, step.Detail);
    }

    private static StepStarted? NextAttempt(StepProgress step, DateTimeOffset now) =>
        step.NotBefore <= now ? new StepStarted(step.Step.Id, step.Attempt + 1) : null;

    private static RunEvent? Run(RunState state, StepProgress step, DateTimeOffset now, bool standsStill)
    {
        if (step.Node.IsGroup)
        {
            return (standsStill ? null : StartChild(state, step, now)) ?? CloseGroup(state, step);
        }

        if (step.OwnGate is not { } gate)
        {
            return null;
        }

        if (gate.State == GateState.Failed)
        {
            return Ended(step, FailureReasons.GateFailed, gate.Detail);
        }

        if (gate.State == GateState.Passed)
        {
            return new ActionSucceeded(step.Step.Id, Warning: false, gate.Detail, []);
        }

        return StandStill(state, step, standsStill) ?? GateDecisions.Next(state, step, now);
    }

    private static RunEvent? CloseGroup(RunState state, StepProgress group)
    {
        var stopped = state.IsStopped(group);
        if (group.ActiveChildren > 0 || (group.PendingChildren > 0 && !stopped))
        {
            return null;
        }

        var children = group.Node.Children.Select(child => state.Steps[child]).ToList();
        var bad = children.Where(child => child.IsUntoleratedEnd).ToList();
        if (bad.Count > 0)
        {
            // What is blocked inside is blocked by a sibling: that one's end is the worse.
            var outcome = bad.Any(child => child.State == StepState.Failed) ? StepOutcome.Failed : StepOutcome.Partial;
            var detail = OutsideText.From($"{string.Join(", ", bad.Take(10).Select(child => child.Step.Id.Value))} did not succeed");
            return new StepEnded(group.Step.Id, outcome, FailureReasons.ChildFailed, detail, StillRunning: false);
        }

        if (group.PendingChildren > 0)
        {
            return new StepWithdrawn(group.Step.Id);
        }

        return new ActionSucceeded(group.Step.Id, children.Any(child => child.State == StepState.Warning), OutsideText.None, []);
    }

    /// <summary>What ends a doubt besides its restore session: a person's word, or the end of the time in which that session is looked for.</summary>
    private static RunEvent? Doubt(RunState state, StepProgress step, DateTimeOffset now)
    {
        if (step.SkipRequested is not null)
        {
            return Skipped(step);
        }

        if (step.Settled is { } settled)
        {
            return settled.As == Settlement.Succeeded
                ? new ActionSucceeded(step.Step.Id, Warning: false, Word(settled), [])
                : new ActionFailed(step.Step.Id, FailureReasons.Settled, Word(settled), MayRetry: false, []);
        }

        if (step.Node.Section != PlanSection.Main)
        {
            return Ended(step, FailureReasons.Unproven, step.Detail);
        }

        return step.ReconcileUntil + ReconcileGrace <= now
            ? new ReconcileEnded(step.Step.Id, OutsideText.From($"reading back found nothing that settles it in {Duration.Format(state.Managers[step.Failover!.Request.Manager].ReconcileFor)}"))
            : null;
    }

    /// <summary>Why a step's action is not repeated.</summary>
    private static OutsideText WhatStands(StepProgress step) => step.Settled is { } settled
        ? Word(settled)
        : new OutsideText("what an earlier attempt did stands; it is verified anew");

    private static OutsideText Word(StepSettled settled) => OutsideText.From($"settled by {settled.By.Raw}: {settled.Reason.Raw}");

    private static StepSkipped Skipped(StepProgress step) =>
        new(step.Step.Id, OutsideText.From($"{step.SkipRequested!.By.Raw}: {step.SkipRequested.Reason.Raw}"));

    private static RunEvent? Verify(RunState state, StepProgress step, DateTimeOffset now)
    {
        if (GateDecisions.FirstFailed(step) is { } failed)
        {
            return Ended(step, FailureReasons.VerifyFailed, OutsideText.From($"{failed.Plan.Id}: {failed.Detail.Raw}"));
        }

        if (GateDecisions.Next(state, step, now) is { } decision)
        {
            return decision;
        }

        var outcome = step.HasWarning ? StepOutcome.Warning : StepOutcome.Succeeded;
        return GateDecisions.AllPassed(step) ? new StepEnded(step.Step.Id, outcome, null, OutsideText.None, StillRunning: false) : null;
    }

    private static StepEnded Ended(StepProgress step, string reason, OutsideText detail) =>
        new(step.Step.Id, StepOutcome.Failed, reason, detail, StillRunning: false);
}
