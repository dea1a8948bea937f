using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Rendering.Coverage;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The first page: how it ended, what was measured, what the manager said and what was proven, what to do now.</summary>
internal static class SummarySection
{
    private const int MostListed = 16;
    private const int MostSentences = 8;

    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("class", "summary"));
        Title(page, report);
        Cards(page, report);
        SaidAndProven(page, report);
        page.Begin("div", ("class", "two"));
        Why(page, report);
        Next(page, report);
        page.End();
        OnRecord(page, report);
        Contents(page);
        page.End();
    }

    private static void Title(HtmlWriter page, RunReport report)
    {
        var kind = $"{Words.Of(report.Run.Mode)}{(report.Run.Rehearsal is null ? "" : ", rehearsed")}";
        page.Begin("header").Begin("div");
        page.Leaf("div", $"Disaster recovery report · {kind}", "kicker");
        page.Leaf("h1", report.Run.Runbook);
        if (report.Run.Description is { } description)
        {
            page.Leaf("p", description, "lead");
        }

        page.Begin("div", ("class", "soft small"))
            .Text("Run ").Leaf("code", report.Run.Id)
            .Text($" · started {Words.Second(report.Times.Started.At)} by {report.Run.StartedBy.Raw} · {(report.Times.Ended is { } ended ? $"ended {Words.Second(ended.At)}" : $"not ended; last entry {Words.Second(report.Times.Last.At)}")}")
            .End().End();
        var tone = Tones.Of(report.Verdict.Outcome);
        page.Begin("div", ("class", $"outcome fill {tone}"))
            .Text($"{Tones.Sign(tone)} {Capital(Words.Of(report.Verdict.Outcome))}")
            .Leaf("span", report.Verdict.IsFinal ? "computed from the journal" : "not final")
            .End().End();
    }

    private static void Cards(HtmlWriter page, RunReport report)
    {
        page.Begin("div", ("class", "cards"));
        Objective(page, "Recovery time", "RTO", report.Objectives.RecoveryTime, report.Objectives.Until is { } until ? $"to the end of {until}" : "");
        Objective(page, "Data loss", "RPO", report.Objectives.DataLoss, report.Objectives.OldestStep is { } oldest ? $"oldest point: {oldest}" : "");
        Card(
            page,
            "Steps",
            string.Create(CultureInfo.InvariantCulture, $"{report.Counts.ByOutcome.GetValueOrDefault(StepOutcome.Succeeded)} of {report.Counts.Steps} succeeded"),
            Tones.Plain,
            string.Join(", ", report.Counts.ByOutcome.Where(count => count.Key != StepOutcome.Succeeded).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {Words.Of(count.Key)}"))));
        var held = report.OwedUndos.IsEmpty ? 0 : report.OwedUndos.Max(owed => owed.HeldMs);
        Card(
            page,
            "Undo owed",
            report.OwedUndos.IsEmpty ? "none" : Words.Plural(report.OwedUndos.Length, "vApp"),
            report.OwedUndos.IsEmpty ? Tones.Plain : Tones.Look,
            report.OwedUndos.IsEmpty ? "no replication is held" : $"replication held for up to {Words.Span(held)} when the journal ends");
        page.End();
    }

    private static void Objective(HtmlWriter page, string title, string name, Objective objective, string note)
    {
        var target = objective.TargetMs is { } stated ? $"{name} {Words.Span(stated)}: {Words.Verdict(objective)}" : $"no {name} stated";
        var tone = Tones.Of(objective);
        page.Begin("div", ("class", "card")).Leaf("h3", title)
            .Leaf("div", objective.ActualMs is { } actual ? Words.Exact(actual) : "not reached", $"value {(tone == Tones.Bad ? tone : "")}".TrimEnd())
            .Begin("div", ("class", "note")).Begin("span", ("class", $"word {tone}")).Text($"{(tone == Tones.Plain ? "" : Tones.Sign(tone) + " ")}{target}").End();
        if (objective.FromRunStartMs is { } fromStart && fromStart != objective.ActualMs)
        {
            page.Empty("br").Text($"from the run's start: {Words.Exact(fromStart)}");
        }

        page.Empty("br").Text(note).End().End();
    }

    private static void Card(HtmlWriter page, string title, string value, string tone, string note) => page
        .Begin("div", ("class", "card")).Leaf("h3", title).Leaf("div", value, $"value {tone}".Replace(" plain", "", StringComparison.Ordinal)).Leaf("div", note, "note").End();

    private static void SaidAndProven(HtmlWriter page, RunReport report)
    {
        var counts = report.Counts;
        if (counts.Failovers == 0 && counts.ChecksPassed + counts.ChecksFailed == 0)
        {
            return;
        }

        var allSaid = counts.Failovers > 0 && counts.TasksSucceeded == counts.Failovers && counts.SessionsSucceeded == counts.Sessions;
        if (allSaid && counts.ChecksFailed > 0)
        {
            page.Leaf("div", "Every task of the manager said success. The result did not hold.", "contradiction");
        }

        page.Begin("div", ("class", "two"));
        Said(page, report, allSaid);
        Proven(page, report);
        page.End();
    }

    private static void Said(HtmlWriter page, RunReport report, bool allSaid)
    {
        var counts = report.Counts;
        page.Begin("div").Leaf("h3", "What the manager said");
        page.Leaf("div", string.Create(CultureInfo.InvariantCulture, $"{counts.TasksSucceeded} of {Words.Plural(counts.Failovers, "task")}: success"), $"big {(allSaid ? Tones.Good : Tones.Look)}");
        page.Leaf("p", string.Create(CultureInfo.InvariantCulture, $"{counts.SessionsSucceeded} of {Words.Plural(counts.Sessions, "restore session")} ended with Success"), "soft small");
        var rows = report.Steps.Where(step => step.Attempts.Any(attempt => !attempt.Requests.IsEmpty)).Select(step => (Tone: SaidTone(step), Text: $"{step.Id}{SaidText(step)}")).ToList();
        List(page, rows, "with success", narrow: false);
        page.End();
    }

    private static void Proven(HtmlWriter page, RunReport report)
    {
        var counts = report.Counts;
        var all = counts.ChecksPassed + counts.ChecksFailed;
        var tone = counts.ChecksFailed > 0 ? Tones.Bad : all == 0 ? Tones.Plain : Tones.Good;
        page.Begin("div").Leaf("h3", "What was proven");
        page.Leaf("div", all == 0 ? "nothing was checked" : string.Create(CultureInfo.InvariantCulture, $"{counts.ChecksPassed} of {Words.Plural(all, "check")} held"), $"big {tone}");
        page.Leaf("p", all == 0 ? "No probe of this runbook was tried; the manager's word stands alone." : "Probes of gates: asked by drrun itself, not by the manager", "soft small");
        var rows = report.Steps
            .SelectMany(step => step.Gates.GroupBy(gate => gate.Id).Select(tries => tries.Last()))
            .Where(gate => !gate.AsksPeople && gate.Kind is not ("wait" or "window") && gate.Outcome is not (GateOutcome.NotTried or GateOutcome.Withdrawn))
            .Select(gate => (Tone: Tones.Of(gate.Outcome), Text: gate.Outcome == GateOutcome.Passed ? $"{gate.Id}: {gate.What}" : $"{gate.Id}: {gate.What}: {gate.Detail.Raw}"))
            .ToList();
        List(page, rows, "that held", narrow: true);
        page.End();
    }

    private static void List(HtmlWriter page, List<(string Tone, string Text)> rows, string rest, bool narrow)
    {
        // One page has to hold it: where there are many, what is good is counted.
        var most = narrow ? MostListed / 2 : MostListed;
        var shown = rows.Count <= most ? rows : rows.Where(row => row.Tone != Tones.Good).Take(most).ToList();
        page.Begin("ul", ("class", narrow ? "said one" : "said"));
        foreach (var (tone, text) in shown)
        {
            page.Begin("li").Leaf("span", Tones.Sign(tone), $"sign {tone}").Text(text).End();
        }

        if (shown.Count < rows.Count)
        {
            page.Begin("li").Text(string.Create(CultureInfo.InvariantCulture, $"{(shown.Count == 0 ? "all" : "and")} {rows.Count - shown.Count}{(shown.Count == 0 ? "" : " more")} {rest}")).End();
        }

        page.End();
    }

    private static string SaidTone(StepReport step)
    {
        var last = step.Attempts.Last(attempt => !attempt.Requests.IsEmpty);
        if (last.Sessions.Any(session => session.Result == "Failed") || last.Tasks.Any(task => task.Success == false) || last.Requests[^1].Answer == "rejected")
        {
            return Tones.Bad;
        }

        var proven = last.Tasks.LastOrDefault(task => task.Task is not null) is { Success: true } && !last.Sessions.IsEmpty && last.Sessions.All(session => session.Result == "Success");
        return proven ? Tones.Good : Tones.Look;
    }

    private static string SaidText(StepReport step)
    {
        var last = step.Attempts.Last(attempt => !attempt.Requests.IsEmpty);
        var results = last.Sessions.Select(session => session.State == "Stopped" ? session.Result : session.State).Distinct().ToList();
        return results is [] ? $": {last.Requests[^1].Answer ?? "no answer"}" : results is ["Success"] ? "" : $": {string.Join(", ", results)}";
    }

    private static void Why(HtmlWriter page, RunReport report)
    {
        page.Begin("div").Leaf("h3", "Why");
        Sentences(page, report.Verdict.Because, "see Findings");
        page.End();
    }

    private static void Next(HtmlWriter page, RunReport report)
    {
        page.Begin("div").Leaf("h3", "What to do now");
        if (report.Verdict.Next.IsEmpty)
        {
            page.Leaf("p", "Nothing.");
        }
        else
        {
            Sentences(page, report.Verdict.Next, "see drrun status");
        }

        page.End();
    }

    private static void Sentences(HtmlWriter page, ImmutableArray<OutsideText> sentences, string rest)
    {
        page.Begin("ul");
        foreach (var sentence in sentences.Take(MostSentences))
        {
            page.Leaf("li", sentence.Raw);
        }

        if (sentences.Length > MostSentences)
        {
            page.Leaf("li", string.Create(CultureInfo.InvariantCulture, $"and {sentences.Length - MostSentences} more, {rest}"));
        }

        page.End();
    }

    /// <summary>What people said, and how much of what audits ask is missing; each in a line.</summary>
    private static void OnRecord(HtmlWriter page, RunReport report)
    {
        page.Begin("dl", ("class", "record"));
        if (!report.Criteria.IsEmpty)
        {
            page.Leaf("dt", "Criteria").Leaf("dd", string.Join(", ", report.Criteria.GroupBy(criterion => criterion.State).OrderBy(group => group.Key)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Words.OfCriterion(group.Key)}"))));
        }

        var open = report.RecordedFindings.Count(finding => finding.Closed is null);
        page.Leaf("dt", "Findings").Leaf(
            "dd",
            $"{Words.Plural(report.Findings.Length, "finding")} by drrun; {Words.Plural(report.RecordedFindings.Length, "finding")} put on record by people{(open == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {open} of them open"))}");
        var missing = CoverageList.Of(report).Sum(item => item.Missing.Length);
        page.Leaf("dt", "Coverage").Begin("dd");
        if (missing > 0)
        {
            page.Begin("span", ("class", "bad")).Text($"{Words.Plural(missing, "thing")} that audits ask for {(missing == 1 ? "is" : "are")} not covered by this run").End().Text(", see the last page");
        }
        else
        {
            page.Text("nothing that the list on the last page knows is missing");
        }

        page.End().End();
    }

    private static void Contents(HtmlWriter page)
    {
        (string Id, string Title)[] sections =
        [
            ("stated", "Stated before"), ("scope", "Scope"), ("time", "Time"), ("findings", "Findings"), ("steps", "Steps"), ("impact", "Impact"), ("failovers", "Failovers"),
            ("gates", "Gates"), ("people", "People"), ("provenance", "Provenance"), ("coverage", "Coverage"),
        ];
        page.Begin("nav", ("aria-label", "Sections"));
        foreach (var (id, title) in sections)
        {
            page.Begin("a", ("href", "#" + id)).Text(title).End().Text(" ");
        }

        page.End();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
