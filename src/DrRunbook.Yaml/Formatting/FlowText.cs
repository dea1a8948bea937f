namespace DrRunbook.Yaml.Formatting;

/// <summary>Values on one line.</summary>
internal static class FlowText
{
    /// <summary>The element on one line, or null where that is not possible: it has comments, or a text of several lines.</summary>
    public static string? Of(Element element)
    {
        var value = Of(element.Value);
        return value is null ? null : Join(Start(element), element.Value.Properties, value);
    }

    /// <summary>The key and its colon, or the dash.</summary>
    public static string Start(Element element) => element.Key is { } key ? $"{KeyOf(key)}:" : "-";

    /// <summary>Parts of a line, with a space between those that are there.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var line = "";
        foreach (var part in parts)
        {
            line += line.Length > 0 && part.Length > 0 ? $" {part}" : part;
        }

        return line;
    }

    private static string KeyOf(ScalarSlice key) => key.Style is null ? $"{key.Slice} "
        : key.IsNothing ? Join(key.Properties, "''")
        : Join(key.Properties, Quoting.Canonical(key));

    private static string? Of(SyntaxNode node) => node switch
    {
        ScalarSlice scalar => scalar.HasLines ? null : Quoting.Canonical(scalar),
        Collection { Elements.Count: 0 } empty => empty.IsMapping ? "{}" : "[]",
        Collection { IsFlow: true, Trailing.Count: 0 } collection => Items(collection) is { } items ? Bracketed(collection, items) : null,
        _ => null,
    };

    private static string Bracketed(Collection collection, string items) => collection.IsMapping ? $"{{ {items} }}"
        : collection.Elements.Exists(item => item.Value is Collection { IsMapping: true, Elements.Count: > 0 }) ? $"[ {items} ]"
        : $"[{items}]";

    private static string? Items(Collection collection)
    {
        var items = new List<string>();
        foreach (var element in collection.Elements)
        {
            if (element.Lead.Count > 0 || element.End is not null || Of(element.Value) is not { } value || (value.Length == 0 && (element.IsItem || element.Value.Properties.Length > 0)))
            {
                return null;
            }

            items.Add(element.Key is { } key && value.Length == 0 ? KeyOf(key).TrimEnd() : Join(element.IsItem ? "" : Start(element), element.Value.Properties, value));
        }

        return string.Join(", ", items);
    }
}
