using System.Globalization;
using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Journal;

/// <summary>Reads journal lines back, checking the chain as it goes.</summary>
/// <param name="run">The run's id; every line must name it.</param>
public sealed class JournalReader(string run)
{
    private string _previousHash = JournalLine.NoHash;
    private long _sequence;

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
            var line = JsonSerializer.Deserialize<Line>(bytes, CoreJson.Options) ?? throw Damaged("DR0501", sequence, "is null");
            if (line.Seq != sequence)
            {
                throw Damaged("DR0502", sequence, string.Create(CultureInfo.InvariantCulture, $"is numbered {line.Seq}"));
            }

            if (line.Prev != _previousHash)
            {
                throw Damaged("DR0503", sequence, "does not follow the line before it: the hash chain is broken");
            }

            if (line.Run != run)
            {
                throw Damaged("DR0504", sequence, $"belongs to run {line.Run}");
            }

            var type = RunEventNames.Find(line.Type) ?? throw Damaged("DR0505", sequence, $"has the type '{line.Type}', which this version does not know");
            var data = line.Data.Deserialize(type, CoreJson.Options) as RunEvent ?? throw Damaged("DR0501", sequence, "has no data");
            return new JournalEntry(sequence, line.At, TimeSpan.FromMilliseconds(line.ElapsedMs), data);
        }
        catch (JsonException exception)
        {
            throw new JournalDamagedException("DR0501", sequence, Say(sequence, $"cannot be read: {exception.Message}"), exception);
        }
    }

    private static JournalDamagedException Damaged(string code, long sequence, string what) => new(code, sequence, Say(sequence, what));

    private static string Say(long sequence, string what) => string.Create(CultureInfo.InvariantCulture, $"journal entry {sequence} {what}");

    private sealed record Line(long Seq, DateTimeOffset At, long ElapsedMs, string Run, string Type, JsonElement Data, string Prev);
}
