using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>Elements as XML. The order of attributes and links is that of the samples, or varies with seed and kind of element.</summary>
internal sealed class XmlForm(ulong seed, WireOrder order)
{
    private readonly Dictionary<string, ulong> _turns = [];
    private readonly XmlText _text = new();

    public byte[] Write(Element root)
    {
        var text = _text.Clear().Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>"u8);
        WriteElement(text, root.Name, root, isRoot: true);
        return text.ToArray();
    }

    /// <summary>An item of a collection is written once: the same element stands in many answers.</summary>
    private void WriteItem(XmlText text, Element item)
    {
        if (item.Xml is { } written)
        {
            text.Raw(written);
            return;
        }

        var from = text.Length;
        WriteElement(text, item.Name, item, isRoot: false);
        item.Xml = text.ToArray(from);
    }

    private void WriteElement(XmlText text, string name, Element element, bool isRoot)
    {
        text.Raw("<"u8).Name(name);
        var turn = Turn(element.Name);
        if (isRoot && (turn & 4) != 0)
        {
            text.Attribute("xmlns:xsd", "http://www.w3.org/2001/XMLSchema").Attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        }

        for (var i = 0; i < element.Attributes.Count; i++)
        {
            var (attribute, value, _) = element.Attributes[Place(i, element.Attributes.Count, turn)];
            if (value is not null)
            {
                text.Attribute(attribute, value);
            }
        }

        if (isRoot)
        {
            text.Attribute("xmlns", "http://www.veeam.com/ent/v1.0");
        }

        if (element.IsEmpty)
        {
            text.Raw(" />"u8);
            return;
        }

        text.Raw(">"u8);
        WriteLinks(text, element.Links, turn >> 8);
        foreach (var member in element.Members)
        {
            WriteMember(text, member);
        }

        foreach (var item in element.Items ?? [])
        {
            WriteItem(text, item);
        }

        text.Raw("</"u8).Name(name).Raw(">"u8);
    }

    private void WriteMember(XmlText text, Member member)
    {
        if (member.Child is not null)
        {
            WriteElement(text, member.Name, member.Child, isRoot: false);
        }
        else if (member.Value is "")
        {
            text.Raw("<"u8).Name(member.Name).Raw(" />"u8);
        }
        else if (member.Value is not null)
        {
            text.Raw("<"u8).Name(member.Name).Raw(">"u8).Text(member.Value).Raw("</"u8).Name(member.Name).Raw(">"u8);
        }
    }

    private static void WriteLinks(XmlText text, List<Link>? links, ulong turn)
    {
        if (links is null)
        {
            return;
        }

        text.Raw("<Links>"u8);
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[Place(i, links.Count, turn)];
            text.Raw("<Link"u8);
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
                    text.Attribute(name, value);
                }
            }

            text.Raw(" />"u8);
        }

        text.Raw("</Links>"u8);
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
