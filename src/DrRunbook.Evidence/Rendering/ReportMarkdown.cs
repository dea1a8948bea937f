using System.Globalization;
using System.Text;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering;

/// <summary>A report as Markdown (CommonMark with tables), for tickets, pull requests and wikis.</summary>
public static class ReportMarkdown
{
    /// <summary>Renders the report; the same report gives the same text. Lines end in LF.</summary>
    public static string Write(RunReport report)
    {
        var text = new MarkdownText();
        Summary(text, report);
        MarkdownDetails.Stated(text, report);
        Findings(text, report);
        MarkdownDetails.Recorded(text, report);
        Time(text, report);
        MarkdownDetails.Tiers(text, report);
        Steps(text, report);
        Vms(text, report);
        Gates(text, report);
        NotExecuted(text, report);
        MarkdownDetails.Impact(text, report);
        MarkdownDetails.People(text, report);
        Provenance(text, report);
        MarkdownDetails.Coverage(text, report);
        return text.ToString();
    }

    /// <summary>The encoder: what steers is made visible, what marks up is escaped.</summary>
    public static string Encode(string? text)
    {
        var encoded = new StringBuilder();
        foreach (var c in VisibleText.Of(text))
        {
            if (c is '<' or '>' or '&')
            {
                encoded.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
                continue;
            }

            // Every mark that could begin an emphasis, a link, a mention, a code span, a list or the next cell of a table.
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '(' or ')' or '#' or '|' or '~' or '!' or '@')
            {
                encoded.Append(c == '@' ? "&#64;" : "\\" + c);
                continue;
            }

            encoded.Append(c);
        }

        return encoded.ToString().Replace("://", "&#58;//", StringComparison.Ordinal);
    }

    private static void Summary(MarkdownText text, RunReport report)
    {
        text.Paragraph($"# {Encode(report.Run.Runbook)}: {Words.Of(report.Verdict.Outcome)}");
        if (report.Run.Rehearsal is not null)
        {
            text.Paragraph("> **Rehearsal.** Everything outside was simulated; nothing here proves that a site can be recovered.");
        }

        text.Paragraph($"Run {Encode(report.Run.Id)}, {Words.Of(report.Run.Mode)}, started {Words.Second(report.Times.Started.At)} by {Encode(report.Run.StartedBy.Raw)}{(report.Verdict.IsFinal ? "" : ", not final")}.");
        text.List(report.Verdict.Because.Select(reason => Encode(reason.Raw)));
        text.Table(
            ["", "stated", "measured from the outage", "from the run's start", "verdict"],
            [Row("Recovery time (RTO)", report.Objectives.RecoveryTime), Row("Data loss (RPO)", report.Objectives.DataLoss)]);
        var counts = report.Counts;
        text.Paragraph(string.Create(
            CultureInfo.InvariantCulture,
            $"The manager said success for {counts.TasksSucceeded} of {Words.Plural(counts.Failovers, "failover task")} and {counts.SessionsSucceeded} of {Words.Plural(counts.Sessions, "restore session")}. Of the checks of the result, {counts.ChecksPassed} held and {counts.ChecksFailed} did not."));
        if (!report.Verdict.Next.IsEmpty)
        {
            text.Heading("What to do now");
            text.List(report.Verdict.Next.Select(next => Encode(next.Raw)));
        }
    }

    private static string[] Row(string name, Objective objective) =>
    [
        name,
        objective.TargetMs is { } target ? Words.Exact(target) : "",
        objective.ActualMs is { } actual ? Words.Exact(actual) : "",
        objective.FromRunStartMs is { } fromStart ? Words.Exact(fromStart) : "",
        Words.Verdict(objective),
    ];

    private static void Findings(MarkdownText text, RunReport report)
    {
        if (report.Findings.IsEmpty)
        {
            return;
        }

        text.Heading("Findings");
        text.Table(
            ["severity", "kind", "step", "what", "entries"],
            report.Findings.Select(finding => (string[])
                [Words.Of(finding.Severity), Encode(finding.Kind), Encode(finding.Step?.Value ?? "the run"), Encode(finding.Text.Raw), TextDetails.Entries(finding.Entries)]));
    }

    private static void Time(MarkdownText text, RunReport report)
    {
        text.Heading("Time");
        text.Paragraph(Words.ChainTitle(report) + ".");
        var before = report.Chain.BeforeRunMs == 0 ? [] : (IEnumerable<string[]>)[["before the run", Words.Exact(report.Chain.BeforeRunMs)]];
        text.Table(
            ["part", "time"],
            [
                .. before,
                .. Words.Parts(report.Chain.Parts).Select(part => (string[])[Words.Of(part.Kind), Words.Exact(part.Ms)]),
                ["**together**", $"**{Words.Exact(report.Chain.BeforeRunMs + report.Chain.LengthMs)}**"],
            ]);
    }

    private static void Steps(MarkdownText text, RunReport report)
    {
        text.Heading("Steps");
        text.Table(
            ["step", "what", "outcome", "start (UTC)", "took", "attempts", "why"],
            report.Steps.Select(step => (string[])
            [
                string.Concat(Enumerable.Repeat("&#160;&#160;", step.Depth)) + Encode(step.Id.Value),
                Encode(step.What),
                step.Outcome is StepOutcome.Failed or StepOutcome.Partial ? $"**{Words.Of(step.Outcome)}**" : Words.Of(step.Outcome),
                step.Started is { } started ? Words.Clock(started.At) : "",
                step.DurationMs is { } took ? Words.Exact(took) : "",
                Words.Attempts(step) ?? "",
                step.BlockedBy.IsEmpty ? Encode(step.Reason is null ? "" : $"{step.Reason}: {step.Detail.Raw}") : $"blocked by {Encode(string.Join(", ", step.BlockedBy))}",
            ]));
    }

    private static void Vms(MarkdownText text, RunReport report)
    {
        var vms = report.Steps.SelectMany(step => VmRows.Of(step).Select(vm => (Step: step, Vm: vm))).ToList();
        if (vms.Count == 0)
        {
            return;
        }

        text.Heading("VMs");
        text.Table(
            ["step", "VM", "its restore session", "message"],
            vms.Select(row => (string[])
            [
                Encode(row.Step.Id.Value),
                Encode(row.Vm.Vm.Raw),
                row.Vm.Result is "Success" ? Encode(VmRows.Said(row.Vm)) : $"**{Encode(VmRows.Said(row.Vm))}**",
                Encode(row.Vm.Message?.Raw),
            ]));
    }

    private static void Gates(MarkdownText text, RunReport report)
    {
        var gates = report.Steps.SelectMany(step => step.Gates).ToList();
        if (gates.Count == 0)
        {
            return;
        }

        text.Heading("Gates");
        text.Table(
            ["gate", "what was asked", "outcome", "tries", "what was seen"],
            gates.Select(gate => (string[])
            [
                Encode(gate.Id.Value),
                Encode(gate.What),
                gate.Outcome == GateOutcome.Failed ? $"**{Words.Of(gate.Outcome)}**" : Words.Of(gate.Outcome),
                gate.Tries == 0 ? "" : gate.Tries.ToString(CultureInfo.InvariantCulture),
                Encode(gate.Detail.Raw),
            ]));
    }

    private static void NotExecuted(MarkdownText text, RunReport report)
    {
        if (report.NotExecuted.IsEmpty)
        {
            return;
        }

        text.Heading("Not executed");
        text.Table(["step", "why", "reason"], report.NotExecuted.Select(step => (string[])[Encode(step.Step.Value), Words.Of(step.Kind), Encode(step.Reason.Raw)]));
    }

    private static void Provenance(MarkdownText text, RunReport report)
    {
        text.Heading("Provenance");
        var provenance = report.Provenance;
        text.List(
            [
                string.Create(CultureInfo.InvariantCulture, $"journal: {provenance.JournalLength} entries, head SHA-256 {provenance.JournalHead}"),
                $"plan: SHA-256 {provenance.PlanDigest}",
                .. provenance.Sources.Select(source => $"{Encode(source.Path)}: SHA-256 {source.Sha256}"),
                $"drrun {Encode(report.Run.ToolVersion)}",
            ]);
    }
}
