using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Tests.Schemas;

/// <summary>Holds a type, as it is serialised, against a schema: names, which must be there, words, and kinds of values, to the leaves.</summary>
internal sealed class TypeAgainstSchema(JsonNode root)
{
    private readonly List<string> _differences = [];
    private readonly HashSet<(Type, string)> _compared = [];

    public static IReadOnlyList<string> Differences(Type type, JsonNode schema, JsonNode root)
    {
        var comparison = new TypeAgainstSchema(root);
        comparison.Compare(type.Name, type, schema);
        return comparison._differences;
    }

    private void Compare(string at, Type type, JsonNode schema)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if ((string?)schema["$ref"] is { } reference)
        {
            if (_compared.Add((type, reference)))
            {
                Compare(at, type, Definition(reference));
            }

            return;
        }

        var info = CoreJson.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when info.PolymorphismOptions is { } family:
                CompareFamily(at, family, schema);
                break;
            case JsonTypeInfoKind.Object:
                CompareMembers(at, info, [schema]);
                break;
            case JsonTypeInfoKind.Enumerable:
                Compare($"{at}[]", info.ElementType!, Child(at, schema, "items"));
                break;
            case JsonTypeInfoKind.Dictionary:
                Compare($"{at}.*", info.ElementType!, Child(at, schema, "additionalProperties"));
                break;
            default:
                CompareValue(at, type, schema);
                break;
        }
    }

    private void CompareFamily(string at, JsonPolymorphismOptions family, JsonNode schema)
    {
        var discriminator = family.TypeDiscriminatorPropertyName;
        var kinds = family.DerivedTypes.ToDictionary(derived => (string)derived.TypeDiscriminator!, derived => derived.DerivedType);
        var words = schema["properties"]?[discriminator]?["enum"]?.AsArray().Select(word => (string)word!) ?? [];
        Same($"{at}.{discriminator}", kinds.Keys, words);
        var branches = schema["allOf"]!.AsArray().ToDictionary(
            branch => (string)branch!["if"]!["properties"]![discriminator]!["const"]!, branch => Definition((string)branch!["then"]!["$ref"]!));
        Same($"{at}: branches", kinds.Keys, branches.Keys);
        foreach (var (kind, type) in kinds)
        {
            if (branches.TryGetValue(kind, out var branch))
            {
                CompareMembers($"{at}({kind})", CoreJson.Options.GetTypeInfo(type), [schema, branch], discriminator);
            }
        }
    }

    private void CompareMembers(string at, JsonTypeInfo info, JsonNode[] schemas, string? discriminator = null)
    {
        var members = info.Properties.Where(property => property.Get is not null).ToList();
        var stated = schemas.SelectMany(schema => schema["properties"]?.AsObject() ?? []).Where(property => property.Key != discriminator).DistinctBy(property => property.Key).ToDictionary();
        var required = schemas.SelectMany(schema => schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => name != discriminator);
        Same(at, members.Select(member => member.Name), stated.Keys);
        Same($"{at}: required", members.Where(member => member.IsRequired).Select(member => member.Name), required.Distinct());
        foreach (var member in members.Where(member => stated.ContainsKey(member.Name)))
        {
            Compare($"{at}.{member.Name}", member.PropertyType, stated[member.Name]!);
        }
    }

    private void CompareValue(string at, Type type, JsonNode schema)
    {
        if (type.IsEnum)
        {
            Same(at, Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName), schema["enum"]?.AsArray().Select(word => (string)word!) ?? []);
            return;
        }

        var kind = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "boolean",
            TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64 => "integer",
            TypeCode.Double or TypeCode.Decimal => "number",
            _ => "string",
        };
        var stated = (string?)schema["type"] ?? ((schema["const"] ?? schema["enum"]?[0])?.GetValueKind() == JsonValueKind.Number ? "integer" : "string");
        Same(at, [kind], [stated]);
    }

    private JsonNode Definition(string reference) => root["$defs"]![reference["#/$defs/".Length..]]!;

    private JsonNode Child(string at, JsonNode schema, string name)
    {
        if (schema[name] is { } child)
        {
            return child;
        }

        _differences.Add($"{at}: the schema states no '{name}'");
        return new JsonObject();
    }

    private void Same(string at, IEnumerable<string> code, IEnumerable<string> schema)
    {
        var (ours, theirs) = (code.Order(StringComparer.Ordinal).ToList(), schema.Order(StringComparer.Ordinal).ToList());
        if (!ours.SequenceEqual(theirs))
        {
            _differences.Add($"{at}: the code has {string.Join(", ", ours.Except(theirs))}; the schema has {string.Join(", ", theirs.Except(ours))}");
        }
    }
}
