using System.Text;
using System.Text.Json;
using CsCheck;
using DrRunbook.Yaml.Drafting;
using DrRunbook.Yaml.Nodes;
using DrRunbook.Yaml.Tests.Schema;

namespace DrRunbook.Yaml.Tests.Drafting;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("erp-db", "erp-db")]
    [InlineData("dc1.site-b.example:389", "dc1.site-b.example:389")]
    [InlineData("https://erp.example/health", "https://erp.example/health")]
    [InlineData("Undo the failover of the shop's vApps", "Undo the failover of the shop's vApps")]
    [InlineData("a, b", "'a, b'")]
    [InlineData("no", "'no'")]
    [InlineData("22:00", "'22:00'")]
    [InlineData("1433", "'1433'")]
    [InlineData("=1+1", "'=1+1'")]
    [InlineData("it's: 1", "'it''s: 1'")]
    [InlineData("two\nlines", "\"two\\nlines\"")]
    [InlineData("a\0b", "\"a\\0b\"")]
    public void A_text_has_the_form_that_a_person_would_choose(string text, string scalar) => Assert.Equal(scalar, YamlText.Scalar(text, inFlow: true));

    [Fact]
    public void Every_text_comes_back_as_it_was_from_our_reader_and_from_another() =>
        HostileText.Unicode.Where(text => !text.Contains('\0', StringComparison.Ordinal)).Sample(
            text =>
            {
                var yaml = $"block: {YamlText.Scalar(text, inFlow: false)}\nflow: {{ a: [{YamlText.Scalar(text, inFlow: true)}], b: x }}\nafter: x\n";
                var document = YamlDocument.Read("draft.yaml", Encoding.UTF8.GetBytes(yaml));
                Assert.True(document.Root is not null, $"{string.Join('\n', document.Diagnostics)}\n{yaml}");
                using var json = JsonDocument.Parse(YamlToJson.Convert(yaml) ?? throw new InvalidOperationException(yaml));
                Assert.Equal(text, json.RootElement.GetProperty("block").GetString());
                Assert.Equal(text, json.RootElement.GetProperty("flow").GetProperty("a")[0].GetString());
                var block = Assert.IsType<ScalarNode>(Assert.IsType<MappingNode>(document.Root).Entries[0].Value);
                Assert.Equal((text, CoreKind.Text), (block.Text, CoreScalar.KindOf(block)));
            },
            iter: 5000);

    [Fact]
    public void A_text_in_a_comment_stays_on_its_line_and_hides_nothing() =>
        HostileText.Any.Sample(
            text =>
            {
                var yaml = $"# TODO: {YamlText.Quoted(text)}\na: b\n";
                Assert.All(YamlText.Quoted(text), character => Assert.False(char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '\u202E' || char.IsSurrogate(character)));
                Assert.Equal("""{"a":"b"}""", YamlToJson.Convert(yaml));
            },
            iter: 2000);
}
