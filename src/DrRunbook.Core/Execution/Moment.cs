namespace DrRunbook.Core.Execution;

/// <summary>An instant of a run.</summary>
/// <param name="At">UTC, for people.</param>
/// <param name="SinceStart">Since the run's first entry: monotonic inside a taking-up; the gap between two takings-up by the clock, never below zero.</param>
/// <param name="Sequence">The journal entry it rests on.</param>
public readonly record struct Moment(DateTimeOffset At, TimeSpan SinceStart, long Sequence);
