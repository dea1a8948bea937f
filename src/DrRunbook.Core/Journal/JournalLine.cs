using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Journal;

/// <summary>One journal entry as its exact bytes: one JSON object, without the LF that ends its line.</summary>
/// <param name="Sequence">The entry's number, from 1.</param>
/// <param name="Hash">SHA-256 of <paramref name="Bytes"/>, lower-case hex: what the next line names as <c>prev</c>.</param>
public sealed record JournalLine(long Sequence, ReadOnlyMemory<byte> Bytes, string Hash)
{
    /// <summary>The most bytes of a line, its LF included.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>What the first line names as <c>prev</c>.</summary>
    public static string NoHash { get; } = new('0', 64);

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an entry behind the line with this hash.</summary>
    /// <exception cref="InvalidOperationException">The entry is longer than <see cref="MaxBytes"/>: a bug, for long texts belong into blobs.</exception>
    public static JournalLine Write(string run, JournalEntry entry, string previousHash)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", entry.Sequence);
            writer.WriteString("at", Instant.Format(entry.At));
            writer.WriteNumber("elapsedMs", (long)entry.Elapsed.TotalMilliseconds);
            writer.WriteString("run", run);
            writer.WriteString("type", RunEventNames.Of(entry.Event));
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, entry.Event, entry.Event.GetType(), CoreJson.Options);
            writer.WriteString("prev", previousHash);
            writer.WriteEndObject();
        }

        if (buffer.WrittenCount >= MaxBytes)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"journal entry {entry.Sequence} has {buffer.WrittenCount} bytes, more than {MaxBytes}"));
        }

        return new JournalLine(entry.Sequence, buffer.WrittenMemory, HashOf(buffer.WrittenSpan));
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
