using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What one address is told of, once or again and again.</summary>
/// <param name="Notification">The address's place in <c>notify</c>, from 1.</param>
/// <param name="Step">Null for the run.</param>
/// <param name="Gate">Null where no gate is meant.</param>
/// <param name="Entry">The journal entry with which it began; null for an objective.</param>
public sealed record NoticeSubject(int Notification, Occasion Occasion, StepId? Step, GateId? Gate, long? Entry);

/// <summary>A message that is due, or will be.</summary>
/// <param name="Since">When what it tells of began, UTC.</param>
/// <param name="DueAt">When it is to be sent, UTC.</param>
/// <param name="Count">How often the address will have been told of this, from 1.</param>
public sealed record Notice(NoticeSubject Subject, DateTimeOffset Since, DateTimeOffset DueAt, int Count);
