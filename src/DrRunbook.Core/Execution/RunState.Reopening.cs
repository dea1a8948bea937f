using DrRunbook.Core.Planning;

namespace DrRunbook.Core.Execution;

/// <content>The fold of what takes an end back. It is rare, and may cost the size of the plan: what hangs on the steps' states is derived from them anew.</content>
public sealed partial class RunState
{
    /// <summary>A failed run goes on: its outcome is open again, and <c>finally</c> will run again. <c>afterFailure</c> has run.</summary>
    private void ReopenRun()
    {
        Move(RunTrigger.Reopened);
        (Outcome, OutcomeAt) = (null, null);
        Root(PlanSection.Finally).IsOpen = false;
        foreach (var step in Steps.Where(step => step.Node is { Step: not null, Section: PlanSection.Finally } && step.IsFinal))
        {
            Reopen(step, AttemptFrom.Require);
        }

        Derive();
    }

    private void Retry(StepProgress step)
    {
        var retrial = Retrial.Of(this, step);
        if (retrial.WhyNot is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        var warned = step.HasWarning || step.Late?.Result == "warning";
        ReopenInPlace(step, retrial.From);
        step.HasWarning = warned;
    }

    /// <summary>Takes a step's end back, and those that followed from it: of the groups it stands in, and of what it blocked.</summary>
    private void ReopenInPlace(StepProgress step, AttemptFrom from)
    {
        Reopen(step, from);
        for (var group = Steps[step.Node.Parent]; group.Node.Step is not null; group = Steps[group.Node.Parent])
        {
            if (group.IsFinal)
            {
                Reopen(group, AttemptFrom.Action);
            }
        }

        Unblock();
        Derive();
    }

    /// <summary>The step has not begun again. What it knows of its attempts stays; what was said of its end does not.</summary>
    private void Reopen(StepProgress step, AttemptFrom from)
    {
        Move(step, StepTrigger.Reopened);
        ReleaseThrottle(step);
        (step.NextFrom, step.AttemptsBefore) = (from, step.Attempt);
        (step.VerifyAt, step.EndedAt, step.Deadline, step.NotBefore) = (null, null, null, null);
        (step.Settled, step.SkipRequested, step.SkipsAtOnce) = (null, null, false);
        (step.Late, step.StillRunning, step.MayRetry, step.HasWarning, step.IsOpen) = (null, false, false, false, false);
        (step.Causes, step.BlockTolerated, step.Recheck) = ([], false, Recheck.None);
        var kept = from == AttemptFrom.Require ? 0 : step.RequireGates.Length;
        foreach (var gate in step.Gates.Skip(kept))
        {
            Forget(gate);
            gate.State = GateState.Pending;
        }
    }

    /// <summary>Lets go of the steps that nothing blocks any longer; those that stay blocked name what still blocks them.</summary>
    private void Unblock()
    {
        var blocked = Steps.Where(step => step.State == StepState.Blocked).ToList();
        var still = new HashSet<StepProgress>();
        blocked.ForEach(step => step.State = StepState.Pending);
        for (var before = -1; before < still.Count;)
        {
            before = still.Count;
            foreach (var step in blocked.Where(step => !still.Contains(step)))
            {
                if (Blocking.Of(this, step) is { } by)
                {
                    (step.State, step.Causes, step.BlockTolerated) = (StepState.Blocked, by.By, by.Tolerated);
                    still.Add(step);
                }
            }
        }

        foreach (var step in blocked.Where(step => !still.Contains(step)))
        {
            step.State = StepState.Blocked;
            Reopen(step, AttemptFrom.Require);
        }
    }

    /// <summary>Sets all that the fold keeps up from step to step to what the steps' states say.</summary>
    internal void Derive()
    {
        _active.Clear();
        _active.UnionWith(Steps.Where(step => step.IsActive).Select(step => step.Node.Index));
        foreach (var step in Steps)
        {
            var before = step.Node.Predecessors.Select(index => Steps[index]).ToList();
            step.Unmet = before.Count(predecessor => !LetsBegin(predecessor, step));
            step.Unended = before.Count(predecessor => !predecessor.IsFinal);
            step.IsStopped = false;
        }

        foreach (var group in Steps)
        {
            var children = group.Node.Children.Select(child => Steps[child]).ToList();
            group.ActiveChildren = children.Count(child => child.IsActive);
            group.PendingChildren = children.Count(child => child.State == StepState.Pending);
            group.Ready.Clear();
            group.Ready.UnionWith(children.Where(child => child is { State: StepState.Pending, Unmet: 0 }).Select(child => child.Node.Index));
        }

        FirstFailure = null;
        foreach (var failed in Steps.Where(step => step.State is StepState.Failed or StepState.Partial).OrderBy(step => step.EndedAt!.Value.Sequence))
        {
            StopScope(failed, failed.Reason);
        }

        foreach (var manager in _managers.Values)
        {
            manager.InFlight = Steps.Count(step => step.HoldsPlace && step.Failover!.Request.Manager == manager.Plan.Name);
        }

        Agenda.TouchAll();
    }

    private static bool LetsBegin(StepProgress step, StepProgress successor) =>
        step.Unlocks || (step.IsTolerated && !successor.Step.Needs.Contains(step.Step.Id));
}
