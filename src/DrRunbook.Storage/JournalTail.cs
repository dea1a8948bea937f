using System.Globalization;
using System.Text;
using DrRunbook.Core.Journal;

namespace DrRunbook.Storage;

/// <summary>The end of a stored journal: what the next line must follow.</summary>
/// <param name="Length">The number of the last line; 0 for none.</param>
/// <param name="Head">The last line's hash.</param>
internal readonly record struct JournalTail(long Length, string Head)
{
    /// <summary>The end of a journal without lines.</summary>
    public static JournalTail Empty { get; } = new(0, JournalLine.NoHash);

    /// <summary>The end after these lines.</summary>
    /// <exception cref="InvalidOperationException">A line does not follow the one before it: a bug, and storing it would break the chain for ever.</exception>
    public JournalTail Append(ImmutableArray<JournalLine> lines)
    {
        var tail = this;
        foreach (var line in lines)
        {
            tail = tail.Append(line);
        }

        return tail;
    }

    /// <summary>Whether these are all the lines after an entry, up to this end: one that is missing, torn or changed at the very end breaks no chain.</summary>
    public bool IsEndOf(ImmutableArray<ReadOnlyMemory<byte>> lines, long afterSequence) =>
        lines.Length == Math.Max(0, Length - afterSequence) && (lines.IsEmpty || JournalLine.HashOf(lines[^1].Span) == Head);

    private JournalTail Append(JournalLine line)
    {
        if (line.Sequence != Length + 1)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"journal line {line.Sequence} does not follow line {Length}"));
        }

        if (line.Bytes.Length >= JournalLine.MaxBytes || line.Bytes.Span.Contains((byte)'\n'))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"journal line {line.Sequence} is not one line of at most {JournalLine.MaxBytes} bytes"));
        }

        if (!NamesHead(line.Bytes.Span))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"journal line {line.Sequence} does not name the hash of line {Length}"));
        }

        if (line.Hash != JournalLine.HashOf(line.Bytes.Span))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"journal line {line.Sequence} does not have the hash it says"));
        }

        return new JournalTail(line.Sequence, line.Hash);
    }

    /// <summary>Whether the line ends as a line behind this end does: its last member names the hash.</summary>
    private bool NamesHead(ReadOnlySpan<byte> line)
    {
        var hash = Head.Length + 2;
        return line.Length > hash && line.EndsWith("\"}"u8) && Ascii.Equals(line[^hash..^2], Head) && line[..^hash].EndsWith(",\"prev\":\""u8);
    }
}
