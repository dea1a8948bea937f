using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>Where a gate stands.</summary>
public enum GatePlace
{
    /// <summary>Before the action.</summary>
    Require,

    /// <summary>After the action.</summary>
    Verify,

    /// <summary>It is the step.</summary>
    Step,
}

/// <summary>What became of a gate.</summary>
public enum GateOutcome
{
    /// <summary>Its turn never came.</summary>
    NotTried,

    /// <summary>It was being tried when the journal ends.</summary>
    Open,

    /// <summary>It held.</summary>
    Passed,

    /// <summary>It did not hold.</summary>
    Failed,

    /// <summary>It did not hold, and <c>otherwise: warn</c> made that a finding.</summary>
    Tolerated,

    /// <summary>It was taken back: by a halt, or by the end of its step.</summary>
    Withdrawn,
}

/// <summary>A gate, tried once through.</summary>
/// <param name="Kind">The gate's kind as the runbook writes it.</param>
/// <param name="What">What it asks for, in words.</param>
/// <param name="AsksPeople">Whether people answered it, or were to.</param>
/// <param name="Attempt">The step's attempt it belongs to; 0 where its turn never came.</param>
/// <param name="Tries">How often a probe was tried; 0 for people and time.</param>
/// <param name="DurationMs">How long it was tried; null where its turn never came.</param>
/// <param name="Deadline">When it fails for want of an answer, UTC; null without limit.</param>
/// <param name="FirstFailure">What the first try that did not hold saw, or no text.</param>
/// <param name="Detail">What was last seen.</param>
/// <param name="Question">What people were asked, or no text.</param>
/// <param name="From">The roles that may answer; empty: anybody, or nobody is asked.</param>
public sealed record GateReport(
    GateId Id,
    GatePlace Place,
    string Kind,
    string What,
    bool AsksPeople,
    GateOutcome Outcome,
    int Attempt,
    int Tries,
    ReportMoment? Started,
    ReportMoment? Ended,
    long? DurationMs,
    DateTimeOffset? Deadline,
    OutsideText FirstFailure,
    OutsideText Detail,
    OutsideText Question,
    ImmutableArray<string> From,
    ImmutableArray<GateAnswerReport> Answers,
    ImmutableArray<string> Evidence);

/// <summary>A person's answer.</summary>
/// <param name="SignatureChecked">Whether a signature was checked.</param>
/// <param name="Fingerprint">The key's; null where no signature was checked.</param>
public sealed record GateAnswerReport(ReportMoment When, OutsideText Principal, GateDecision Decision, OutsideText Note, bool SignatureChecked, string? Fingerprint = null);
