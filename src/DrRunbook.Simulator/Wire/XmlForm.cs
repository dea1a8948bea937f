using System.Text;
using System.Xml;
using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>Elements as XML. The order of attributes and links is that of the samples, or varies with seed and kind of element.</summary>
internal sealed class XmlForm(ulong seed, WireOrder order)
{
    private const string Namespace = "http://www.veeam.com/ent/v1.0";
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.None,
    };

    private readonly Dictionary<string, ulong> _turns = [];

    public byte[] Write(Element root)
    {
        using var buffer = new MemoryStream(1024);
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            WriteElement(writer, root.Name, root, isRoot: true);
        }

        return buffer.ToArray();
    }

    private void WriteElement(XmlWriter writer, string name, Element element, bool isRoot)
    {
        writer.WriteStartElement(name, Namespace);
        var turn = Turn(element.Name);
        if (isRoot && (turn & 4) != 0)
        {
            writer.WriteAttributeString("xmlns", "xsd", null, "http://www.w3.org/2001/XMLSchema");
            writer.WriteAttributeString("xmlns", "xsi", null, "http://www.w3.org/2001/XMLSchema-instance");
        }

        for (var i = 0; i < element.Attributes.Count; i++)
        {
            var (attribute, value, _) = element.Attributes[Place(i, element.Attributes.Count, turn)];
            if (value is not null)
            {
                writer.WriteAttributeString(attribute, value);
            }
        }

        WriteLinks(writer, element.Links, turn >> 8);
        foreach (var member in element.Members)
        {
            WriteMember(writer, member);
        }

        foreach (var item in element.Items ?? [])
        {
            WriteElement(writer, item.Name, item, isRoot: false);
        }

        writer.WriteEndElement();
    }

    private void WriteMember(XmlWriter writer, Member member)
    {
        if (member.Child is not null)
        {
            WriteElement(writer, member.Name, member.Child, isRoot: false);
        }
        else if (member.Value is "")
        {
            writer.WriteStartElement(member.Name, Namespace);
            writer.WriteEndElement();
        }
        else if (member.Value is not null)
        {
            writer.WriteElementString(member.Name, Namespace, member.Value);
        }
    }

    private static void WriteLinks(XmlWriter writer, List<Link>? links, ulong turn)
    {
        if (links is null)
        {
            return;
        }

        writer.WriteStartElement("Links", Namespace);
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[Place(i, links.Count, turn)];
            writer.WriteStartElement("Link", Namespace);
            for (var j = 0; j < 4; j++)
            {
                var (name, value) = Place(j, 4, turn >> 8) switch
                {
                    0 => ("Rel", link.Rel),
                    1 => ("Type", link.Type),
                    2 => ("Href", link.Href),
                    _ => ("Name", link.Name),
                };
                if (value is not null)
                {
                    writer.WriteAttributeString(name, value);
                }
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    // Zero leaves everything in the samples' order.
    private ulong Turn(string element)
    {
        if (order is WireOrder.Sample)
        {
            return 0;
        }

        if (!_turns.TryGetValue(element, out var turn))
        {
            turn = Seeded.Bits(seed, "order " + element);
            _turns.Add(element, turn);
        }

        return turn;
    }

    private static int Place(int index, int count, ulong turn)
    {
        var place = (int)(((ulong)index + ((turn & 0xF0) >> 4)) % (ulong)count);
        return (turn & 1) == 0 ? place : count - 1 - place;
    }
}
