using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Rendering.Html;

namespace DrRunbook.Evidence.Tests;

/// <summary>Whatever a manager, a program or a person writes: on a page it is read and never acts.</summary>
public sealed partial class EncoderTests
{
    private const string Signs = "ab <>&\"'`/=|*_[]()#~!@\\-\n\r\t\0\u0007\u001b\u009b\u202e\u2066\u200b\u2028\ud83d\ude80\ud800é:;";

    private static readonly string[] Attacks =
    [
        "</td></tr></table><script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='alert(1)", "&lt;script&gt;", "&#x3c;img src=x onerror=alert(1)&#x3e;", "]]><script>", "<!--", "-->",
        "\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007", "\u001b[2J\u001b[31mfailed\u001b[0m", "\u202Egnp.exe\u202C", "| a | b |\n| --- | --- |", "[a](javascript:alert(1))", "![x](http://evil.example/x.png)",
        "`code` **bold** # title", "http://evil.example", "@everyone", "\r\n::error::gone", "# heading\n- list\n> quote", "a\\|b", "\\`", "<http://evil.example>",
    ];

    [Fact]
    public void Text_and_attributes_of_a_page_are_read_back_as_the_visible_text_and_nothing_else()
    {
        foreach (var text in Texts())
        {
            var html = new HtmlWriter().Begin("p", ("title", text)).Text(text).End().ToString();
            var read = XElement.Parse(html, LoadOptions.PreserveWhitespace);

            Assert.Equal(VisibleText.Of(text), read.Value);
            Assert.False(read.HasElements, html);
            Assert.Equal([("title", VisibleText.Of(text))], read.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value)));
            Assert.DoesNotContain(HtmlWriter.Encode(text), c => c is '<' or '>' or '"' or '\'' or '`');
        }
    }

    [Fact]
    public void Nothing_that_Markdown_obeys_is_left_unescaped()
    {
        foreach (var text in Texts())
        {
            var encoded = ReportMarkdown.Encode(text);

            Assert.DoesNotMatch("[`*_\\[\\]()#|~!@<>\\\\]", Escaped().Replace(encoded, ""));
            Assert.DoesNotContain("://", encoded, StringComparison.Ordinal);
            Assert.Equal(VisibleText.Of(text), Unescape(encoded));
        }
    }

    [Fact]
    public void Visible_text_is_one_line_that_steers_nothing()
    {
        foreach (var text in Texts())
        {
            Assert.DoesNotContain(VisibleText.Of(text).EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
            Assert.DoesNotContain('\ufffd', VisibleText.Of(text));
        }
    }

    private static string Unescape(string markdown) =>
        Escaped().Replace(markdown, found => found.Value[0] == '\\' ? found.Value[1..] : ((char)int.Parse(found.Value[2..^1], CultureInfo.InvariantCulture)).ToString());

    private static IEnumerable<string> Texts()
    {
        var random = new Random(20261123);
        return Attacks.Concat(Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Signs[random.Next(Signs.Length)]))));
    }

    [GeneratedRegex(@"\\[\\`*_\[\]()#|~!]|&#[0-9]+;")]
    private static partial Regex Escaped();
}
