using DrRunbook.Core.Journal;

namespace DrRunbook.Core.Execution;

/// <summary>Turns journal entries into moments on one line of time across interruptions.</summary>
public sealed class RunTimeline
{
    private TimeSpan _segmentBase;
    private JournalEntry? _last;
    private bool _isLeft;

    /// <summary>How long nobody drove the run, so far.</summary>
    public TimeSpan Away { get; private set; }

    /// <summary>The moment of the next entry.</summary>
    public Moment Next(JournalEntry entry)
    {
        // The first taking-up follows the first entry in the same process: nobody was away.
        if (entry.Event is RunTakenUp && _last is { Event: not RunStarted })
        {
            var gap = entry.At - _last.At;
            gap = gap > TimeSpan.Zero ? gap : TimeSpan.Zero;
            Away += gap;
            _segmentBase += _last.Elapsed + gap;
        }
        else if (_isLeft && _last is { } before)
        {
            // An operator's move on a run that was left goes on with the segment's time, but nobody drives it.
            Away += entry.Elapsed - before.Elapsed;
        }

        _isLeft = entry.Event is RunPaused or RunEnded || (_isLeft && entry.Event is not RunTakenUp);
        _last = entry;
        return new Moment(entry.At, _segmentBase + entry.Elapsed, entry.Sequence);
    }
}
