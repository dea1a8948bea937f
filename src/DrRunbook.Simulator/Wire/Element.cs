using System.Globalization;

namespace DrRunbook.Simulator.Wire;

/// <summary>One element of an answer before it becomes XML or JSON; built once, then only read.</summary>
internal sealed class Element(string name)
{
    /// <summary>The element's name in XML; in JSON only collections and nested elements have one.</summary>
    public string Name { get; } = name;

    /// <summary>Where <c>Links</c> stand in JSON, and with them the common attributes.</summary>
    public JsonShape Shape { get; init; }

    /// <summary>The XML attributes, in the order of the samples. A null value is absent.</summary>
    public List<(string Name, string? Value, ValueKind Kind)> Attributes { get; } = [];

    /// <summary>The links; null where the element has none by nature.</summary>
    public List<Link>? Links { get; private set; }

    /// <summary>The child elements.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>The items, where the element is a collection.</summary>
    public List<Element>? Items { get; private init; }

    /// <summary>The name of the array that holds the items in JSON.</summary>
    public string ItemsName { get; private init; } = "";

    /// <summary>What it became in XML, where it has been written as an item; null: not yet. Kept here because one manager alone writes it.</summary>
    public byte[]? Xml { get; set; }

    /// <summary>Whether nothing stands between its tags in XML.</summary>
    public bool IsEmpty => Links is null && Items is null or [] && !Members.Exists(member => member.Value is not null || member.Child is not null);

    public static Element Collection(string name, IEnumerable<Element> items, string? jsonName = null) =>
        new(name) { Items = [.. items], ItemsName = jsonName ?? name };

    public Element With(string name, string? value)
    {
        Attributes.Add((name, value, ValueKind.Text));
        return this;
    }

    public Element WithNumber(string name, int value)
    {
        Attributes.Add((name, value.ToString(CultureInfo.InvariantCulture), ValueKind.Bare));
        return this;
    }

    public Element WithFlag(string name, bool value)
    {
        Attributes.Add((name, value ? "true" : "false", ValueKind.Bare));
        return this;
    }

    public Element Text(string name, string? value)
    {
        Members.Add(new Member(name, value, ValueKind.Text, null));
        return this;
    }

    public Element Number(string name, long? value)
    {
        Members.Add(new Member(name, value?.ToString(CultureInfo.InvariantCulture), ValueKind.Bare, null));
        return this;
    }

    public Element Flag(string name, bool value)
    {
        Members.Add(new Member(name, value ? "true" : "false", ValueKind.Bare, null));
        return this;
    }

    public Element Child(Element child) => Child(child.Name, child);

    public Element Child(string name, Element? child)
    {
        Members.Add(new Member(name, null, ValueKind.Text, child));
        return this;
    }

    public Element Link(string rel, string href, string? type = null, string? name = null)
    {
        (Links ??= []).Add(new Link(rel, href, type, name));
        return this;
    }
}

/// <summary>A child element: text, or an element of its own, or (both null) absent.</summary>
internal readonly record struct Member(string Name, string? Value, ValueKind Kind, Element? Child);

/// <summary>A link; a null type or name is absent.</summary>
internal readonly record struct Link(string Rel, string Href, string? Type, string? Name);

/// <summary>Whether JSON quotes a value.</summary>
internal enum ValueKind
{
    Text,
    Bare,
}

/// <summary>The order of members in JSON, as in the published samples.</summary>
internal enum JsonShape
{
    /// <summary>Own elements, own attributes, Name, UID, Links, Href, Type.</summary>
    Entity,

    /// <summary>Links, UID, Name, Href, Type.</summary>
    Reference,

    /// <summary>All members by the alphabet.</summary>
    Alphabetical,
}
