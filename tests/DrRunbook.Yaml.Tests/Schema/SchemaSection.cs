using System.Text.Json;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>A key of a mapping, as the schema declares it.</summary>
/// <param name="Default">JSON text, or null where the schema states none.</param>
internal sealed record SchemaKey(string Name, string? Description, string? Default, bool IsRequired);

/// <summary>A mapping of the language: a titled object of the schema and its keys.</summary>
internal sealed record SchemaSection(string Title, IReadOnlyList<SchemaKey> Keys)
{
    private static readonly string[] HoldingOne = ["items", "additionalProperties", "propertyNames", "not", "if", "then", "else"];
    private static readonly string[] HoldingNamed = ["properties", "patternProperties", "$defs"];
    private static readonly string[] HoldingMany = ["anyOf", "allOf", "oneOf"];

    public static IReadOnlyList<SchemaSection> All { get; } = Read(JsonDocument.Parse(File.ReadAllText(Repository.Schema)).RootElement);

    /// <summary>Every subschema that says it is a mapping.</summary>
    public static IEnumerable<JsonElement> Mappings(JsonElement root) =>
        Subschemas(root).Where(schema => schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object");

    private static List<SchemaSection> Read(JsonElement root) =>
        [.. Mappings(root).Where(mapping => mapping.TryGetProperty("properties", out _)).Select(mapping => ReadSection(mapping, root))];

    private static SchemaSection ReadSection(JsonElement mapping, JsonElement root)
    {
        Assert.True(mapping.TryGetProperty("title", out var title), $"a mapping with keys has no title: {mapping.GetRawText()}");
        var required = mapping.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        var keys = mapping.GetProperty("properties").EnumerateObject()
            .Select(key => new SchemaKey(
                key.Name,
                Annotation(key.Value, "description", root)?.GetString(),
                Annotation(key.Value, "default", root)?.GetRawText(),
                required.Contains(key.Name)));
        return new SchemaSection(title.GetString()!, [.. keys]);
    }

    /// <summary>What the schema says itself, or else what it refers to says.</summary>
    private static JsonElement? Annotation(JsonElement schema, string keyword, JsonElement root)
    {
        if (schema.TryGetProperty(keyword, out var value))
        {
            return value;
        }

        return schema.TryGetProperty("$ref", out var reference)
            ? Annotation(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), keyword, root)
            : null;
    }

    private static IEnumerable<JsonElement> Subschemas(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return Children(schema).SelectMany(Subschemas).Prepend(schema);
    }

    private static IEnumerable<JsonElement> Children(JsonElement schema)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (HoldingOne.Contains(keyword.Name))
            {
                yield return keyword.Value;
            }
            else if (HoldingNamed.Contains(keyword.Name))
            {
                foreach (var named in keyword.Value.EnumerateObject())
                {
                    yield return named.Value;
                }
            }
            else if (HoldingMany.Contains(keyword.Name))
            {
                foreach (var one in keyword.Value.EnumerateArray())
                {
                    yield return one;
                }
            }
        }
    }
}
