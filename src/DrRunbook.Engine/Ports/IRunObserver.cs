using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;

namespace DrRunbook.Engine.Ports;

/// <summary>Watches a run. Every call comes on the run loop's thread and must be quick; the state must not be kept or read from another thread.</summary>
public interface IRunObserver
{
    /// <summary>The run is taken up; the state is what the journal told before.</summary>
    void Started(RunState state);

    /// <summary>These entries are durable and folded into the state.</summary>
    void Committed(ImmutableArray<JournalEntry> entries, RunState state);

    /// <summary>The run is over, or left, and messages to addresses of <c>notify</c> are still on their way; the first Ctrl+C from here on ends the waiting.</summary>
    /// <param name="addresses">How many addresses.</param>
    /// <param name="patience">How long that takes at most, by the run's clock.</param>
    void TellsLast(int addresses, TimeSpan patience)
    {
    }

    /// <summary>The loop ends: the run is over, or left where it stands.</summary>
    void Ended(RunState state);
}
