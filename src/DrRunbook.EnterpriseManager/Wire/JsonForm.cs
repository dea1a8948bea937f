using System.Text.Json;

namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Reads a JSON body. An array becomes a node whose children have no name.</summary>
internal static class JsonForm
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="JsonException">The text is not JSON, is nested too deeply, or holds half a surrogate pair.</exception>
    public static WireNode Read(ReadOnlyMemory<byte> body)
    {
        var content = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 64 });
        try
        {
            return Convert("", document.RootElement);
        }
        catch (InvalidOperationException halfPair)
        {
            // The parser lets an escaped half of a surrogate pair through, and only reading its text finds it.
            throw new JsonException("a text is no Unicode", halfPair);
        }
    }

    private static WireNode Convert(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new WireNode(name, null, null, [.. value.EnumerateObject().Select(member => Convert(member.Name, member.Value))]),
        JsonValueKind.Array => new WireNode(name, null, null, [.. value.EnumerateArray().Select(item => Convert("", item))]),
        JsonValueKind.Null => new WireNode(name, null, null, []),
        JsonValueKind.String => new WireNode(name, null, value.GetString(), []),
        _ => new WireNode(name, null, value.GetRawText(), []),
    };
}
