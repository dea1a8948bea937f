using System.Text.Json;

namespace DrRunbook.Yaml.Tests.Schema;

public sealed class ReferencePageTests
{
    [Fact]
    public void The_page_has_a_table_for_every_mapping_of_the_schema_and_no_other()
    {
        Assert.Equal(
            SchemaSection.All.Select(section => section.Title).Order(StringComparer.Ordinal),
            ReferencePage.Sections.Select(section => section.Title).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_and_the_schema_list_the_same_keys()
    {
        Assert.Equal(
            Lines(SchemaSection.All.SelectMany(section => section.Keys.Select(key => $"{section.Title}: {key.Name}"))),
            Lines(ReferencePage.Sections.SelectMany(section => section.Keys.Select(key => $"{section.Title}: {key.Name}"))));
    }

    [Fact]
    public void The_page_and_the_schema_require_the_same_keys()
    {
        Assert.Equal(
            Lines(SchemaSection.All.SelectMany(section => section.Keys.Where(key => key.IsRequired).Select(key => $"{section.Title}: {key.Name}"))),
            Lines(ReferencePage.Sections.SelectMany(section => section.Keys.Where(key => key.IsRequired).Select(key => $"{section.Title}: {key.Name}"))));
    }

    [Fact]
    public void The_page_and_the_schema_state_the_same_defaults()
    {
        Assert.Equal(
            Lines(SchemaSection.All.SelectMany(section => section.Keys.Where(key => key.Default is not null)
                .Select(key => $"{section.Title}: {key.Name} = {AsWritten(key.Default!)}"))),
            Lines(ReferencePage.Sections.SelectMany(section => section.Keys.Where(key => key.Default is not null)
                .Select(key => $"{section.Title}: {key.Name} = {key.Default}"))));
    }

    [Fact]
    public void Every_row_of_the_page_says_type_range_place_and_meaning()
    {
        var empty =
            from section in ReferencePage.Sections
            from key in section.Keys
            where key.Type.Length == 0 || key.Range.Length == 0 || key.Place.Length == 0 || key.Meaning.Length == 0
            select $"{section.Title}: {key.Name}";

        Assert.Empty(empty);
    }

    /// <summary>A default as a runbook would write it: text without JSON's quotes.</summary>
    private static string AsWritten(string json) =>
        JsonDocument.Parse(json).RootElement is { ValueKind: JsonValueKind.String } text ? text.GetString()! : json;

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines.Order(StringComparer.Ordinal));
}
