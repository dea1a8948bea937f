using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>YAML as JSON, by the core schema of YAML 1.2.2 (section 10.3.2): what an editor's language server validates.</summary>
/// <remarks>Shares nothing with the product's reader, so that a mistake there cannot hide itself here.</remarks>
internal sealed partial class YamlToJson
{
    private const string CoreTag = "tag:yaml.org,2002:";

    private readonly List<ParsingEvent> _events;
    private readonly Dictionary<string, int> _anchors = [];
    private readonly HashSet<string> _open = [];
    private readonly Utf8JsonWriter _json;
    private int _position;

    private YamlToJson(List<ParsingEvent> events, Utf8JsonWriter json)
    {
        _events = events;
        _json = json;
    }

    /// <summary>The JSON text, or null where the text is no YAML or has no JSON form (a duplicate key, a second document).</summary>
    public static string? Convert(string yaml)
    {
        using var stream = new MemoryStream();
        try
        {
            using var json = new Utf8JsonWriter(stream);
            new YamlToJson(Parse(yaml), json).WriteNode();
        }
        catch (Exception e) when (e is YamlException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static List<ParsingEvent> Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var events = new List<ParsingEvent>();
        while (parser.MoveNext())
        {
            events.Add(parser.Current!);
        }

        if (events.Count(e => e is DocumentStart) != 1)
        {
            throw new FormatException("not exactly one document");
        }

        return events.FindAll(e => e is NodeEvent or MappingEnd or SequenceEnd or AnchorAlias);
    }

    private void WriteNode()
    {
        var at = _position++;
        var node = _events[at];
        var anchor = node is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
        if (anchor is not null)
        {
            _anchors[anchor] = at;
            _open.Add(anchor);
        }

        switch (node)
        {
            case Scalar scalar:
                WriteScalar(scalar);
                break;
            case AnchorAlias alias:
                WriteAlias(alias.Value.Value);
                break;
            case SequenceStart:
                _json.WriteStartArray();
                WriteUntil<SequenceEnd>(WriteNode);
                _json.WriteEndArray();
                break;
            case MappingStart:
                _json.WriteStartObject();
                var keys = new HashSet<string>();
                WriteUntil<MappingEnd>(() => WriteEntry(keys));
                _json.WriteEndObject();
                break;
            default:
                throw new FormatException($"unexpected {node}");
        }

        if (anchor is not null)
        {
            _open.Remove(anchor);
        }
    }

    private void WriteUntil<TEnd>(Action write)
    {
        while (_events[_position] is not TEnd)
        {
            write();
        }

        _position++;
    }

    private void WriteEntry(HashSet<string> keys)
    {
        if (_events[_position++] is not Scalar key || !keys.Add(key.Value) || (key.Value == "<<" && key.Style == ScalarStyle.Plain))
        {
            throw new FormatException("a key that is no text, stands there twice, or merges");
        }

        _json.WritePropertyName(key.Value);
        WriteNode();
    }

    private void WriteAlias(string anchor)
    {
        if (!_anchors.TryGetValue(anchor, out var target) || _open.Contains(anchor))
        {
            throw new FormatException($"*{anchor} stands for nothing, or for itself");
        }

        var back = _position;
        _position = target;
        WriteNode();
        _position = back;
    }

    private void WriteScalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (IsText(scalar))
        {
            _json.WriteStringValue(text);
        }
        else if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            _json.WriteNullValue();
        }
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            _json.WriteBooleanValue(text[0] is 't' or 'T');
        }
        else if (JsonNumber(text) is { } number)
        {
            _json.WriteRawValue(number);
        }
        else
        {
            _json.WriteStringValue(text);
        }
    }

    private static bool IsText(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style != ScalarStyle.Plain;
        }

        if (!scalar.Tag.IsNonSpecific && !scalar.Tag.Value.StartsWith(CoreTag, StringComparison.Ordinal))
        {
            throw new FormatException($"tag {scalar.Tag}");
        }

        return scalar.Tag.IsNonSpecific || scalar.Tag.Value == CoreTag + "str" || scalar.Style != ScalarStyle.Plain;
    }

    private static string? JsonNumber(string text)
    {
        if (Regex.IsMatch(text, "^0o[0-7]+$"))
        {
            return text[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * 8 + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        }

        if (Regex.IsMatch(text, "^0x[0-9a-fA-F]+$"))
        {
            return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        if (Integer().IsMatch(text))
        {
            return BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        return Float().IsMatch(text) ? double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
