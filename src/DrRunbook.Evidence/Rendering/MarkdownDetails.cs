using System.Globalization;
using DrRunbook.Evidence.Rendering.Coverage;
using static DrRunbook.Evidence.Rendering.ReportMarkdown;

namespace DrRunbook.Evidence.Rendering;

/// <summary>The tables that an auditor asks for, in Markdown.</summary>
internal static class MarkdownDetails
{
    public static void Stated(MarkdownText text, RunReport report)
    {
        text.Heading("Stated before the run");
        if (report.Exercise is not { } exercise)
        {
            text.Paragraph("Nothing: the runbook has no 'exercise'.");
            return;
        }

        text.List(
        [
            $"scenario: {Encode(exercise.Scenario ?? "not stated")}",
            $"type: {Encode(exercise.Type ?? "not stated")}",
            $"participants: {(exercise.Participants.IsEmpty ? "none stated" : Encode(string.Join(", ", exercise.Participants)))}",
            .. exercise.Exclusions.Select(exclusion => $"excluded: {Encode(exclusion.What)}: {Encode(exclusion.Reason)}"),
        ]);
        if (!report.Criteria.IsEmpty || !report.Assumptions.IsEmpty)
        {
            text.Table(
                ["", "as stated", "what became of it", "who says so"],
                [
                    .. report.Criteria.Select(criterion => Row("criterion", criterion, Words.OfCriterion(criterion.State))),
                    .. report.Assumptions.Select(assumption => Row("assumption", assumption, Words.OfAssumption(assumption.State))),
                ]);
        }
    }

    private static string[] Row(string kind, StatedReport stated, string state) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{kind} {stated.Number}"),
        Encode(stated.Text),
        stated.State == StatedState.Refuted ? $"**{state}**" : state,
        stated.Judgements.IsEmpty ? "" : Encode($"{stated.Judgements[^1].Who.Raw}: {stated.Judgements[^1].Note.Raw}"),
    ];

    public static void Tiers(MarkdownText text, RunReport report)
    {
        if (report.Tiers.IsEmpty)
        {
            return;
        }

        text.Heading("Tiers");
        text.Table(
            ["tier", "steps done", "recovered", "RTO", "RPO", "people", "queue", "machine", "verification", "overhead"],
            report.Tiers.Select(tier => (string[])
            [
                Encode(tier.Tier),
                string.Create(CultureInfo.InvariantCulture, $"{tier.Done} of {tier.Steps}"),
                tier.RecoveredAt is { } at ? Words.Offset(at.OffsetMs) : "not recovered",
                Words.Verdict(tier.RecoveryTime),
                Words.Verdict(tier.DataLoss),
                .. new[] { tier.Time.PeopleMs, tier.Time.QueueMs, tier.Time.MachineMs, tier.Time.VerificationMs, tier.Time.OverheadMs }.Select(Words.Span),
            ]));
    }

    public static void Recorded(MarkdownText text, RunReport report)
    {
        if (!report.RecordedFindings.IsEmpty)
        {
            text.Heading("Findings on record");
            text.Table(
                ["no.", "severity", "about", "what", "who", "owner", "due", "state"],
                report.RecordedFindings.Select(finding => (string[])
                [
                    finding.Number.ToString(CultureInfo.InvariantCulture),
                    Words.Of(finding.Severity),
                    Encode(finding.Step?.Value ?? "the run"),
                    Encode(finding.Text.Raw),
                    Encode(finding.Who.Raw),
                    Encode(finding.Owner?.Raw ?? "none"),
                    finding.Due is { } due ? Words.Day(due) : "none",
                    finding.Closed is { } closed ? $"closed: {Encode(closed.Note.Raw)}" : "open",
                ]));
        }

        if (!report.Notes.IsEmpty)
        {
            text.Heading("Notes");
            text.List(report.Notes.Select(note => $"{Words.Second(note.When.At)} {Encode(note.Who.Raw)}: {Encode(note.Text.Raw)}"));
        }
    }

    public static void Impact(MarkdownText text, RunReport report)
    {
        if (!report.StillRunning.IsEmpty)
        {
            text.Heading("Still running at the manager");
            text.List(report.StillRunning.Select(work => $"{Encode(work.VApp)} at {Encode(work.Manager.Value)}, for {Words.Span(work.ForMs)}: {Encode(work.What.Raw)}"));
        }

        if (!report.Impact.IsEmpty)
        {
            text.Heading("Replication held, undo owed");
            text.Table(
                ["vApp", "held since", "for", "undo"],
                report.Impact.Select(held => (string[])
                [
                    Encode(held.VApp),
                    Words.Second(held.Since.At),
                    Words.Span(held.HeldMs),
                    held.Undone is { } undone ? $"confirmed by {Encode(undone.Who.Raw)}: {Encode(undone.Note.Raw)}" : "**owed**",
                ]));
        }
    }

    public static void People(MarkdownText text, RunReport report)
    {
        text.Heading("People");
        text.Table(
            ["time (UTC)", "who", "what", "note"],
            report.People.Select(act => (string[])
            [
                Words.Second(act.When.At),
                Encode(act.Who.Raw),
                Encode($"{act.What}{(act.Gate?.Value ?? act.Step?.Value) switch { null => "", var on => $" {on}" }}{Signed(act)}") + (act.Kind == ActKind.Intervened ? " **(intervention)**" : ""),
                Encode(act.Note.Raw),
            ]));
        text.Paragraph(report.Communications.IsEmpty
            ? "The runbook names no address to be told, and drrun told nobody."
            : $"To be told: {Encode(string.Join(", ", report.Communications.Select(communication => $"{communication.To} of {string.Join(", ", communication.On)}")))}. "
                + $"{Words.Messages(report.Communications, report.Run.Rehearsal is not null)}.");
        if (report.Communications.Any(communication => !communication.Messages.IsEmpty))
        {
            text.Table(
                ["time (UTC)", "address", "message", "result", "entry"],
                report.Communications
                    .SelectMany(communication => communication.Messages.Select(message => (communication.To, Message: message)))
                    .OrderBy(one => one.Message.When.Entry)
                    .Select(one => (string[])
                    [
                        Words.Second(one.Message.When.At),
                        Encode(one.To),
                        Encode(Words.About(one.Message)),
                        (one.Message.Delivered ? "" : "**not delivered** ") + Encode(one.Message.Detail.Raw),
                        one.Message.When.Entry.ToString(CultureInfo.InvariantCulture),
                    ]));
        }
    }

    public static void Coverage(MarkdownText text, RunReport report)
    {
        text.Heading("Coverage");
        text.Paragraph(Encode(CoverageList.About));
        text.Table(
            ["what is asked for", "asked for in", "in this report", "not covered by this run"],
            CoverageList.Of(report).Select(item => (string[])
                [Encode(item.Asked), Encode(string.Join("; ", item.Clauses)), Encode(item.Shown), item.Missing.IsEmpty ? "covered" : string.Join(" ", item.Missing.Select(missing => $"**{Encode(missing)}**"))]));
    }

    private static string Signed(HumanAct act) => act.SignatureChecked switch { true => $" (signed, {act.Fingerprint})", false => " (unsigned)", null => "" };
}
