using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests;

public sealed class RunReportTests
{
    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_text_says_it_all(string run) => Snap.Verify(ReportText.Write(Cases.Report(run)), parameters: $"run={run}");

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_page_says_it_all(string run) => Snap.Verify(ReportHtml.Write(Cases.Report(run)), "html", $"run={run}");
}
