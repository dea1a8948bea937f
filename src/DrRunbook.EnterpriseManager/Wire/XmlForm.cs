using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Reads an XML body. No document type, no resolver, bounded depth: the body is a stranger's.</summary>
internal static class XmlForm
{
    private const int MaxDepth = 64;

    /// <exception cref="XmlException">The text is not well-formed, has a document type or is nested too deeply.</exception>
    public static WireNode Read(ReadOnlyMemory<byte> body)
    {
        var bytes = MemoryMarshal.TryGetArray(body, out var array) ? array : body.ToArray();
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using var reader = XmlReader.Create(stream, Settings);
        reader.MoveToContent();
        var root = ReadElement(reader, depth: 0);
        while (reader.Read())
        {
            // To the end: what is cut off after the root is malformed as well.
        }

        return root;
    }

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = WireBody.MaxBytes,
    };

    private static WireNode ReadElement(XmlReader reader, int depth)
    {
        if (reader.NodeType != XmlNodeType.Element || depth > MaxDepth)
        {
            throw new XmlException(depth > MaxDepth ? $"elements are nested more than {MaxDepth} deep" : "an element is expected");
        }

        var name = reader.LocalName;
        var xmlNamespace = reader.NamespaceURI;
        var isEmpty = reader.IsEmptyElement;
        var children = ImmutableArray.CreateBuilder<WireNode>();
        while (reader.MoveToNextAttribute())
        {
            // Unprefixed attributes alone are the manager's: xsi:type is not its Type.
            if (reader.Prefix.Length == 0 && reader.Name != "xmlns")
            {
                children.Add(new WireNode(reader.LocalName, null, reader.Value, []));
            }
        }

        var text = isEmpty ? "" : ReadContent(reader, children, depth);
        return new WireNode(name, xmlNamespace, text, children.ToImmutable());
    }

    private static string ReadContent(XmlReader reader, ImmutableArray<WireNode>.Builder children, int depth)
    {
        var text = new StringBuilder();
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                children.Add(ReadElement(reader, depth + 1));
            }
            else
            {
                text.Append(reader.Value);
            }
        }

        return text.ToString();
    }
}
