using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>RTO and RPO by tier, and what the time of each tier went into.</summary>
internal static class TierSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        if (report.Tiers.IsEmpty)
        {
            return;
        }

        page.Begin("section", ("id", "tiers")).Leaf("h2", "Tiers");
        page.Leaf("p", "By the label 'tier' of steps and groups. RTO and RPO are those of the step that is worst off by its own. The parts add up the work of all steps of a tier, side by side or not.", "lead");
        page.Begin("table").Header("tier", "steps done", "recovered", "RTO", "RPO", "people", "queue", "machine", "verification", "overhead", "other").Begin("tbody");
        foreach (var tier in report.Tiers)
        {
            Tier(page, tier);
        }

        page.End().End().End();
    }

    private static void Tier(HtmlWriter page, TierReport tier)
    {
        var time = tier.Time;
        page.Begin("tr").Begin("th", ("scope", "row")).Text(tier.Tier).End()
            .Leaf("td", string.Create(CultureInfo.InvariantCulture, $"{tier.Done} of {tier.Steps}"))
            .Leaf("td", tier.RecoveredAt is { } at ? Words.Offset(at.OffsetMs) : "not recovered");
        Objective(page, tier.RecoveryTime, tier.RecoveryStep?.Value);
        Objective(page, tier.DataLoss, tier.LossStep?.Value);
        foreach (var part in new[] { time.PeopleMs, time.QueueMs, time.MachineMs, time.VerificationMs, time.OverheadMs, time.GatesMs + time.PauseMs + time.DoubtMs + time.AwayMs })
        {
            page.Leaf("td", Words.Span(part), "num");
        }

        page.End();
    }

    private static void Objective(HtmlWriter page, Objective objective, string? step)
    {
        page.Begin("td", ("class", "objective"));
        if (objective.State == ObjectiveState.NotStated)
        {
            page.Text("none stated");
        }
        else
        {
            page.Word(Tones.Of(objective), Words.Verdict(objective));
        }

        var of = objective.TargetMs is { } target ? $" of {Words.Span(target)}" : "";
        page.Leaf("div", $"{(objective.ActualMs is { } actual ? Words.Span(actual) : "no value")}{of}{(step is null ? "" : $", {step}")}", "soft small").End();
    }
}
