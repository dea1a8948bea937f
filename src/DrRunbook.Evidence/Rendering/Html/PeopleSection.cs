using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>What was stated before the run, and everything that people did to it.</summary>
internal static class PeopleSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        Exercise(page, report);
        page.Begin("section", ("id", "people")).Leaf("h2", "People");
        page.Begin("table").Header("time (UTC)", "who", "what", "note", "entry").Begin("tbody");
        foreach (var act in report.People)
        {
            var on = act.Gate?.Value ?? act.Step?.Value;
            var signed = act.SignatureChecked switch { true => $" (signed, {act.Fingerprint})", false => " (unsigned)", null => "" };
            page.Begin("tr").Leaf("td", Words.Clock(act.When.At), "time").Begin("th", ("scope", "row")).Text(act.Who.Raw).End()
                .Leaf("td", $"{act.What}{(on is null ? "" : $" {on}")}{signed}").Leaf("td", act.Note.Raw).Leaf("td", act.When.Entry.ToString(CultureInfo.InvariantCulture), "soft").End();
        }

        page.End().End().End();
    }

    private static void Exercise(HtmlWriter page, RunReport report)
    {
        if (report.Exercise is not { } exercise)
        {
            return;
        }

        page.Begin("section").Leaf("h2", "Stated before the run");
        page.Begin("dl");
        page.Leaf("dt", "Type").Leaf("dd", exercise.Type ?? "not stated").Leaf("dt", "Scenario").Leaf("dd", exercise.Scenario ?? "not stated");
        Terms(page, "Criteria", exercise.Criteria);
        Terms(page, "Assumptions", exercise.Assumptions);
        Terms(page, "Participants", exercise.Participants);
        Terms(page, "Excluded", [.. exercise.Exclusions.Select(exclusion => $"{exclusion.What}: {exclusion.Reason}")]);
        page.End().End();
    }

    private static void Terms(HtmlWriter page, string term, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        page.Leaf("dt", term).Begin("dd");
        foreach (var text in texts)
        {
            page.Leaf("div", text);
        }

        page.End();
    }
}
