using System.Text.Json;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Yaml.Tests.Schema;

public sealed class RunbookSchemaTests
{
    [Fact]
    public void The_validator_was_generated_from_the_schema_as_it_is() => Assert.Null(SchemaOracle.Of("runbook.v1").Staleness);

    [Fact]
    public void Every_key_has_a_description_for_the_editor()
    {
        var silent =
            from section in SchemaSection.All
            from key in section.Keys
            where string.IsNullOrWhiteSpace(key.Description)
            select $"{section.Title}: {key.Name}";

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_mapping_is_closed_to_unknown_keys_or_says_what_their_values_are()
    {
        var open =
            from mapping in SchemaSection.Mappings(JsonDocument.Parse(File.ReadAllText(Repository.Schema)).RootElement)
            where !mapping.TryGetProperty("additionalProperties", out var rest) || rest.ValueKind == JsonValueKind.True
            select mapping.GetRawText();

        Assert.Empty(open);
    }
}
