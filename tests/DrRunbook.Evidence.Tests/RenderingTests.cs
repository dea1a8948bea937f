using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests;

public sealed class RenderingTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> Pages => ["good", "green-tasks-red-check", "retried", "reopened", "halted", "hostile", "after-the-run"];

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void As_text(string run) => Snap.Verify(ReportText.Write(Cases.Report(run)), parameters: $"run={run}");

    [Theory]
    [MemberData(nameof(Pages))]
    public void As_a_page(string run) => Snap.Verify(ReportHtml.Write(Cases.Report(run)), "html", $"run={run}");

    [Theory]
    [MemberData(nameof(Pages))]
    public void As_markdown(string run) => Snap.Verify(ReportMarkdown.Write(Cases.Report(run)), "md", $"run={run}");

    [Theory]
    [MemberData(nameof(Pages))]
    public void As_junit(string run) => Snap.Verify(ReportJUnit.Write(Cases.Report(run)), "xml", $"run={run}");

    [Theory]
    [InlineData("retried")]
    [InlineData("hostile")]
    [InlineData("after-the-run")]
    public void As_json(string run)
    {
        using var document = JsonDocument.Parse(ReportJson.Write(Cases.Report(run)));
        Snap.Verify(JsonSerializer.Serialize(document, Indented), "json", $"run={run}");
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void Every_rendering_comes_from_the_json_alone_and_is_the_same_each_time(string run)
    {
        var bytes = ReportJson.Write(Cases.Report(run));
        var read = ReportJson.Read(bytes);
        Assert.Equal(bytes, ReportJson.Write(Cases.Report(run)));
        Assert.Equal(bytes, ReportJson.Write(read));
        Assert.Equal(ReportText.Write(Cases.Report(run)), ReportText.Write(read));
        Assert.Equal(ReportHtml.Write(Cases.Report(run)), ReportHtml.Write(read));
        Assert.Equal(ReportMarkdown.Write(Cases.Report(run)), ReportMarkdown.Write(read));
        Assert.Equal(ReportJUnit.Write(Cases.Report(run)), ReportJUnit.Write(read));
    }

    [Fact]
    public void Renderings_do_not_depend_on_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        var usual = ReportHtml.Write(Cases.Report("good"));
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (odd.NumberFormat.NumberDecimalSeparator, odd.NumberFormat.NegativeSign, odd.DateTimeFormat.TimeSeparator) = (",", "~", ".");
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(usual, ReportHtml.Write(Cases.Report("good")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_page_has_no_script_and_loads_nothing(string run)
    {
        var page = ReportHtml.Write(Cases.Report(run));
        var elements = Parse(page).Descendants().ToList();
        Assert.DoesNotContain(elements, element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object" or "embed" or "base" or "form" or "image" or "use" or "foreignObject");
        Assert.All(elements.SelectMany(element => element.Attributes()), attribute =>
        {
            Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.ToString());
            Assert.DoesNotContain(attribute.Name.LocalName, (string[])["src", "style", "srcset", "action"]);
            Assert.True(attribute.Name.LocalName != "href" || attribute.Value.StartsWith('#'), attribute.ToString());
        });
        var style = elements.Single(element => element.Name.LocalName == "style").Value;
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.Equal(style.Split("url(").Length, style.Split("url(#").Length);
    }

    [Fact]
    public void The_policy_of_the_page_allows_its_own_style_sheet_and_nothing_else()
    {
        var page = Parse(ReportHtml.Write(Cases.Report("good")));
        var policy = page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Descendants("style").Single().Value)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'", policy);
    }

    [Fact]
    public void Text_from_outside_steers_no_sink()
    {
        var report = Cases.Report("hostile");
        foreach (var rendering in (string[])[ReportText.Write(report), ReportHtml.Write(report), ReportMarkdown.Write(report), ReportJUnit.Write(report)])
        {
            Assert.DoesNotContain(rendering, c => c != '\n' && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format);
            Assert.Contains("\\u202e", rendering.Replace("\\\\", "\\", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", ReportHtml.Write(report), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", ReportMarkdown.Write(report), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("](http", ReportMarkdown.Write(report), StringComparison.Ordinal);
        Assert.Contains(Parse(ReportHtml.Write(report)).Descendants("td"), cell => cell.Value.Contains("</td><script>alert(1)</script>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rehearsal_says_so_on_every_printed_page()
    {
        var page = ReportHtml.Write(Cases.Report("sixty-steps"));
        Assert.Contains("class=\"watermark\"", page, StringComparison.Ordinal);
        Assert.Contains("Rehearsal: everything outside was simulated.", page, StringComparison.Ordinal);
        Assert.StartsWith("sixty-steps: drill (rehearsal)", ReportText.Write(Cases.Report("sixty-steps")), StringComparison.Ordinal);
        Assert.Contains("**Rehearsal.**", ReportMarkdown.Write(Cases.Report("sixty-steps")), StringComparison.Ordinal);
        Assert.DoesNotContain("Rehearsal", ReportHtml.Write(Cases.Report("good")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_text_fits_a_hundred_columns(string run) =>
        Assert.All(ReportText.Write(Cases.Report(run)).Split('\n'), line => Assert.InRange(line.Length, 0, 100));

    [Theory]
    [InlineData(0, "0 s", "0 s")]
    [InlineData(350, "350 ms", "0.35 s")]
    [InlineData(39_400, "39.4 s", "39.4 s")]
    [InlineData(59_960, "1 min", "59.96 s")]
    [InlineData(1_239_400, "20 min 39 s", "20 min 39.4 s")]
    [InlineData(3_599_600, "1 h", "59 min 59.6 s")]
    [InlineData(5_400_000, "1 h 30 min", "1 h 30 min")]
    [InlineData(200_000_000, "2 d 8 h", "55 h 33 min 20 s")]
    [InlineData(-61_000, "-1 min 1 s", "-1 min 1 s")]
    public void Durations_read_well(long milliseconds, string rounded, string exact)
    {
        Assert.Equal(rounded, Words.Span(milliseconds));
        Assert.Equal(exact, Words.Exact(milliseconds));
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
