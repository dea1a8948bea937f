using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Yaml.Tests.Schema;

public sealed class SchemaCorpusTests
{
    public static TheoryData<string> ValidFiles => [.. CorpusFile.Valid.Keys];

    public static TheoryData<string> InvalidFiles => [.. CorpusFile.Invalid.Keys];

    [Fact]
    public void The_corpus_covers_the_language_from_both_sides()
    {
        Assert.True(CorpusFile.Valid.Count >= 50, $"only {CorpusFile.Valid.Count} valid runbooks");
        Assert.True(CorpusFile.Invalid.Count >= 150, $"only {CorpusFile.Invalid.Count} invalid runbooks");
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void The_schema_accepts_every_valid_runbook(string name)
    {
        var json = YamlToJson.Convert(File.ReadAllText(CorpusFile.Valid[name].FullPath));

        Assert.NotNull(json);
        Assert.Empty(SchemaOracle.Of("runbook.v1").Judge(json));
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void The_schema_refuses_every_invalid_runbook_but_those_that_say_it_cannot(string name)
    {
        var file = CorpusFile.Invalid[name];
        var json = YamlToJson.Convert(File.ReadAllText(file.FullPath));

        var accepts = json is not null && SchemaOracle.Of("runbook.v1").Judge(json).Count == 0;

        Assert.Equal(file.SchemaAccepts, accepts);
    }
}
