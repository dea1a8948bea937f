namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>One element or object of a body, whether it came as XML or as JSON.</summary>
/// <remarks>
/// Attributes, child elements and members are all children, found by name without regard to case: older servers write
/// PascalCase keys in JSON, early builds of version 13 write camelCase, and XML keeps the same facts now in an attribute, now in an element.
/// </remarks>
/// <param name="name">The element's or member's name; empty for the root and for the items of an array in JSON.</param>
/// <param name="xmlNamespace">The XML namespace, or null in JSON and for attributes.</param>
/// <param name="text">The text of a node without children; null where JSON says null or the node has children.</param>
internal sealed class WireNode(string name, string? xmlNamespace, string? text, ImmutableArray<WireNode> children)
{
    private const string Links = "Links";

    public string Name => name;

    public string? XmlNamespace => xmlNamespace;

    public string? Text => text;

    public ImmutableArray<WireNode> Children => children;

    /// <summary>The first child of this name, or null.</summary>
    public WireNode? Child(string child)
    {
        foreach (var candidate in children)
        {
            if (candidate.IsNamed(child))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The text of the first child of this name; null where it is missing, null or blank.</summary>
    public string? TextOf(string child) => Child(child)?.Text is { } found && !string.IsNullOrWhiteSpace(found) ? found.Trim() : null;

    /// <summary>The links, in the order of the body.</summary>
    public IEnumerable<WireLink> LinkList()
    {
        foreach (var link in Child(Links)?.Children ?? [])
        {
            if (link.TextOf("Rel") is { } rel && link.TextOf("Href") is { } href)
            {
                yield return new WireLink(rel, href, link.TextOf("Name"), link.TextOf("Type"));
            }
        }
    }

    /// <summary>Every entity of a type, however deep and in whatever container: servers name the containers oddly.</summary>
    /// <param name="type">Such as <c>VAppReplicaPoint</c> or <c>Task</c>.</param>
    public IEnumerable<WireNode> Entities(string type)
    {
        if (IsEntity(type))
        {
            return [this];
        }

        return children.Where(child => !child.IsNamed(Links)).SelectMany(child => child.EntitiesIn(this, type));
    }

    public bool IsNamed(string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<WireNode> EntitiesIn(WireNode parent, string type)
    {
        var isUntypedItem = name.Length == 0 && TextOf("Type") is null && parent.IsNamed(type + "s") && !children.IsEmpty;
        return isUntypedItem ? [this] : Entities(type);
    }

    private bool IsEntity(string type)
    {
        if (children.IsEmpty)
        {
            return false;
        }

        return TextOf("Type") is { } own ? string.Equals(own, type, StringComparison.OrdinalIgnoreCase) : IsNamed(type);
    }
}

/// <summary>A link of an entity.</summary>
/// <param name="Rel">Such as <c>Up</c>, <c>Down</c>, <c>Related</c> or <c>Failover</c>.</param>
/// <param name="Name">What it leads to, or null.</param>
/// <param name="Type">The form behind it, or null: many links carry none.</param>
internal sealed record WireLink(string Rel, string Href, string? Name, string? Type)
{
    public bool Is(string rel) => string.Equals(Rel, rel, StringComparison.OrdinalIgnoreCase);
}
