using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DrRunbook.Core.Json;

/// <summary>The one byte form of a JSON value: RFC 8785 for values whose numbers are whole.</summary>
/// <remarks>drrun's own documents hold whole numbers and decimals of few digits only; the general ECMAScript number form is not needed.</remarks>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value canonically: members in ordinal order of their UTF-16 code units, no white space.</summary>
    public static byte[] Write<T>(T value)
    {
        using var document = JsonSerializer.SerializeToDocument(value, CoreJson.Options);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(document.RootElement, writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
