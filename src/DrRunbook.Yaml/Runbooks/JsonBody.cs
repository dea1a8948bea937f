using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Writes a request's body as JSON whose strings are templates in canonical form.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(LocatedNode node, FileScope scope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(node, scope, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(LocatedNode node, FileScope scope, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    Write(value, scope, writer);
                }

                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(item, scope, writer);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode scalar:
                WriteScalar(scalar, scope, writer);
                break;
        }
    }

    private static void WriteScalar(ScalarNode scalar, FileScope scope, Utf8JsonWriter writer)
    {
        switch (CoreScalar.KindOf(scalar))
        {
            case CoreKind.Null:
                writer.WriteNullValue();
                break;
            case CoreKind.Boolean:
                writer.WriteBooleanValue(CoreScalar.Boolean(scalar.Text)!.Value);
                break;
            case CoreKind.Number when CoreScalar.Number(scalar.Text) is { } number:
                writer.WriteNumberValue(number);
                break;
            case CoreKind.Number:
                scope.Report(YamlDiagnostics.NotANumber(scalar.At, "a value of 'body'", scalar.Text, "a number that JSON can hold"));
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(scope.Template(scalar, "a value of 'body'", asWritten: true)?.Template.ToString() ?? "");
                break;
        }
    }
}
