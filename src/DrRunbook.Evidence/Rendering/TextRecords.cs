using System.Globalization;

namespace DrRunbook.Evidence.Rendering;

/// <summary>What was stated before the run, tiers, what people put on record, and the run's own impact, as plain text.</summary>
internal static class TextRecords
{
    public static void Write(TextPage page, RunReport report)
    {
        Exercise(page, report);
        Tiers(page, report);
        Findings(page, report);
        Notes(page, report);
        Undone(page, report);
    }

    private static void Exercise(TextPage page, RunReport report)
    {
        if (report.Exercise is not { } exercise)
        {
            return;
        }

        page.Heading("Stated before the run");
        page.Item("Type", exercise.Type ?? "not stated", 2);
        page.Item("Scenario", exercise.Scenario ?? "not stated", 2);
        foreach (var criterion in report.Criteria)
        {
            Stated(page, "Criterion", criterion, Words.OfCriterion(criterion.State));
        }

        foreach (var assumption in report.Assumptions)
        {
            Stated(page, "Assumption", assumption, Words.OfAssumption(assumption.State));
        }

        foreach (var participant in exercise.Participants)
        {
            page.Item("Participant", participant, 2);
        }

        foreach (var exclusion in exercise.Exclusions)
        {
            page.Item("Excluded", $"{exclusion.What}: {exclusion.Reason}", 2);
        }
    }

    private static void Stated(TextPage page, string kind, StatedReport stated, string state)
    {
        var last = stated.Judgements.IsEmpty ? "" : $", says {stated.Judgements[^1].Who.Raw}: {stated.Judgements[^1].Note.Raw} (entry {stated.Judgements[^1].When.Entry})";
        page.Item(string.Create(CultureInfo.InvariantCulture, $"{kind} {stated.Number}"), $"{stated.Text}: {state.ToUpperInvariant()}{last}", 2);
    }

    private static void Tiers(TextPage page, RunReport report)
    {
        if (report.Tiers.IsEmpty)
        {
            return;
        }

        page.Heading("Tiers");
        page.Table(
            ["tier", "done", "recovered", "RTO", "RPO", "work of its steps"],
            report.Tiers.Select(tier => (IReadOnlyList<string>)
            [
                tier.Tier,
                string.Create(CultureInfo.InvariantCulture, $"{tier.Done} of {tier.Steps}"),
                tier.RecoveredAt is { } at ? Words.Offset(at.OffsetMs) : "no",
                Words.Verdict(tier.RecoveryTime),
                Words.Verdict(tier.DataLoss),
                string.Join(", ", Words.Parts(tier.Time).Select(part => $"{Words.Of(part.Kind)} {Words.Span(part.Ms)}")),
            ]));
    }

    private static void Findings(TextPage page, RunReport report)
    {
        if (report.RecordedFindings.IsEmpty)
        {
            return;
        }

        page.Heading("Findings on record");
        page.Table(
            ["no.", "severity", "state", "due", "owner", "what"],
            report.RecordedFindings.Select(finding => (IReadOnlyList<string>)
            [
                finding.Number.ToString(CultureInfo.InvariantCulture),
                Words.Of(finding.Severity),
                finding.Closed is null ? "open" : "closed",
                finding.Due is { } due ? Words.Day(due) : "-",
                finding.Owner?.Raw ?? "-",
                $"{(finding.Step is { } step ? $"{step}: " : "")}{finding.Text.Raw}, says {finding.Who.Raw} (entry {finding.When.Entry})"
                    + (finding.Closed is { } closed ? $"; closed by {closed.Who.Raw}: {closed.Note.Raw} (entry {closed.When.Entry})" : ""),
            ]));
    }

    private static void Notes(TextPage page, RunReport report)
    {
        if (report.Notes.IsEmpty)
        {
            return;
        }

        page.Heading("Notes");
        foreach (var note in report.Notes)
        {
            page.Item(Words.Clock(note.When.At), $"{note.Who.Raw}: {(note.Step is { } step ? $"{step}: " : "")}{note.Text.Raw} (entry {note.When.Entry})", 2);
        }
    }

    private static void Undone(TextPage page, RunReport report)
    {
        var undone = report.Impact.Where(held => held.Undone is not null).ToList();
        if (undone.Count == 0)
        {
            return;
        }

        page.Heading("Undo confirmed");
        foreach (var held in undone)
        {
            var word = held.Undone!;
            page.Item(held.VApp, $"held for {Words.Span(held.HeldMs)}; {word.Who.Raw} at {Words.Second(word.When.At)}: {word.Note.Raw} (entry {word.When.Entry})", 2);
        }
    }
}
