using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>Judges what a person says of a single step: how a doubt is settled, that a step is tried again or passed over, that its undo is done.</summary>
internal static class StepMoves
{
    public static CommandVerdict Settle(RunState state, OperatorCommand command, Settlement settlement)
    {
        if (Find(state, command) is not { } step)
        {
            return Unknown(state, command);
        }

        if (WhyNot(state, step, command) is { } refusal)
        {
            return CommandVerdict.Refuse(refusal);
        }

        return WhyNothingToSettle(state, step, settlement) is { } reason
            ? CommandVerdict.Refuse(reason)
            : CommandVerdict.Accept(new StepSettled(step.Step.Id, settlement, OutsideText.From(command.By), OutsideText.From(command.Text)));
    }

    /// <summary>Whether a step, or the one whose gate is named, may be tried again; a reason is welcome and not asked for.</summary>
    public static CommandVerdict Retry(RunState state, OperatorCommand command)
    {
        var gate = command.Target is { } target && target.Contains(':', StringComparison.Ordinal) ? state.FindGate(target) : null;
        if ((gate?.Step ?? Find(state, command)) is not { } step)
        {
            return Unknown(state, command);
        }

        if (WhyTooLate(state) is { } tooLate)
        {
            return CommandVerdict.Refuse(tooLate);
        }

        if (gate is { Gate.State: not GateState.Failed } && step.IsFinal)
        {
            return CommandVerdict.Refuse($"gate '{command.Target}' has not failed; step '{step.Step.Id}' as a whole is tried again by its own id");
        }

        return Retrial.Of(state, step).WhyNot is { } refusal
            ? CommandVerdict.Refuse(refusal)
            : CommandVerdict.Accept(new RetryRequested(step.Step.Id, OutsideText.From(command.By), OutsideText.From(command.Text)));
    }

    public static CommandVerdict Skip(RunState state, OperatorCommand command)
    {
        if (Find(state, command) is not { } step)
        {
            return Unknown(state, command);
        }

        if (WhyNot(state, step, command) is { } refusal)
        {
            return CommandVerdict.Refuse(refusal);
        }

        return step switch
        {
            { Node.IsGroup: true } => CommandVerdict.Refuse($"step '{step.Step.Id}' is a group: skip the steps in it one by one"),
            { Unlocks: true } => CommandVerdict.Refuse($"step '{step.Step.Id}' is over ({Words.Of(step.Outcome)}): it cannot be skipped any more"),
            { IsFinal: true } when Retrial.WhyNotReopened(state, step) is { } why => CommandVerdict.Refuse(why),
            { IsFinal: true } or { State: StepState.Pending or StepState.InDoubt } =>
                CommandVerdict.Accept(new SkipRequested(step.Step.Id, OutsideText.From(command.By), OutsideText.From(command.Text))),
            _ => CommandVerdict.Refuse($"step '{step.Step.Id}' is going on: only a step that has not begun, is in doubt or ended badly can be skipped"),
        };
    }

    /// <summary>An undo is done in the backup console, mostly after the run is over: the word of it may come then.</summary>
    public static CommandVerdict ConfirmUndo(RunState state, OperatorCommand command)
    {
        if (Find(state, command) is not { Step.Action: FailoverAction failover } step)
        {
            return CommandVerdict.Refuse($"the plan has no failover step '{command.Target}'; {Owed(state)}");
        }

        if (!state.OwedUndos.ContainsKey(failover.VApp))
        {
            return CommandVerdict.Refuse($"no undo of '{failover.VApp}' is owed; {Owed(state)}");
        }

        if (!RunLifecycle.IsFinal(state.Phase) && (step.IsActive || step.StillRunning))
        {
            return CommandVerdict.Refuse($"the failover of '{failover.VApp}' is still going on");
        }

        return string.IsNullOrWhiteSpace(command.Text)
            ? CommandVerdict.Refuse("a note of what was done is wanted: give it with --note")
            : CommandVerdict.Accept(new UndoConfirmed(step.Step.Id, OutsideText.From(command.By), OutsideText.From(command.Text)));
    }

    private static string Owed(RunState state)
    {
        var steps = state.Steps.Take(state.Graph.StepCount)
            .Where(step => step.Step.Action is FailoverAction failover && state.OwedUndos.ContainsKey(failover.VApp))
            .Select(step => step.Step.Id.Value)
            .ToList();
        return steps.Count == 0 ? "none is owed" : $"owed are those of {string.Join(", ", steps)}";
    }

    private static StepProgress? Find(RunState state, OperatorCommand command) =>
        command.Target is { } target && state.Graph.Find(new StepId(target)) is { } index ? state.Steps[index] : null;

    private static CommandVerdict Unknown(RunState state, OperatorCommand command)
    {
        var doubts = state.Steps.Where(step => step.State == StepState.InDoubt).Select(step => step.Step.Id.Value).ToList();
        return CommandVerdict.Refuse(doubts.Count == 0
            ? $"the plan has no step '{command.Target}', and none is in doubt"
            : $"the plan has no step '{command.Target}'; these are in doubt: {string.Join(", ", doubts)}");
    }

    /// <summary>A doubt is settled either way; of a step that ended badly a person may say that it took effect all the same, and of one that still ran then that it did not.</summary>
    private static string? WhyNothingToSettle(RunState state, StepProgress step, Settlement settlement) => step switch
    {
        { State: StepState.InDoubt } => null,
        { StillRunning: true } when settlement == Settlement.Failed => null,
        { State: StepState.Failed or StepState.Partial, Step.Action: FailoverAction or CommandAction or HttpAction } => settlement == Settlement.Failed
            ? $"step '{step.Step.Id}' has failed already: there is nothing to settle"
            : step.Reason == FailureReasons.VerifyFailed
                ? $"that step '{step.Step.Id}' took effect is known, what verifies it did not hold: 'retry' verifies it anew, 'skip' passes it over"
                : Retrial.WhyNotReopened(state, step),
        _ => $"step '{step.Step.Id}' is not in doubt: there is nothing to settle",
    };

    private static string? WhyTooLate(RunState state) => state.Phase == RunPhase.Concluding || (state.IsClosed && !RunLifecycle.IsFinal(state.Phase))
        ? "the outcome is fixed; only 'afterFailure' and 'finally' are still running"
        : null;

    private static string? WhyNot(RunState state, StepProgress step, OperatorCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.Text))
        {
            return "a reason is wanted: give it with --reason";
        }

        if (WhyTooLate(state) is { } tooLate)
        {
            return tooLate;
        }

        if (step.Node.Section != PlanSection.Main)
        {
            return $"step '{step.Step.Id}' does not belong to 'steps': 'afterFailure' and 'finally' are carried out as they stand";
        }

        if (step.Gates.FirstOrDefault(gate => gate.Plan.Gate is ApprovalGate) is { } approval)
        {
            return $"step '{step.Step.Id}' holds the approval '{approval.Plan.Id}': nobody may pass that over";
        }

        return step switch
        {
            { IsFinal: true } => null,
            { Settled: { } settled } => $"step '{step.Step.Id}' is settled already, by {settled.By}",
            { SkipRequested: { } skip } => $"step '{step.Step.Id}' is to be skipped already, by {skip.By}",
            _ => null,
        };
    }
}
