using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <content>The fold of what happens to gates.</content>
public sealed partial class RunState
{
    /// <summary>Whether a gate takes signed answers alone: people of certain roles are asked, in a real run whose runbook states <c>allowedSigners</c>.</summary>
    public bool WantsSignature(GateProgress gate) =>
        Start is { Simulation: null } && Graph.Plan.AllowedSigners is not null && gate.Manual is null or { From.IsEmpty: false };

    /// <summary>Whether this is who started the run, by name or by key.</summary>
    /// <param name="proof">The signature, or null.</param>
    public bool IsByStarter(string principal, SignatureProof? proof) =>
        Start!.StartedBy.Raw == principal || (proof is not null && Start.Proof?.Fingerprint == proof.Fingerprint);

    private void FoldGate(StepProgress step, GateProgress gate, GateEvent gateEvent, Moment now)
    {
        switch (gateEvent)
        {
            case GateStarted started:
                gate.State = GateState.Open;
                gate.StartedAt ??= now;
                gate.Deadline = started.Deadline;
                gate.PassesAt = started.PassesAt;
                Agenda.At(started.Deadline, step.Node.Index);
                Agenda.At(started.PassesAt, step.Node.Index);
                break;
            case PersonAsked asked:
                gate.Asked = asked;
                gate.Deadline = asked.Deadline;
                Agenda.At(asked.Deadline, step.Node.Index);
                break;
            case GateAnswered answered:
                gate.Answers = gate.Answers.Add(answered);
                break;
            case GateFailing failing:
                gate.Detail = failing.Detail;
                break;
            case GatePassed passed:
                (gate.State, gate.EndedAt, gate.Detail) = (GateState.Passed, now, passed.Detail);
                ConfirmUndos(gate);
                break;
            case GateFailed failed:
                gate.State = failed.Tolerated ? GateState.Passed : GateState.Failed;
                (gate.EndedAt, gate.Detail, gate.FailureTolerated) = (now, failed.Detail, failed.Tolerated);
                break;
            default:
                throw new InvalidOperationException($"unknown event {gateEvent.GetType().Name}");
        }
    }

    private void ConfirmUndos(GateProgress gate)
    {
        if (gate.Plan.Gate is ManualGate { Undoes: { } scope })
        {
            OwedUndos = OwedUndos.RemoveRange(OwedUndos.Keys.Where(scope.Covers));
        }
    }
}
