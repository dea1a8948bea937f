using System.Text;
using CsCheck;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Nodes;

/// <summary>Text made to hurt: it ends as a finding, soon, and with the stack intact.</summary>
public sealed class HostileYamlTests
{
    public static TheoryData<string, string> Floods => new()
    {
        { "100,000 brackets", new string('[', 100_000) },
        { "4 MiB of brackets", new string('[', YamlLimits.MaxBytes) },
        { "4 MiB of braces", new string('{', YamlLimits.MaxBytes) },
        { "4 MiB of dashes", string.Concat(Enumerable.Repeat("- ", YamlLimits.MaxBytes / 2)) },
        { "4 MiB of question marks", string.Concat(Enumerable.Repeat("? ", YamlLimits.MaxBytes / 2)) },
        { "stairs", string.Concat(Enumerable.Range(0, 2000).Select(i => $"{new string(' ', i)}a:\n")) },
        { "a chain of aliases, each one level deeper", string.Concat(Enumerable.Range(1, 100).Select(i => $"k{i}: &a{i} [{(i == 1 ? "x" : $"*a{i - 1}")}]\n")) },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public void Nesting_ends_at_its_limit(string name, string yaml) => Assert.Equal(("DR0108", name), (Single(yaml).Code, name));

    [Fact]
    public void Nesting_up_to_the_limit_is_read()
    {
        var deepest = new string('[', YamlLimits.MaxDepth - 1) + "x" + new string(']', YamlLimits.MaxDepth - 1);

        Assert.NotNull(Read(deepest).Root);
        Assert.Equal("DR0108", Single($"[{deepest}]").Code);
    }

    [Fact]
    public void An_alias_bomb_ends_at_the_limit_of_values()
    {
        var levels = Enumerable.Range(1, 8).Select(i => $"k{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");

        Assert.Equal("DR0109", Single($"k0: &a0 [x, x, x, x, x, x, x, x, x]\n{string.Concat(levels)}").Code);
    }

    [Fact]
    public void A_long_text_repeated_by_aliases_ends_at_the_limit_of_values() =>
        Assert.Equal("DR0109", Single($"a: &a {new string('x', 3_000_000)}\nb: [{string.Join(",", Enumerable.Repeat("*a", 100))}]").Code);

    [Fact]
    public void A_flood_of_values_ends_at_its_limit() =>
        Assert.Equal("DR0109", Single($"[{string.Concat(Enumerable.Repeat("a,", YamlLimits.MaxNodes + 1))}]").Code);

    [Fact]
    public void A_file_above_4_MiB_is_refused_and_one_of_4_MiB_is_read()
    {
        var largest = "a: " + new string('x', YamlLimits.MaxBytes - 3);

        Assert.NotNull(Read(largest).Root);
        Assert.Equal("DR0102", Single(largest + "x").Code);
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_path_that_is_none_are_findings()
    {
        using var folder = new RunbookFolder();

        Assert.Equal("DR0101", Assert.Single(YamlDocument.Read(Path.Combine(folder.Path, "missing.yaml")).Diagnostics).Code);
        Assert.Equal("DR0101", Assert.Single(YamlDocument.Read(folder.Path).Diagnostics).Code);
        Assert.Equal("DR0101", Assert.Single(YamlDocument.Read("a\0b").Diagnostics).Code);
        Assert.Equal("DR0101", Assert.Single(YamlDocument.Read("").Diagnostics).Code);
    }

    [Fact]
    public void No_text_of_YAML_signs_makes_it_throw()
    {
        const string Signs = "abc019 \n\t:-?[]{},#&*!|>'\"%@`$<\\~.\r\u00e9\ud83d";
        Gen.Char[Signs].Array[0, 40].Select(signs => new string(signs)).Sample(
            text =>
            {
                var document = Read(text);
                return document.Root is null != document.Diagnostics.IsEmpty;
            },
            iter: 5000);
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            var document = YamlDocument.Read("f.yaml", bytes);
            return document.Root is null != document.Diagnostics.IsEmpty;
        });

    private static YamlDocument Read(string yaml) => YamlDocument.Read("f.yaml", Encoding.UTF8.GetBytes(yaml));

    private static Core.Diagnostics.Diagnostic Single(string yaml)
    {
        var document = Read(yaml);
        Assert.Null(document.Root);
        return Assert.Single(document.Diagnostics);
    }
}
