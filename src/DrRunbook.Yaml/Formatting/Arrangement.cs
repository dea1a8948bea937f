namespace DrRunbook.Yaml.Formatting;

/// <summary>Decides the order of keys, what stays in brackets, and where a comment goes for which the canonical form has no place of its own.</summary>
internal static class Arrangement
{
    /// <summary>The widest line that something in brackets may have.</summary>
    public const int Width = 140;

    public static void Arrange(SyntaxDocument document)
    {
        var root = (Collection)document.Root.Value;
        Settle(root, KeyOrder.Root);
        root.Elements.ForEach(element => Lay(element, indent: 0));
    }

    private static void Settle(Collection collection, KeyOrder? order)
    {
        foreach (var element in collection.Elements)
        {
            if (element.Value is not Collection inner)
            {
                continue;
            }

            Settle(inner, element.Key is { } key ? order?.Below(key.Value) : order);
            if (inner.Elements.Count == 0)
            {
                element.Lead.AddRange(inner.Trailing);
                inner.Trailing.Clear();
            }
        }

        // An alias must stay below its anchor.
        if (collection.IsMapping && order is not null && !collection.HasReferences)
        {
            order.Sort(collection.Elements);
        }

        if (collection is { Owner.IsCompact: true, Elements: [var first, ..] })
        {
            collection.Owner.Lead.AddRange(first.Lead);
            first.Lead.Clear();
        }
    }

    private static void Lay(Element element, int indent)
    {
        if (element.Value is not Collection collection)
        {
            return;
        }

        collection.StaysFlow = collection.IsFlow && indent + (FlowText.Of(element)?.Length ?? Width + 1) <= Width;
        if (collection.StaysFlow || collection.Elements.Count == 0)
        {
            collection.StaysFlow = true;
            return;
        }

        if (element is { IsCompact: true, End: { } end })
        {
            element.Outermost.Lead.Add(end);
            element.End = null;
        }

        collection.Elements.ForEach(inner => Lay(inner, indent + 2));
    }
}
