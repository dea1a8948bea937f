using DrRunbook.Evidence.Rendering.Coverage;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Which clause each part of the report serves, and in red what the run does not cover.</summary>
internal static class CoverageSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "coverage"), ("class", "page")).Leaf("h2", "Coverage");
        page.Leaf("p", CoverageList.About, "lead");
        page.Begin("table").Header("what is asked for", "asked for in", "in this report", "not covered by this run").Begin("tbody");
        foreach (var item in CoverageList.Of(report))
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(item.Asked).End().Leaf("td", string.Join("; ", item.Clauses)).Leaf("td", item.Shown).Begin("td");
            if (item.Missing.IsEmpty)
            {
                page.Word(Tones.Good, "covered");
            }

            foreach (var missing in item.Missing)
            {
                page.Begin("div", ("class", "bad")).Text($"{Tones.Sign(Tones.Bad)} {missing}").End();
            }

            page.End().End();
        }

        page.End().End().End();
    }
}
