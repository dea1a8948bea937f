using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>How far a gate is.</summary>
public enum GateState
{
    /// <summary>Not tried yet, or taken back.</summary>
    Pending,

    /// <summary>Being tried, or waiting for a person or the clock.</summary>
    Open,

    /// <summary>Holds (or its failure is tolerated).</summary>
    Passed,

    /// <summary>Does not hold.</summary>
    Failed,
}

/// <summary>A gate while its run goes on.</summary>
public sealed class GateProgress(PlanGate plan)
{
    /// <summary>The gate.</summary>
    public PlanGate Plan { get; } = plan;

    /// <summary>How far it is.</summary>
    public GateState State { get; internal set; }

    /// <summary>When it was first tried.</summary>
    public Moment? StartedAt { get; internal set; }

    /// <summary>When it passed or failed.</summary>
    public Moment? EndedAt { get; internal set; }

    /// <summary>When it fails for want of an answer, UTC; null without limit. Kept across a halt.</summary>
    public DateTimeOffset? Deadline { get; internal set; }

    /// <summary>When time alone lets it pass, UTC; else null.</summary>
    public DateTimeOffset? PassesAt { get; internal set; }

    /// <summary>What was last seen.</summary>
    public OutsideText Detail { get; internal set; }

    /// <summary>Whether its failure was turned into a finding.</summary>
    public bool FailureTolerated { get; internal set; }

    /// <summary>The question a person has been asked, or null.</summary>
    public PersonAsked? Asked { get; internal set; }

    /// <summary>The answers so far.</summary>
    public ImmutableArray<GateAnswered> Answers { get; internal set; } = [];

    /// <summary>Whether people answer it: an approval, a manual gate, or a probe that turned to a person.</summary>
    public bool WaitsForPerson => State == GateState.Open && (Asked is not null || Plan.Gate is ApprovalGate or ManualGate);

    /// <summary>The manual gate whose rules an answer follows: the gate itself, or the one its failure turned to; null for approvals.</summary>
    public ManualGate? Manual => Plan.Gate as ManualGate ?? Plan.Gate.Otherwise.Ask;
}
