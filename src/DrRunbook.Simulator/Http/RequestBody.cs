using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace DrRunbook.Simulator.Http;

/// <summary>The scalars of a request body. XML must have the documented order; JSON is read where JSON was asked for as the answer.</summary>
internal sealed class RequestBody
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="root">The root element in XML; null: its name is not documented and any is taken.</param>
    /// <param name="members">The documented members in their order; others are ignored.</param>
    /// <returns>Null: there is no body, no content type, or it is not well-formed.</returns>
    public static RequestBody? Read(SimulatorRequest request, string? root, params string[] members)
    {
        if (request.Body.IsEmpty || request.ContentType is null)
        {
            return null;
        }

        var body = new RequestBody();
        var isRead = request.WantsJson ? body.ReadJson(request.Body, members) : body.ReadXml(request.Body, root, members);
        return isRead ? body : null;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public bool? Flag(string name) => bool.TryParse(Text(name), out var flag) ? flag : null;

    /// <summary>A time; without a zone it is UTC.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private bool ReadJson(ReadOnlyMemory<byte> bytes, string[] members)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in document.RootElement.EnumerateObject()
                .Where(property => members.Contains(property.Name, StringComparer.OrdinalIgnoreCase) && property.Value.ValueKind is not JsonValueKind.Null))
            {
                _values[property.Name] = property.Value.ToString();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool ReadXml(ReadOnlyMemory<byte> bytes, string? root, string[] members)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray());
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var element = XDocument.Load(reader).Root!;
            if ((root is not null && element.Name.LocalName != root) || element.Name.NamespaceName != "http://www.veeam.com/ent/v1.0")
            {
                return false;
            }

            var last = -1;
            foreach (var child in element.Elements())
            {
                var place = Array.IndexOf(members, child.Name.LocalName);
                if (place < 0)
                {
                    continue;
                }

                if (place <= last)
                {
                    return false;
                }

                last = place;
                _values[child.Name.LocalName] = child.Value;
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
