using System.Security.Cryptography;
using System.Text.Json;

namespace DrRunbook.Yaml.Tests.Schema;

public sealed class RunbookSchemaTests
{
    [Fact]
    public void The_validator_was_generated_from_the_schema_as_it_is()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.Schema)));
        var header = File.ReadLines(Repository.Validator).First();

        Assert.True(
            header.EndsWith(digest, StringComparison.Ordinal),
            $"the schema has changed: run 'npm ci && npm run generate' in {Path.GetDirectoryName(Repository.Validator)}");
    }

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
