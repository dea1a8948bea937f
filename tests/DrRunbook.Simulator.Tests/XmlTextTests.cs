using System.Xml.Linq;
using CsCheck;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Tests;

public sealed class XmlTextTests
{
    private static readonly Gen<string> Texts = Gen.OneOf("a", "Ü", "𝄞", "&", "<", ">", "\"", "'", "]]>", "&amp;", " ", "\uFFFD").Array[0, 12].Select(string.Concat);

    [Fact]
    public void Any_text_comes_back_from_an_XML_reader() => Gen.Select(Texts, Texts).Sample((text, attribute) =>
    {
        var root = XElement.Parse(Encoded(new XmlText().Raw("<a"u8).Attribute("b", attribute).Raw(">"u8).Text(text).Raw("</a>"u8)), LoadOptions.PreserveWhitespace);
        Assert.Equal((text, attribute), (root.Value, root.Attribute("b")!.Value));
    });

    [Fact]
    public void What_no_XML_can_hold_is_refused() => Assert.All(
        ["bell \a", "\0", "\uFFFF", "half \uD834 of a pair"],
        text => Assert.ThrowsAny<ArgumentException>(() => new XmlText().Text(text)));

    [Fact]
    public void Cleared_it_begins_anew()
    {
        var text = new XmlText();
        text.Text("a long text that came first");
        Assert.Equal("short", Encoded(text.Clear().Text("short")));
    }

    private static string Encoded(XmlText text) => System.Text.Encoding.UTF8.GetString(text.ToArray());
}
