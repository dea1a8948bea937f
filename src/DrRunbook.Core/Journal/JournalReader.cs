using System.Text.Json;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Journal;

/// <summary>Reads journal lines back, checking the chain as it goes.</summary>
/// <param name="run">The run's id; every line must name it.</param>
public sealed class JournalReader(string run)
{
    private string _previousHash = JournalLine.NoHash;
    private long _sequence;

    /// <summary>The run's id.</summary>
    public string Run => run;

    /// <summary>The hash that the next line must name.</summary>
    public string Head => _previousHash;

    /// <summary>The number of the last line read; 0 before the first.</summary>
    public long Length => _sequence;

    /// <summary>Reads the next line.</summary>
    /// <param name="bytes">The line without its LF.</param>
    /// <exception cref="JournalDamagedException">It is not the line that follows, or no journal line at all.</exception>
    public JournalEntry Read(ReadOnlySpan<byte> bytes)
    {
        var sequence = _sequence + 1;
        var entry = Parse(bytes, sequence);
        _previousHash = JournalLine.HashOf(bytes);
        _sequence = sequence;
        return entry;
    }

    private JournalEntry Parse(ReadOnlySpan<byte> bytes, long sequence)
    {
        try
        {
            var line = JsonSerializer.Deserialize<Line>(bytes, CoreJson.Options) ?? throw Damaged(JournalDiagnostics.Unreadable(sequence, "it is null"));
            if (line.Seq != sequence)
            {
                throw Damaged(JournalDiagnostics.OutOfOrder(sequence, line.Seq));
            }

            if (line.Prev != _previousHash)
            {
                throw Damaged(JournalDiagnostics.ChainBroken(sequence));
            }

            if (line.Run != run)
            {
                throw Damaged(JournalDiagnostics.OtherRun(sequence, line.Run));
            }

            var type = RunEventNames.Find(line.Type) ?? throw Damaged(JournalDiagnostics.UnknownType(sequence, line.Type));
            var data = line.Data.Deserialize(type, CoreJson.Options) as RunEvent ?? throw Damaged(JournalDiagnostics.Unreadable(sequence, "it has no data"));
            return new JournalEntry(sequence, line.At, TimeSpan.FromMilliseconds(line.ElapsedMs), data);
        }
        catch (Exception exception) when (exception is JsonException or OverflowException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new JournalDamagedException(JournalDiagnostics.Unreadable(sequence, exception.Message), exception);
        }
    }

    private static JournalDamagedException Damaged(Diagnostic diagnostic) => new(diagnostic);

    private sealed record Line(long Seq, DateTimeOffset At, long ElapsedMs, string Run, string Type, JsonElement Data, string Prev);
}
