using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Who authorised what, and everything that people did to the run.</summary>
internal static class PeopleSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        Authorised(page, report);
        page.Begin("section", ("id", "people")).Leaf("h2", "People");
        page.Leaf("p", "Everything that people did to the run, in order. What changed its course by hand, or tried to, is marked as an intervention.", "lead");
        page.Begin("table").Header("time (UTC)", "who", "what", "", "note", "entry").Begin("tbody");
        foreach (var act in report.People)
        {
            var on = act.Gate?.Value ?? act.Step?.Value;
            var signed = act.SignatureChecked switch { true => $" (signed, {act.Fingerprint})", false => " (unsigned)", null => "" };
            page.Begin("tr").Leaf("td", Words.Second(act.When.At), "time").Begin("th", ("scope", "row"), ("class", "who")).Text(act.Who.Raw).End()
                .Leaf("td", $"{act.What}{(on is null ? "" : $" {on}")}{signed}").Begin("td").Word(act.Kind == ActKind.Intervened ? Tones.Look : Tones.Plain, Of(act.Kind)).End().Leaf("td", act.Note.Raw).Leaf("td", act.When.Entry.ToString(CultureInfo.InvariantCulture), "soft").End();
        }

        page.End().End().End();
    }

    private static string Of(ActKind kind) => kind switch
    {
        ActKind.Drove => "drove",
        ActKind.Decided => "decision",
        ActKind.Intervened => "intervention",
        _ => "on record",
    };

    private static void Authorised(HtmlWriter page, RunReport report)
    {
        var authorisations = Authorisation.Of(report);
        page.Begin("section", ("id", "authorised")).Leaf("h2", "Who authorised what");
        if (authorisations.IsEmpty)
        {
            page.Leaf("p", "No gate of this run was answered by a person.", "lead").End();
            return;
        }

        page.Begin("table").Header("gate", "what was asked", "could be answered by", "answer", "signature", "time (UTC)", "note", "entry").Begin("tbody");
        foreach (var (gate, what, roles, answer) in authorisations)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(gate.Value).End().Leaf("td", what).Leaf("td", roles.IsEmpty ? "anybody" : string.Join(", ", roles))
                .Leaf("td", $"{Words.Of(answer.Decision)} by {answer.Principal.Raw}").Begin("td").Word(answer.SignatureChecked ? Tones.Good : Tones.Look, answer.SignatureChecked ? "checked" : "none").End()
                .Leaf("td", Words.Clock(answer.When.At), "time").Leaf("td", answer.Note.Raw).Leaf("td", answer.When.Entry.ToString(CultureInfo.InvariantCulture), "soft").End();
        }

        page.End().End().End();
    }
}
