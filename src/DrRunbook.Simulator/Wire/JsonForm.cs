using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace DrRunbook.Simulator.Wire;

/// <summary>Elements as JSON, with the members in the order of the captured answers of products 9.5 to 12.</summary>
internal sealed class JsonForm(WireStyle style)
{
    private static readonly string[] Common = ["Name", "UID", "Href", "Type"];
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly JsonWriterOptions _options = new()
    {
        Encoder = style.EscapeEquals ? EscapingEquals() : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public byte[] Write(Element root)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        if (style.ByteOrderMark)
        {
            buffer.Write(ByteOrderMark);
        }

        using var writer = new Utf8JsonWriter(buffer, _options);
        WriteElement(writer, root);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteElement(Utf8JsonWriter writer, Element element)
    {
        writer.WriteStartObject();
        if (element.Items is not null)
        {
            WriteItems(writer, element.ItemsName, element.Items);
        }

        switch (element.Shape)
        {
            case JsonShape.Reference:
                WriteLinks(writer, element);
                WriteAttribute(writer, element, "UID");
                WriteAttribute(writer, element, "Name");
                break;
            case JsonShape.Alphabetical:
                WriteLinks(writer, element);
                foreach (var (name, value, kind) in element.Attributes
                    .Concat(element.Members.Select(member => (member.Name, member.Value, member.Kind)))
                    .OrderBy(pair => pair.Item1, StringComparer.Ordinal))
                {
                    WriteValue(writer, name, value, kind, always: element.Links is null);
                }

                break;
            default:
                WriteMembers(writer, element);
                foreach (var (name, value, kind) in element.Attributes.Where(attribute => !Common.Contains(attribute.Name)))
                {
                    WriteValue(writer, name, value, kind);
                }

                WriteAttribute(writer, element, "Name");
                WriteAttribute(writer, element, "UID");
                WriteLinks(writer, element);
                break;
        }

        if (element.Shape is not JsonShape.Alphabetical)
        {
            WriteAttribute(writer, element, "Href");
            WriteAttribute(writer, element, "Type");
        }

        writer.WriteEndObject();
    }

    private void WriteItems(Utf8JsonWriter writer, string name, List<Element> items)
    {
        writer.WriteStartArray(Key(name));
        foreach (var item in items)
        {
            WriteElement(writer, item);
        }

        writer.WriteEndArray();
    }

    private void WriteMembers(Utf8JsonWriter writer, Element element)
    {
        foreach (var member in element.Members)
        {
            if (member.Child is null)
            {
                WriteValue(writer, member.Name, member.Value, member.Kind);
            }
            else
            {
                writer.WritePropertyName(Key(member.Name));
                WriteElement(writer, member.Child);
            }
        }
    }

    private void WriteAttribute(Utf8JsonWriter writer, Element element, string name)
    {
        foreach (var attribute in element.Attributes)
        {
            if (attribute.Name == name)
            {
                WriteValue(writer, name, attribute.Value, attribute.Kind);
            }
        }
    }

    private void WriteLinks(Utf8JsonWriter writer, Element element)
    {
        if (element.Links is null)
        {
            return;
        }

        writer.WriteStartArray(Key("Links"));
        foreach (var link in element.Links)
        {
            writer.WriteStartObject();
            WriteValue(writer, "Rel", link.Rel, ValueKind.Text);
            WriteValue(writer, "Href", link.Href, ValueKind.Text);
            WriteValue(writer, "Name", link.Name, ValueKind.Text);
            WriteValue(writer, "Type", link.Type, ValueKind.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteValue(Utf8JsonWriter writer, string name, string? value, ValueKind kind, bool always = false)
    {
        if (value is null)
        {
            if (style.Nulls || always)
            {
                writer.WriteNull(Key(name));
            }
        }
        else if (kind is ValueKind.Bare)
        {
            writer.WritePropertyName(Key(name));
            writer.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            writer.WriteString(Key(name), value);
        }
    }

    private string Key(string name) => style.Json is JsonKeys.Camel ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;

    private static JavaScriptEncoder EscapingEquals()
    {
        var allowed = new TextEncoderSettings(UnicodeRanges.All);
        allowed.ForbidCharacters('=');
        return JavaScriptEncoder.Create(allowed);
    }
}
