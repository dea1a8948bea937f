using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DrRunbook.Core.Json;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Whether JSON is written in its one form.</summary>
internal static class JsonForm
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ImmutableArray<string> LineMembers = ["seq", "at", "elapsedMs", "run", "type", "data", "prev"];

    /// <summary>Canonical JSON (RFC 8785).</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray(), Strict);
            return bytes.SequenceEqual(CanonicalJson.Write(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A journal's line: its members in their order, without white space.</summary>
    public static bool IsJournalLine(ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().Select(member => member.Name).SequenceEqual(LineMembers))
            {
                return false;
            }

            var buffer = new ArrayBufferWriter<byte>(line.Length);
            using (var writer = new Utf8JsonWriter(buffer, LineOptions))
            {
                root.WriteTo(writer);
            }

            return line.SequenceEqual(buffer.WrittenSpan);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
