using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;

namespace DrRunbook.Engine.Running;

/// <summary>Numbers, dates and chains what a process appends to a run's journal, one batch at a time.</summary>
internal sealed class RunJournal
{
    private readonly string _run;
    private readonly TimeProvider _clock;
    private readonly long _takenUp;
    private readonly List<JournalEntry> _entries = [];
    private readonly List<JournalLine> _lines = [];
    private string _head;
    private long _length;
    private string _committedHead;
    private long _committedLength;

    /// <param name="clock">The run's clock; its timestamp counts from now on.</param>
    /// <param name="head">The hash of the last line in the store.</param>
    /// <param name="length">The number of that line, 0 for none.</param>
    public RunJournal(string run, TimeProvider clock, string head, long length)
    {
        (_run, _clock, _takenUp) = (run, clock, clock.GetTimestamp());
        (_head, _length) = (head, length);
        (_committedHead, _committedLength) = (head, length);
    }

    /// <summary>What has been written since the last commit.</summary>
    public ImmutableArray<JournalEntry> Entries => [.. _entries];

    /// <summary>The lines of <see cref="Entries"/>.</summary>
    public ImmutableArray<JournalLine> Lines => [.. _lines];

    /// <summary>Writes an event behind the last one.</summary>
    public JournalEntry Write(RunEvent runEvent)
    {
        var entry = new JournalEntry(++_length, WholeMilliseconds(_clock.GetUtcNow()), WholeMilliseconds(_clock.GetElapsedTime(_takenUp)), runEvent);
        var line = JournalLine.Write(_run, entry, _head);
        _head = line.Hash;
        _entries.Add(entry);
        _lines.Add(line);
        return entry;
    }

    /// <summary>The batch is in the store.</summary>
    public void Committed()
    {
        (_committedHead, _committedLength) = (_head, _length);
        Clear();
    }

    /// <summary>The batch was refused: it never was.</summary>
    public void TakeBack()
    {
        (_head, _length) = (_committedHead, _committedLength);
        Clear();
    }

    private void Clear()
    {
        _entries.Clear();
        _lines.Clear();
    }

    /// <summary>Times are journaled in whole milliseconds.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static TimeSpan WholeMilliseconds(TimeSpan time) => TimeSpan.FromTicks(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond));
}
