using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using System.Text.Json;

namespace DrRunbook.Core.Tests.Execution;

public sealed class OutsideTextTests
{
    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        var text = OutsideText.From(new string('a', OutsideText.MaxLength - 1) + "😀😀");

        Assert.Equal(OutsideText.MaxLength + 1, text.Raw.Length);
        Assert.EndsWith("a\uFFFD…", text.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_taken_in_comes_back_from_JSON_as_it_is() =>
        Gen.String[0, 50].Sample(text =>
        {
            var taken = OutsideText.From(text);
            return JsonSerializer.Deserialize<OutsideText>(JsonSerializer.Serialize(taken, CoreJson.Options), CoreJson.Options) == taken;
        });

    [Theory]
    [InlineData("red \u001b[31m", "red \\u001b[31m")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("safe\u202egpj.exe", "safe\\u202egpj.exe")]
    [InlineData("é € 漢", "é € 漢")]
    public void Control_and_direction_characters_become_visible(string raw, string shown) => Assert.Equal(shown, OutsideText.From(raw).ToString());

    [Fact]
    public void Null_is_no_text() => Assert.True(OutsideText.From(null).IsEmpty && default(OutsideText).IsEmpty);
}
