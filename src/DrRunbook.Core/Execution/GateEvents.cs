using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Something that happened to a gate.</summary>
public abstract record GateEvent(StepId Step, GateId Gate) : StepEvent(Step);

/// <summary>The gate is tried from now on.</summary>
/// <param name="Deadline">When it fails for want of an answer, UTC; null without limit.</param>
/// <param name="PassesAt">When time alone lets it pass (<c>wait</c>, <c>window</c>), UTC; else null.</param>
public sealed record GateStarted(StepId Step, GateId Gate, DateTimeOffset? Deadline, DateTimeOffset? PassesAt) : GateEvent(Step, Gate);

/// <summary>A person is asked.</summary>
/// <param name="Question">The prompt or instruction, filled in.</param>
/// <param name="From">Roles that may answer; empty: anybody.</param>
/// <param name="Nonce">Binds an answer to this question.</param>
public sealed record PersonAsked(
    StepId Step, GateId Gate, OutsideText Question, ImmutableArray<string> From, string Nonce, DateTimeOffset? Deadline) : GateEvent(Step, Gate);

/// <summary>A person answered.</summary>
/// <param name="Note">A reason or evidence, or no text.</param>
/// <param name="SignatureChecked">Whether a signature was checked.</param>
/// <param name="Proof">The signature; null where none was checked.</param>
public sealed record GateAnswered(
    StepId Step, GateId Gate, GateDecision Decision, OutsideText Principal, OutsideText Note, bool SignatureChecked, SignatureProof? Proof = null) : GateEvent(Step, Gate);

/// <summary>The first try that did not hold; further ones follow.</summary>
public sealed record GateFailing(StepId Step, GateId Gate, OutsideText Detail) : GateEvent(Step, Gate);

/// <summary>The gate holds.</summary>
/// <param name="Tries">How often it was tried; 0 for people and time.</param>
/// <param name="Evidence">Names of the blobs that hold what was seen.</param>
public sealed record GatePassed(StepId Step, GateId Gate, OutsideText Detail, int Tries, ImmutableArray<string> Evidence) : GateEvent(Step, Gate);

/// <summary>The gate does not hold.</summary>
/// <param name="Tolerated">Whether <c>otherwise: warn</c> turns this into a finding and lets the step go on.</param>
public sealed record GateFailed(
    StepId Step, GateId Gate, OutsideText Detail, int Tries, bool Tolerated, ImmutableArray<string> Evidence) : GateEvent(Step, Gate);

/// <summary>A person's answer to a gate.</summary>
public enum GateDecision
{
    /// <summary>Agrees with an approval.</summary>
    Approve,

    /// <summary>Says no.</summary>
    Reject,

    /// <summary>Says that a manual gate's instruction is done.</summary>
    Confirm,
}
