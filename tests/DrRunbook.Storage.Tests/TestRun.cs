using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

/// <summary>Writes the journal of one run, line by line, with real entries.</summary>
internal sealed class TestRun(string id, bool simulated = false)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private string _head = JournalLine.NoHash;
    private long _length;

    public string Id => id;

    public static AppendBatch Empty { get; } = new([], [], [], [], [], RunOutcome.Running);

    /// <summary>Goes on behind lines that are stored already.</summary>
    public static TestRun After(string id, IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var run = new TestRun(id);
        foreach (var line in lines)
        {
            run._head = JournalLine.HashOf(line.Span);
            run._length++;
        }

        return run;
    }

    /// <summary>The next lines of the journal.</summary>
    public ImmutableArray<JournalLine> Lines(int count, string text = "a line") => [.. Enumerable.Range(0, count).Select(_ => Next(text))];

    /// <summary>A batch with the next lines.</summary>
    public AppendBatch Batch(int lines = 1) => Empty with { Lines = Lines(lines) };

    public NewRun New(int lines = 1, DateTimeOffset? createdAt = null) => new(id, "site-a", "drill", simulated, createdAt ?? Start, Batch(lines));

    private JournalLine Next(string text)
    {
        _length++;
        var entry = new JournalEntry(_length, Start, TimeSpan.FromMilliseconds(_length), new FindingNoted("test", new StepId("step"), OutsideText.From(text)));
        var line = JournalLine.Write(id, entry, _head);
        _head = line.Hash;
        return line;
    }
}
