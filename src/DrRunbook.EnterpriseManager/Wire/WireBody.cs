using System.Text;
using System.Text.Json;
using System.Xml;

namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Reads a body in the form its <c>Content-Type</c> names, and in the other form where that fails.</summary>
internal static class WireBody
{
    /// <summary>The most bytes of a body that are read.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <param name="mediaType">Of the answer, or null where it names none: then the first character decides.</param>
    public static WireReading Read(ReadOnlyMemory<byte> body, string? mediaType)
    {
        var first = FirstCharacter(body.Span);
        if (first is null)
        {
            return new WireReading(null, null);
        }

        var saysJson = mediaType is not null && mediaType.Contains("json", StringComparison.OrdinalIgnoreCase);
        var saysXml = mediaType is not null && mediaType.Contains("xml", StringComparison.OrdinalIgnoreCase);
        var stated = (saysJson || (!saysXml && first != '<')) ? ReadJson(body) : ReadXml(body);
        if (stated.Node is not null)
        {
            return stated;
        }

        // A server that answers in the other form than it says is read all the same; an error page stays unreadable.
        var other = first is '<' ? ReadXml(body) : first is '{' or '[' ? ReadJson(body) : stated;
        return other.Node is null ? stated : other;
    }

    private static WireReading ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            return new WireReading(XmlForm.Read(body), null);
        }
        catch (XmlException malformed)
        {
            return new WireReading(null, $"the body is not well-formed XML (line {malformed.LineNumber}, column {malformed.LinePosition})");
        }
    }

    private static WireReading ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            return new WireReading(JsonForm.Read(body), null);
        }
        catch (JsonException malformed)
        {
            return new WireReading(null, malformed.LineNumber is { } line ? $"the body is not valid JSON (line {line + 1})" : "the body is not valid JSON");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is well-formed JSON and no text.
            return new WireReading(null, "the body is JSON with characters that do not exist");
        }
    }

    private static char? FirstCharacter(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 256)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.Length == 0 ? null : text[0];
    }
}

/// <summary>What a body holds.</summary>
/// <param name="Node">Null for an empty body and for one that cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null for an empty body.</param>
internal sealed record WireReading(WireNode? Node, string? Problem);
