using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>What was stated before the run, what became of it, and what the run was about.</summary>
internal static class StatedSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "stated")).Leaf("h2", "Stated before the run");
        Exercise(page, report);
        Judged(page, report);
        page.End();
        Scope(page, report);
    }

    private static void Exercise(HtmlWriter page, RunReport report)
    {
        if (report.Exercise is not { } exercise)
        {
            page.Leaf("p", "Nothing: the runbook has no 'exercise'.", "lead");
            return;
        }

        page.Begin("dl").Leaf("dt", "Type").Leaf("dd", exercise.Type ?? "not stated").Leaf("dt", "Scenario").Leaf("dd", exercise.Scenario ?? "not stated");
        Terms(page, "Participants", exercise.Participants);
        Terms(page, "Excluded", [.. exercise.Exclusions.Select(exclusion => $"{exclusion.What}: {exclusion.Reason}")]);
        page.End();
    }

    private static void Terms(HtmlWriter page, string term, ImmutableArray<string> texts)
    {
        page.Leaf("dt", term).Begin("dd");
        foreach (var text in texts.IsEmpty ? ["none stated"] : texts)
        {
            page.Leaf("div", text);
        }

        page.End();
    }

    private static void Judged(HtmlWriter page, RunReport report)
    {
        if (report.Criteria.IsEmpty && report.Assumptions.IsEmpty)
        {
            return;
        }

        page.Leaf("p", "Criteria and assumptions are free text, so drrun cannot tell what became of them; people say so, on record. The last word stands.", "lead");
        page.Begin("table").Header("", "as stated", "what became of it", "who says so, and how that is known", "entry").Begin("tbody");
        foreach (var criterion in report.Criteria)
        {
            Row(page, "criterion", criterion, Words.OfCriterion(criterion.State), confirmed => confirmed ? "met" : "not met");
        }

        foreach (var assumption in report.Assumptions)
        {
            Row(page, "assumption", assumption, Words.OfAssumption(assumption.State), confirmed => confirmed ? "held" : "broken");
        }

        page.End().End();
    }

    private static void Row(HtmlWriter page, string kind, StatedReport stated, string state, Func<bool, string> word)
    {
        page.Begin("tr").Leaf("td", string.Create(CultureInfo.InvariantCulture, $"{kind} {stated.Number}"), "kind").Begin("th", ("scope", "row")).Text(stated.Text).End()
            .Begin("td").Word(Tones.Of(stated.State), state).End().Begin("td");
        foreach (var judgement in stated.Judgements)
        {
            page.Leaf("div", $"{word(judgement.Confirmed)}, says {judgement.Who.Raw} at {Words.Second(judgement.When.At)}: {judgement.Note.Raw}");
        }

        page.End().Leaf("td", string.Join(", ", stated.Judgements.Select(judgement => judgement.When.Entry.ToString(CultureInfo.InvariantCulture))), "soft").End();
    }

    private static void Scope(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "scope")).Leaf("h2", "Scope");
        if (report.Scope.IsEmpty)
        {
            page.Leaf("p", "The plan fails no vApp over.", "lead").End();
            return;
        }

        page.Leaf("p", "The vApps that the plan fails over. What is excluded stands above; what the runbook holds and this run did not do stands under Not executed.", "lead");
        page.Begin("table").Header("vApp", "tier", "manager", "step", "failover").Begin("tbody");
        foreach (var vApp in report.Scope)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(vApp.VApp).End().Leaf("td", vApp.Tier ?? "").Leaf("td", vApp.Manager.Value).Leaf("td", vApp.Step.Value)
                .Begin("td").Word(Tones.Of(vApp.Outcome), Words.Of(vApp.Outcome)).End().End();
        }

        page.End().End().End();
    }
}
