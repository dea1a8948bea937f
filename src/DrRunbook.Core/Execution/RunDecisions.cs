using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What is to be recorded of the run as a whole, once no step has anything left to decide.</summary>
internal static class RunDecisions
{
    /// <summary>The end of the main steps, a pause, the end of the run, or null while it goes on.</summary>
    public static RunEvent? Next(RunState state) => state.Phase switch
    {
        RunPhase.Running when state.IsClosed => new OutcomeFixed(RunOutcome.Failed, FailedStep: null),
        RunPhase.Running or RunPhase.Halting when MainIsOver(state) => new OutcomeFixed(RunVerdict.Of(state).Outcome, state.FirstFailure),
        RunPhase.Running => Stand(state),
        RunPhase.Halting => state.Active.All(index => MayBeLeft(state.Steps[index])) ? new RunPaused(RunOutcome.Halted) : null,
        RunPhase.Concluding => IsOver(state.Root(PlanSection.Finally)) ? new RunEnded(state.Outcome!.Value) : null,
        _ => null,
    };

    private static bool MainIsOver(RunState state)
    {
        var root = state.Root(PlanSection.Main);
        return root.ActiveChildren == 0 && (root.PendingChildren == 0 || root.IsStopped);
    }

    private static bool IsOver(StepProgress root) => root.IsOpen && root.ActiveChildren == 0 && root.PendingChildren == 0;

    /// <summary>Leaves the run where nothing but doubt, or with <c>--no-wait</c> nothing but people, holds it up.</summary>
    private static RunPaused? Stand(RunState state)
    {
        var people = false;
        var doubt = false;
        foreach (var index in state.Active)
        {
            var step = state.Steps[index];
            if (!MayBeLeft(step) && !IsShutOut(state, step))
            {
                return null;
            }

            people |= WaitsForPeopleOnly(step);
            doubt |= step.State == StepState.InDoubt;
        }

        if (people)
        {
            return state.LeavesPeople ? new RunPaused(RunOutcome.Waiting) : null;
        }

        // Neither: a step that a halt took out of its retry pause waits for the rest of it.
        return doubt ? new RunPaused(RunOutcome.InDoubt) : null;
    }

    private static bool MayBeLeft(StepProgress step) => step is { State: StepState.InDoubt, ReconcileUntil: null } || (step.Node.IsGroup && step.State == StepState.Running) || WaitsForPeopleOnly(step);

    /// <summary>Whether a step waits for a place that only another failover can free: where doubt holds them all, it holds up this one too.</summary>
    private static bool IsShutOut(RunState state, StepProgress step) => step is { State: StepState.Queued, Step.Action: FailoverAction failover }
        && state.Managers[failover.EnterpriseManager] is var manager
        && manager.InFlight >= manager.Plan.MaxConcurrentFailovers;

    private static bool WaitsForPeopleOnly(StepProgress step)
    {
        var asked = false;
        foreach (var gate in step.CurrentGates)
        {
            if (gate.State is GateState.Open && gate.Asked is null)
            {
                // It probes, or its question is not in the journal yet.
                return false;
            }

            asked |= gate.WaitsForPerson;
        }

        return asked;
    }
}
