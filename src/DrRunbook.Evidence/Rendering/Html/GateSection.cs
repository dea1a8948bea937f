using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Every gate: what was asked, what was seen, who answered.</summary>
internal static class GateSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "gates")).Leaf("h2", "Gates");
        var gates = report.Steps.SelectMany(step => step.Gates).ToList();
        if (gates.Count == 0)
        {
            page.Leaf("p", "The plan has none.", "lead").End();
            return;
        }

        page.Leaf("p", "Conditions before a step (require), after it (verify), or as a step. A gate that was tried again in a further attempt stands here once per attempt.", "lead");
        page.Begin("table").Header("gate", "what was asked", "outcome", "tries", "took", "what was seen", "evidence").Begin("tbody");
        foreach (var gate in gates)
        {
            Gate(page, gate);
        }

        page.End().End().End();
    }

    private static void Gate(HtmlWriter page, GateReport gate)
    {
        page.Begin("tr").Begin("th", ("scope", "row"), ("class", "who")).Text(gate.Id.Value);
        if (gate.Attempt > 1)
        {
            page.Leaf("div", string.Create(CultureInfo.InvariantCulture, $"attempt {gate.Attempt}"), "soft small");
        }

        page.End().Leaf("td", gate.What)
            .Begin("td").Word(Tones.Of(gate.Outcome), Words.Of(gate.Outcome)).End()
            .Leaf("td", gate.Tries == 0 ? "" : gate.Tries.ToString(CultureInfo.InvariantCulture))
            .Leaf("td", gate.DurationMs is { } took ? Words.Span(took) : "", "time")
            .Begin("td");
        if (!gate.FirstFailure.IsEmpty && gate.FirstFailure != gate.Detail)
        {
            page.Leaf("div", $"at first: {gate.FirstFailure.Raw}", "soft");
        }

        page.Text(gate.Detail.Raw);
        foreach (var answer in gate.Answers)
        {
            var note = answer.Note.IsEmpty ? "" : $": {answer.Note.Raw}";
            page.Leaf("div", $"{Words.Of(answer.Decision)} by {answer.Principal.Raw} ({(answer.SignatureChecked ? $"signed, {answer.Fingerprint}" : "unsigned")}) at {Words.Clock(answer.When.At)}{note}");
        }

        page.End().Begin("td");
        foreach (var sha256 in gate.Evidence)
        {
            page.Begin("code", ("title", sha256)).Text(sha256[..Math.Min(12, sha256.Length)]).End();
        }

        page.End().End();
    }
}
