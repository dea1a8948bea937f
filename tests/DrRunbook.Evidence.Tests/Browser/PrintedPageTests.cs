using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Browser;

/// <summary>The page in a real browser: it loads without a word on the console and without asking anybody for anything, and it prints.</summary>
public sealed class PrintedPageTests
{
    [Theory]
    [InlineData("good", "Succeeded", 4, 9)]
    [InlineData("green-tasks-red-check", "Failed", 5, 10)]
    [InlineData("after-the-run", "Failed", 4, 9)]
    [InlineData("hostile", "Failed", 4, 9)]
    [InlineData("sixty-steps", "Succeeded", 10, 30)]
    public async Task The_page_loads_in_silence_and_prints_with_its_summary_first_and_its_coverage_last(string run, string outcome, int least, int most)
    {
        using var chromium = Start();
        var report = Cases.Report(run);
        var page = ReportHtml.Write(report);
        var (console, pdf) = await chromium.PrintAsync(page, TestContext.Current.CancellationToken);
        Assert.Empty(console);
        Assert.DoesNotContain(chromium.Called, host => page.Contains(host, StringComparison.OrdinalIgnoreCase));

        var pages = await Chromium.PagesAsync(pdf, TestContext.Current.CancellationToken);
        Assert.InRange(pages, least, most);
        var first = await TextAsync(pdf, 1);
        Assert.Contains(outcome, first, StringComparison.Ordinal);
        Assert.Contains(report.Run.Id, first, StringComparison.Ordinal);
        Assert.Contains("WHAT TO DO NOW", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("not covered by this run, see the last page", first, StringComparison.Ordinal);
        Assert.Contains("Stated before the run", await TextAsync(pdf, 2), StringComparison.Ordinal);
        var last = await TextAsync(pdf, pages) + await TextAsync(pdf, pages - 1);
        Assert.Contains("What regulations and standards ask", last, StringComparison.Ordinal);
        Assert.Contains("what people typed stands with their names", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_wants_more_than_its_policy_allows_is_noticed()
    {
        using var chromium = Start();
        var page = ReportHtml.Write(Cases.Report("good"));
        var (console, _) = await chromium.PrintAsync(page.Replace("<main>", "<main><script>document.title = 1</script>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_loads_something_is_noticed()
    {
        using var chromium = Start();
        await chromium.PrintAsync("<!DOCTYPE html><img src=\"http://pictures.invalid/x.png\"/>", TestContext.Current.CancellationToken);
        Assert.Contains("pictures.invalid", chromium.Called);
    }

    private static Chromium Start()
    {
        var missing = Chromium.Program is null ? "chromium" : DocumentPage.FirstMissing("pdfinfo", "pdftotext");
        Assert.SkipWhen(missing is not null, $"this machine has no {missing}");
        return new Chromium();
    }

    /// <summary>The text of a page as one line: where it breaks depends on the fonts of the machine.</summary>
    private static async Task<string> TextAsync(string pdf, int page) =>
        string.Join(' ', (await Chromium.TextAsync(pdf, page, TestContext.Current.CancellationToken)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
