using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The table of steps, and what was not executed.</summary>
internal static class StepSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        Steps(page, report);
        NotExecuted(page, report);
    }

    /// <summary>The journal entries that a statement rests on.</summary>
    public static string Entries(ImmutableArray<long> entries) => entries.IsEmpty
        ? "plan"
        : string.Join(", ", entries.Take(4).Select(entry => entry.ToString(CultureInfo.InvariantCulture))) + (entries.Length > 4 ? ", …" : "");

    public static HtmlWriter Header(this HtmlWriter page, params ReadOnlySpan<string> columns)
    {
        page.Begin("thead").Begin("tr");
        foreach (var column in columns)
        {
            page.Begin("th", ("scope", "col")).Text(column).End();
        }

        return page.End().End();
    }

    /// <summary>A word in its tone, with the sign that says the same.</summary>
    public static HtmlWriter Word(this HtmlWriter page, string tone, string word) =>
        page.Begin("span", ("class", $"word {tone}")).Text($"{Tones.Sign(tone)} {word}").End();

    private static void Steps(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "steps")).Leaf("h2", "Steps");
        page.Leaf("p", "In the plan's order. Times are UTC; the small numbers count from the run's start.", "lead");
        page.Begin("table").Header("step", "outcome", "start", "end", "took", "what the time went into").Begin("tbody");
        foreach (var step in report.Steps)
        {
            Step(page, step);
        }

        page.End().End().End();
    }

    private static void Step(HtmlWriter page, StepReport step)
    {
        page.Begin("tr")
            .Begin("th", ("scope", "row"), ("class", string.Create(CultureInfo.InvariantCulture, $"in{Math.Min(step.Depth, 6)}"))).Text(step.Id.Value)
            .Begin("div", ("class", "soft small")).Text(step.Name is null ? step.What : $"{step.Name}: {step.What}").End().End()
            .Begin("td").Word(Tones.Of(step.Outcome), Words.Of(step.Outcome));
        if (step.Tolerated)
        {
            page.Leaf("div", "tolerated", "soft small");
        }

        page.End();
        Moment(page, step.Started);
        Moment(page, step.Ended);
        page.Leaf("td", step.DurationMs is { } took ? Words.Exact(took) : "", "time").Begin("td");
        if (step.Time is not null && step.Kind != StepKind.Group)
        {
            page.Text(string.Join(", ", Words.Parts(step.Time).Select(part => $"{Words.Of(part.Kind)} {Words.Exact(part.Ms)}")));
        }

        foreach (var note in Notes(step))
        {
            page.Leaf("div", note);
        }

        page.End().End();
    }

    private static IEnumerable<string> Notes(StepReport step)
    {
        if (step.Outcome is StepOutcome.Failed or StepOutcome.Partial or StepOutcome.InDoubt or StepOutcome.Warning)
        {
            yield return string.Join(": ", new[] { step.Reason ?? "", step.Detail.Raw ?? "" }.Where(part => part.Length > 0));
        }

        if (!step.BlockedBy.IsEmpty)
        {
            yield return $"blocked by {string.Join(", ", step.BlockedBy)}";
        }

        if (Words.Attempts(step) is { } attempts)
        {
            yield return attempts;
        }

        if (step.RecoveryTime is { } rto)
        {
            yield return $"its own RTO {Words.Span(rto.TargetMs!.Value)}: {Words.Verdict(rto)}";
        }

        if (step.DataLoss is { } loss)
        {
            yield return $"its own RPO {Words.Span(loss.TargetMs!.Value)}: {Words.Verdict(loss)}";
        }

        if (step.Target is { } target)
        {
            yield return $"target {Words.Span(target.TargetMs!.Value)}: {Words.Verdict(target)}";
        }

        if (step.StillRunning)
        {
            yield return "the manager still works on it";
        }
    }

    private static void Moment(HtmlWriter page, ReportMoment? moment)
    {
        page.Begin("td", ("class", "time"));
        if (moment is not null)
        {
            page.Text(Words.Clock(moment.At)).Leaf("div", Words.Offset(moment.OffsetMs), "soft small");
        }

        page.End();
    }

    private static void NotExecuted(HtmlWriter page, RunReport report)
    {
        if (report.NotExecuted.IsEmpty)
        {
            return;
        }

        page.Begin("section").Leaf("h2", "Not executed");
        page.Begin("table").Header("step", "why", "reason", "entries").Begin("tbody");
        foreach (var step in report.NotExecuted)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(step.Step.Value).End().Leaf("td", Words.Of(step.Kind)).Leaf("td", step.Reason.Raw).Leaf("td", Entries(step.Entries), "soft").End();
        }

        page.End().End().End();
    }
}
