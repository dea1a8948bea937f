using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>A person puts something on record, during the run or after it. The outcome is computed and does not change by it.</summary>
/// <param name="By">The principal.</param>
public abstract record RecordEvent(OutsideText By) : RunEvent;

/// <summary>A finding that drrun cannot see.</summary>
/// <param name="Number">From 1, in the order in which they are added.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
/// <param name="Owner">Who sees to it, or null.</param>
/// <param name="Due">The day by which it is to be closed, or null.</param>
public sealed record FindingAdded(int Number, FindingSeverity Severity, StepId? Step, OutsideText Text, OutsideText? Owner, DateOnly? Due, OutsideText By)
    : RecordEvent(By);

/// <summary>A finding that a person had added is dealt with.</summary>
/// <param name="Note">What was done.</param>
public sealed record FindingClosed(int Number, OutsideText By, OutsideText Note) : RecordEvent(By);

/// <summary>Something worth remembering that is no finding.</summary>
/// <param name="Number">From 1, in the order in which they are added.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
public sealed record NoteAdded(int Number, StepId? Step, OutsideText Text, OutsideText By) : RecordEvent(By);

/// <summary>A person says whether a criterion of <c>exercise.criteria</c> is met. The last word stands; those before it stay in the journal.</summary>
/// <param name="Number">The criterion's place in the list, from 1.</param>
/// <param name="Note">How that is known.</param>
public sealed record CriterionJudged(int Number, bool Met, OutsideText By, OutsideText Note) : RecordEvent(By);

/// <summary>A person says whether an assumption of <c>exercise.assumptions</c> held. The last word stands; those before it stay in the journal.</summary>
/// <param name="Number">The assumption's place in the list, from 1.</param>
/// <param name="Note">How that is known.</param>
public sealed record AssumptionJudged(int Number, bool Held, OutsideText By, OutsideText Note) : RecordEvent(By);
