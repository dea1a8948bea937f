using DrRunbook.Core.Execution;

namespace DrRunbook.Core.Journal;

/// <summary>One thing that happened to a run, and when.</summary>
/// <param name="Sequence">From 1, without gaps; this, not the clock, gives the order.</param>
/// <param name="At">UTC, for people; jumps when the clock is corrected.</param>
/// <param name="Elapsed">Monotonic, in whole milliseconds, since this process took the run up; durations come from here.</param>
public sealed record JournalEntry(long Sequence, DateTimeOffset At, TimeSpan Elapsed, RunEvent Event);
