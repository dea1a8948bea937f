using DrRunbook.Cli.Face;

namespace DrRunbook.Cli.Tests.Face;

public sealed class TerminalEncoderTests
{
    [Theory]
    [InlineData("plain text, ümläute, 日本語, 🦊", "plain text, ümläute, 日本語, 🦊")]
    [InlineData("a\u001b[31mred", "a\\u001b[31mred")]
    [InlineData("two\r\nlines\tand a tab", "two\\r\\nlines\\tand a tab")]
    [InlineData("right\u202eto left", "right\\u202eto left")]
    [InlineData("c1 \u009b2J and bell \u0007", "c1 \\u009b2J and bell \\u0007")]
    [InlineData("", "")]
    public void What_a_terminal_would_obey_becomes_visible(string text, string encoded) => Assert.Equal(encoded, TerminalEncoder.Encode(text));

    [Fact]
    public void Half_a_character_becomes_visible() => Assert.Equal("lone \\ud83e half", TerminalEncoder.Encode("lone \ud83e half"));

    [Fact]
    public void Json_for_programs_holds_nothing_that_a_terminal_would_obey()
    {
        var output = new StringWriter();
        JsonOutput.WriteLine(output, new { text = "\u001b[2J \u009b \u202e \u200b" });
        Assert.Equal("{\"text\":\"\\u001B[2J \\u009B \\u202e \\u200b\"}", output.ToString().TrimEnd());
    }
}
