using System.Globalization;
using DrRunbook.Evidence.Rendering.Html;

namespace DrRunbook.Evidence.Rendering;

/// <summary>A report as one self-contained page: no script, nothing loaded, a content security policy that allows neither. The first printed page is the summary.</summary>
public static class ReportHtml
{
    /// <summary>Renders the report; the same report gives the same text. Lines end in LF.</summary>
    public static string Write(RunReport report)
    {
        var page = new HtmlWriter();
        page.Doctype().Begin("html", ("lang", "en"));
        Head(page, report);
        page.Begin("body");
        if (report.Run.Rehearsal is not null)
        {
            page.Begin("div", ("class", "watermark"), ("aria-hidden", "true")).Text("REHEARSAL").End();
            page.Begin("div", ("class", "rehearsal"), ("role", "note"))
                .Text("Rehearsal: everything outside was simulated. Nothing on these pages proves that a site can be recovered.").End();
        }

        SummarySection.Write(page, report);
        page.Begin("main");
        StatedSection.Write(page, report);
        TimeSection.Write(page, report);
        TierSection.Write(page, report);
        RecordSection.Write(page, report);
        StepSection.Write(page, report);
        ImpactSection.Write(page, report);
        FailoverSection.Write(page, report);
        GateSection.Write(page, report);
        PeopleSection.Write(page, report);
        ProvenanceSection.Write(page, report);
        CoverageSection.Write(page, report);
        page.End();
        Foot(page, report);
        return page.End().End().ToString();
    }

    private static void Head(HtmlWriter page, RunReport report) => page.Begin("head")
        .Empty("meta", ("charset", "utf-8"))
        .Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", StyleSheet.Policy))
        .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
        .Empty("meta", ("name", "referrer"), ("content", "no-referrer"))
        .Leaf("title", $"{report.Run.Runbook}: {Words.Of(report.Verdict.Outcome)}, {report.Run.Id}")
        .Style(StyleSheet.Text)
        .End();

    private static void Foot(HtmlWriter page, RunReport report) => page.Begin("footer")
        .Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.Run.Rehearsal is null ? "" : "Rehearsal. ")}Computed by drrun {report.Run.ToolVersion} from the plan and {report.Provenance.JournalLength} journal entries of run {report.Run.Id}: its outcome was never typed in, and what people typed stands with their names. Head of the journal: "))
        .Leaf("code", report.Provenance.JournalHead)
        .End();
}
