using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>What drrun found, and what people put on record: findings and notes.</summary>
internal static class RecordSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        Computed(page, report);
        Recorded(page, report);
        Notes(page, report);
    }

    private static void Computed(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "findings")).Leaf("h2", "Findings");
        if (report.Findings.IsEmpty)
        {
            page.Leaf("p", "None.", "lead").End();
            return;
        }

        page.Leaf("p", "Deviations, warnings and broken assumptions, found by drrun. A major one makes the run fail. The last column names the journal entries each rests on.", "lead");
        page.Begin("table").Header("severity", "kind", "step", "what", "entries").Begin("tbody");
        foreach (var finding in report.Findings)
        {
            page.Begin("tr").Begin("td").Word(Tones.Of(finding.Severity), Words.Of(finding.Severity)).End()
                .Begin("td").Leaf("code", finding.Kind, "kind").End()
                .Leaf("td", finding.Step?.Value ?? "the run").Leaf("td", finding.Text.Raw).Leaf("td", StepSection.Entries(finding.Entries), "soft").End();
        }

        page.End().End().End();
    }

    private static void Recorded(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "recorded")).Leaf("h2", "Findings on record");
        if (report.RecordedFindings.IsEmpty)
        {
            page.Leaf("p", "Nobody put a finding on record.", "lead").End();
            return;
        }

        page.Leaf("p", "What people found, during the run or after it. The outcome is computed and does not depend on it.", "lead");
        page.Begin("table").Header("no.", "severity", "about", "what", "owner", "due", "state", "entries").Begin("tbody");
        foreach (var finding in report.RecordedFindings)
        {
            Finding(page, finding);
        }

        page.End().End().End();
    }

    private static void Finding(HtmlWriter page, RecordedFindingReport finding)
    {
        page.Begin("tr").Begin("th", ("scope", "row"), ("class", "no")).Text(Number(finding.Number)).End()
            .Begin("td").Word(Tones.Of(finding.Severity), Words.Of(finding.Severity)).End()
            .Leaf("td", finding.Step?.Value ?? "the run")
            .Begin("td").Text(finding.Text.Raw).Leaf("div", $"{finding.Who.Raw}, {Words.Second(finding.When.At)}", "soft small").End()
            .Leaf("td", finding.Owner?.Raw ?? "none").Leaf("td", finding.Due is { } due ? Words.Day(due) : "none", "time").Begin("td");
        if (finding.Closed is { } closed)
        {
            page.Word(Tones.Good, "closed").Leaf("div", $"{closed.Note.Raw} ({closed.Who.Raw}, {Words.Second(closed.When.At)})", "soft small");
        }
        else
        {
            page.Word(Tones.Look, "open");
        }

        page.End().Leaf("td", finding.Closed is { } end ? $"{Number(finding.When.Entry)}, {Number(end.When.Entry)}" : Number(finding.When.Entry), "soft").End();
    }

    private static void Notes(HtmlWriter page, RunReport report)
    {
        if (report.Notes.IsEmpty)
        {
            return;
        }

        page.Begin("section").Leaf("h2", "Notes");
        page.Begin("table").Header("no.", "time (UTC)", "who", "about", "note", "entry").Begin("tbody");
        foreach (var note in report.Notes)
        {
            page.Begin("tr").Begin("th", ("scope", "row"), ("class", "no")).Text(Number(note.Number)).End().Leaf("td", Words.Second(note.When.At), "time").Leaf("td", note.Who.Raw)
                .Leaf("td", note.Step?.Value ?? "the run").Leaf("td", note.Text.Raw).Leaf("td", Number(note.When.Entry), "soft").End();
        }

        page.End().End().End();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
