using System.Globalization;

namespace DrRunbook.Evidence.Rendering;

/// <summary>A report as plain text for terminals and logs, a hundred columns wide. The first screen says what counts.</summary>
public static class ReportText
{
    private const int Width = 100;

    /// <summary>Renders the report; the same report gives the same text. Lines end in LF.</summary>
    public static string Write(RunReport report)
    {
        var page = new TextPage(Width);
        Summary(page, report);
        Time(page, report);
        TextRecords.Write(page, report);
        TextDetails.Write(page, report);
        if (report.Run.Rehearsal is not null)
        {
            Rehearsal(page);
        }

        return page.ToString();
    }

    private static void Rehearsal(TextPage page)
    {
        page.Blank();
        page.Rule('*');
        page.Line("REHEARSAL: everything outside was simulated; nothing here proves that a site can be recovered");
        page.Rule('*');
    }

    private static void Summary(TextPage page, RunReport report)
    {
        page.Line($"{report.Run.Runbook}: {Words.Of(report.Run.Mode)}{(report.Run.Rehearsal is null ? "" : " (rehearsal)")}, run {report.Run.Id}");
        page.Rule('=');
        if (report.Run.Rehearsal is not null)
        {
            Rehearsal(page);
            page.Blank();
        }

        page.Item("OUTCOME", Words.Of(report.Verdict.Outcome).ToUpperInvariant() + (report.Verdict.IsFinal ? "" : " (not final)"));
        foreach (var reason in report.Verdict.Because)
        {
            page.Item("", reason.Raw);
        }

        page.Item("Recovery time", Objective("RTO", report.Objectives.RecoveryTime, report.Objectives.Until?.Value));
        page.Item("Data loss", Objective("RPO", report.Objectives.DataLoss, report.Objectives.OldestStep?.Value));
        page.Item("Steps", string.Join(", ", report.Counts.ByOutcome.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {Words.Of(count.Key)}"))));
        page.Item("Manager said", Said(report.Counts));
        page.Item("Proven", Proven(report.Counts));
        foreach (var next in report.Verdict.Next)
        {
            page.Item("NEXT", next.Raw);
        }

        Findings(page, report);
        StillRunning(page, report);
        Undos(page, report);
    }

    private static string Said(ReportCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"success for {counts.TasksSucceeded} of {Words.Plural(counts.Failovers, "failover task")} and {counts.SessionsSucceeded} of {Words.Plural(counts.Sessions, "restore session")}");

    private static string Proven(ReportCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Words.Plural(counts.ChecksPassed, "check")} held, {counts.ChecksFailed} did not");

    private static string Objective(string name, Objective objective, string? step)
    {
        var target = objective.TargetMs is { } stated ? $"{name} {Words.Exact(stated)}: {Words.Verdict(objective)}" : $"no {name} stated";
        if (objective.ActualMs is not { } actual)
        {
            return objective.State == ObjectiveState.NotReached ? $"not reached; {name} {Words.Exact(objective.TargetMs!.Value)}" : $"not reached; {target}";
        }

        return $"{Words.Exact(actual)} from the outage, {Words.Exact(objective.FromRunStartMs ?? actual)} from the run's start ({step}); {target}";
    }

    private static void Findings(TextPage page, RunReport report)
    {
        if (report.Findings.IsEmpty)
        {
            return;
        }

        page.Heading("Findings");
        page.Table(
            ["severity", "kind", "step", "what"],
            report.Findings.Select(finding => (IReadOnlyList<string>)
                [Words.Of(finding.Severity), finding.Kind, finding.Step?.Value ?? "-", $"{finding.Text.Raw} ({TextDetails.Entries(finding.Entries)})"]));
    }

    private static void StillRunning(TextPage page, RunReport report)
    {
        if (report.StillRunning.IsEmpty)
        {
            return;
        }

        page.Heading("Still running at the manager");
        foreach (var work in report.StillRunning)
        {
            page.Item(work.Step.Value, $"{work.VApp} at {work.Manager}, {work.Task ?? "no task"}: for {Words.Exact(work.ForMs)}; {work.What.Raw}", indent: 2);
        }
    }

    private static void Undos(TextPage page, RunReport report)
    {
        if (report.OwedUndos.IsEmpty)
        {
            return;
        }

        page.Heading("Replication held, undo owed");
        page.Table(
            ["vApp", "since", "entry", "held up to the journal's last entry"],
            report.OwedUndos.Select(owed => (IReadOnlyList<string>)
                [owed.VApp, Words.Second(owed.Since.At), owed.Since.Entry.ToString(CultureInfo.InvariantCulture), Words.Span(owed.HeldMs)]));
    }

    private static void Time(TextPage page, RunReport report)
    {
        var times = report.Times;
        page.Heading("Time");
        page.Item("Outage", Words.Instant(times.OutageAt) + (times.OutageStated ? "" : " (not stated: the run's start)"), 2);
        page.Item("Started", $"{Words.Instant(times.Started.At)} by {report.Run.StartedBy.Raw} on {report.Run.Machine}", 2);
        page.Item("Ended", times.Ended is { } ended ? $"{Words.Instant(ended.At)}, after {Words.Exact(times.DurationMs)}" : $"not ended; last entry {Words.Instant(times.Last.At)}", 2);
        foreach (var segment in times.Segments.Skip(1))
        {
            page.Item(
                "Taken up again",
                $"{Words.Instant(segment.From.At)} by {segment.By.Raw} on {segment.Machine}; executor away for {Words.Exact(segment.AwayBeforeMs)} before (entry {segment.From.Entry})",
                2);
        }

        page.Blank();
        page.Line($"  {Words.ChainTitle(report)}:");
        if (report.Chain.BeforeRunMs != 0)
        {
            page.Item("before the run", Words.Exact(report.Chain.BeforeRunMs), 4, 26);
        }

        foreach (var (kind, ms) in Words.Parts(report.Chain.Parts))
        {
            page.Item(Words.Of(kind), Words.Exact(ms) + (kind == PhaseKind.Overhead ? Longest(report.Chain) : ""), 4, 26);
        }

        page.Item("together", Words.Exact(report.Chain.BeforeRunMs + report.Chain.LengthMs), 4, 26);
    }

    private static string Longest(CriticalChain chain)
    {
        var longest = chain.Transitions.MaxBy(transition => transition.LengthMs);
        return longest is null
            ? ""
            : $" in {Words.Plural(chain.Transitions.Length, "transition")}; the longest {Words.Exact(longest.LengthMs)}, {Words.Of(longest)}";
    }
}
