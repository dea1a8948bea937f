using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence;

/// <summary>What became of something that was stated before the run.</summary>
public enum StatedState
{
    /// <summary>Nobody said: it is free text, so drrun cannot tell.</summary>
    NotAssessed,

    /// <summary>A person says that the criterion is met, or that the assumption held.</summary>
    Confirmed,

    /// <summary>A person says that it is not met, or did not hold.</summary>
    Refuted,
}

/// <summary>A criterion or an assumption, as stated before the run, and what became of it.</summary>
/// <param name="Number">Its place in the runbook's list, from 1.</param>
/// <param name="State">By the last judgement.</param>
/// <param name="Judgements">Every word that was said on it, in order.</param>
public sealed record StatedReport(int Number, string Text, StatedState State, ImmutableArray<JudgementReport> Judgements);

/// <summary>A person's word on a criterion or an assumption.</summary>
/// <param name="Note">How that is known.</param>
public sealed record JudgementReport(ReportMoment When, OutsideText Who, bool Confirmed, OutsideText Note);

/// <summary>A finding that a person put on record. It does not change the outcome.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
/// <param name="Owner">Who sees to it, or null.</param>
/// <param name="Due">The day by which it is to be closed, or null.</param>
/// <param name="Closed">Its end, or null as long as it is open.</param>
public sealed record RecordedFindingReport(
    int Number, FindingSeverity Severity, StepId? Step, OutsideText Text, OutsideText? Owner, DateOnly? Due, ReportMoment When, OutsideText Who, ClosingReport? Closed);

/// <summary>How a finding was closed.</summary>
/// <param name="Note">What was done.</param>
public sealed record ClosingReport(ReportMoment When, OutsideText Who, OutsideText Note);

/// <summary>A note that a person put on record.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
public sealed record NoteReport(int Number, StepId? Step, OutsideText Text, ReportMoment When, OutsideText Who);
