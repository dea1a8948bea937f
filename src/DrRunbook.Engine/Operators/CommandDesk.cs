using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>What becomes of an operator's command: the events it makes, or why it is refused.</summary>
/// <param name="Refusal">Null where it is accepted.</param>
/// <param name="Blobs">What the events name.</param>
public sealed record CommandVerdict(ImmutableArray<RunEvent> Events, string? Refusal, ImmutableArray<Blob> Blobs)
{
    internal static CommandVerdict Accept(params ImmutableArray<RunEvent> events) => new(events, Refusal: null, []);

    internal static CommandVerdict Refuse(string why) => new([], why, []);
}

/// <summary>Judges operators' commands against the run as it stands. Pure.</summary>
public static class CommandDesk
{
    /// <summary>Judges one command.</summary>
    /// <param name="seal">What its signature is worth.</param>
    public static CommandVerdict Judge(RunState state, OperatorCommand command, Seal seal)
    {
        if (command.Kind == "undo-confirm")
        {
            return StepMoves.ConfirmUndo(state, command);
        }

        if (RecordMoves.Judge(state, command) is { } verdict)
        {
            return verdict;
        }

        if (state.Phase == RunPhase.Failed && !state.IsClosed && IsStepMove(command))
        {
            return Reopening(Move(state, command, seal), command);
        }

        if (RunLifecycle.IsFinal(state.Phase))
        {
            return CommandVerdict.Refuse(state.IsClosed
                ? "the run was closed: it is over for good"
                : $"the run is over ({Words.Of(state.Standing)}){(IsStepMove(command) ? ": only a failed run is reopened" : "")}");
        }

        return Move(state, command, seal);
    }

    /// <summary>Whether a command, where it is accepted, wants the run to go on; else it is only put on record.</summary>
    internal static bool MovesRun(OperatorCommand command) => command.Kind is "approve" or "reject" or "confirm" || IsStepMove(command);

    private static bool IsStepMove(OperatorCommand command) => command.Kind is "retry" or "skip" or "settle-as-succeeded" or "settle-as-failed";

    /// <summary>A move that takes the end of a failed run back says so first.</summary>
    private static CommandVerdict Reopening(CommandVerdict move, OperatorCommand command) => move.Refusal is null && move.Events is not [StepSettled { As: Settlement.Failed }]
        ? move with { Events = move.Events.Insert(0, new RunReopened(OutsideText.From(command.By), OutsideText.From(command.Text))) }
        : move;

    private static CommandVerdict Move(RunState state, OperatorCommand command, Seal seal) => command.Kind switch
    {
        "halt" => Halt(state, command),
        "approve" => Answer(state, command, GateDecision.Approve, seal),
        "reject" => Answer(state, command, GateDecision.Reject, seal),
        "confirm" => Answer(state, command, GateDecision.Confirm, seal),
        "settle-as-succeeded" => StepMoves.Settle(state, command, Settlement.Succeeded),
        "settle-as-failed" => StepMoves.Settle(state, command, Settlement.Failed),
        "retry" => StepMoves.Retry(state, command),
        "skip" => StepMoves.Skip(state, command),
        _ => CommandVerdict.Refuse($"'{command.Kind}' is no command of this version"),
    };

    private static CommandVerdict Halt(RunState state, OperatorCommand command) => state.Phase switch
    {
        RunPhase.Running => CommandVerdict.Accept(new HaltRequested(OutsideText.From(command.By), OutsideText.From(command.Text ?? "halt"))),
        RunPhase.Concluding => CommandVerdict.Refuse("the outcome is fixed; only 'afterFailure' and 'finally' are still running"),
        RunPhase.Halting => CommandVerdict.Refuse("the run is halting already"),
        _ => CommandVerdict.Refuse("nobody drives the run: there is nothing to halt"),
    };

    private static CommandVerdict Answer(RunState state, OperatorCommand command, GateDecision decision, Seal seal)
    {
        if (command.Target is null || state.FindGate(command.Target) is not var (step, gate))
        {
            var open = OpenQuestions(state);
            return CommandVerdict.Refuse(open.Length == 0
                ? $"the plan has no gate '{command.Target}', and none waits for a person"
                : $"the plan has no gate '{command.Target}'; these wait for a person: {string.Join(", ", open)}");
        }

        if (!gate.WaitsForPerson || gate.Asked is null)
        {
            return CommandVerdict.Refuse(gate.State is GateState.Passed or GateState.Failed
                ? $"gate '{command.Target}' is decided already: {gate.Detail}"
                : $"gate '{command.Target}' does not wait for a person now");
        }

        if (Reason(state, gate, command, decision, seal.Proof) is { } refusal)
        {
            return CommandVerdict.Refuse(refusal);
        }

        if (seal.Refusal is { } broken)
        {
            return CommandVerdict.Refuse(broken);
        }

        if (seal.Proof is null && state.WantsSignature(gate))
        {
            return CommandVerdict.Refuse($"gate '{gate.Plan.Id}' takes signed answers alone: sign with your SSH key, --key PATH");
        }

        var answered = new GateAnswered(
            step.Step.Id, gate.Plan.Id, decision, OutsideText.From(command.By), OutsideText.From(command.Text), seal.Proof is not null, seal.Proof);
        return CommandVerdict.Accept(answered) with { Blobs = seal.Blobs };
    }

    private static string? Reason(RunState state, GateProgress gate, OperatorCommand command, GateDecision decision, SignatureProof? proof)
    {
        var manual = gate.Manual;
        if (manual is null && decision == GateDecision.Confirm)
        {
            return $"gate '{gate.Plan.Id}' is an approval: answer with 'approve' or 'reject'";
        }

        if (manual is not null && decision == GateDecision.Approve)
        {
            return $"gate '{gate.Plan.Id}' is to be confirmed: answer with 'confirm' or 'reject'";
        }

        if (manual is { EvidenceRequired: true } && decision == GateDecision.Confirm && string.IsNullOrWhiteSpace(command.Text))
        {
            return $"gate '{gate.Plan.Id}' wants evidence: give it with --note";
        }

        var roles = manual?.From ?? [.. ((ApprovalGate)gate.Plan.Gate).Lines.SelectMany(line => line.From).Distinct()];
        var people = roles.SelectMany(role => state.Graph.Plan.Approvers.GetValueOrDefault(role, [])).Distinct(StringComparer.Ordinal).ToList();
        if (!roles.IsEmpty && !people.Contains(command.By))
        {
            return $"'{command.By}' is none of those who may answer gate '{gate.Plan.Id}': {string.Join(", ", people)}";
        }

        if (gate.Plan.Gate is ApprovalGate { StarterMayApprove: false } && decision == GateDecision.Approve && state.IsByStarter(command.By, proof))
        {
            return $"'{command.By}' started the run and may not approve it";
        }

        if (gate.Answers.Any(answer => answer.Principal.Raw == command.By))
        {
            return $"'{command.By}' has answered gate '{gate.Plan.Id}' already";
        }

        return proof is not null && gate.Answers.FirstOrDefault(answer => answer.Proof?.Fingerprint == proof.Fingerprint) is { } same
            ? $"key {proof.Fingerprint} has answered gate '{gate.Plan.Id}' already, as '{same.Principal}'"
            : null;
    }

    private static string[] OpenQuestions(RunState state) =>
        [.. state.Steps.SelectMany(step => step.Gates).Where(gate => gate.WaitsForPerson).Select(gate => gate.Plan.Id.Value)];
}
