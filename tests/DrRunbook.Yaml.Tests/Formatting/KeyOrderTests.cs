using System.Text.Json.Nodes;
using DrRunbook.Yaml.Formatting;
using DrRunbook.Yaml.Tests.Schema;

namespace DrRunbook.Yaml.Tests.Formatting;

public sealed class KeyOrderTests
{
    /// <summary>Mappings whose keys are the author's; what stands in them has an order.</summary>
    private static readonly string[] WithKeysOfTheAuthors = ["managers", "inputs"];

    [Fact]
    public void Every_key_of_the_schema_has_its_place_and_there_are_no_others()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.Schema))!;
        var definitions = schema["$defs"]!.AsObject().Where(definition => definition.Value!["properties"] is not null)
            .ToDictionary(definition => definition.Key, definition => Keys(definition.Value!));
        definitions["runbook"] = Keys(schema);

        Assert.Equal(definitions.Keys.Order(), KeyOrder.Names.Except(WithKeysOfTheAuthors).Order());
        Assert.All(definitions, definition => Assert.Equal(definition.Value.Order(), KeyOrder.KeysOf(definition.Key).Order()));
    }

    private static string[] Keys(JsonNode definition) => [.. definition["properties"]!.AsObject().Select(property => property.Key)];
}
