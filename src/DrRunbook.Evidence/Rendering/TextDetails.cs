using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering;

/// <summary>What follows the first screen of the text: steps, failovers, gates, people, managers and provenance.</summary>
internal static class TextDetails
{
    public static void Write(TextPage page, RunReport report)
    {
        Steps(page, report);
        Failovers(page, report);
        Gates(page, report);
        NotExecuted(page, report);
        People(page, report);
        Communications(page, report);
        Managers(page, report);
        Provenance(page, report);
    }

    /// <summary>The journal entries that a statement rests on.</summary>
    public static string Entries(ImmutableArray<long> entries) => entries.IsEmpty
        ? "plan"
        : $"entr{(entries.Length == 1 ? "y" : "ies")} {string.Join(", ", entries.Take(6).Select(entry => entry.ToString(CultureInfo.InvariantCulture)))}{(entries.Length > 6 ? ", …" : "")}";

    private static void Steps(TextPage page, RunReport report)
    {
        page.Heading("Steps");
        page.Table(
            ["step", "outcome", "start", "took", "of which"],
            report.Steps.Select(step => (IReadOnlyList<string>)
            [
                new string(' ', 2 * step.Depth) + step.Id.Value,
                Words.Of(step.Outcome) + (step.Tolerated ? " (tolerated)" : ""),
                step.Started is { } started ? Words.Offset(started.OffsetMs) : "",
                step.DurationMs is { } took ? Words.Exact(took) : "",
                About(step),
            ]));
    }

    private static string About(StepReport step)
    {
        var parts = step.Time is null || step.Kind == StepKind.Group
            ? ""
            : string.Join(", ", Words.Parts(step.Time).Select(part => $"{Words.Of(part.Kind)} {Words.Exact(part.Ms)}"));
        var attempts = Words.Attempts(step) ?? "";
        var why = step.Outcome is StepOutcome.Failed or StepOutcome.Partial or StepOutcome.InDoubt or StepOutcome.Warning
            ? string.Join(": ", new[] { step.Reason ?? "", step.Detail.Raw ?? "" }.Where(part => part.Length > 0))
            : "";
        var blocked = step.BlockedBy.IsEmpty ? "" : $"blocked by {string.Join(", ", step.BlockedBy)}";
        return string.Join("; ", new[] { why, blocked, parts, attempts }.Where(part => part.Length > 0));
    }

    private static void Failovers(TextPage page, RunReport report)
    {
        var failovers = report.Steps.Where(step => step.Failover is not null && !step.Attempts.IsEmpty).ToList();
        if (failovers.Count == 0)
        {
            return;
        }

        page.Heading("Failovers, as the managers told them");
        foreach (var step in failovers)
        {
            Failover(page, step, step.Failover!);
        }
    }

    private static void Failover(TextPage page, StepReport step, FailoverReport failover)
    {
        var loss = failover.DataLoss.ActualMs is { } lost ? $"; data loss {Words.Exact(lost)}, RPO {Words.Verdict(failover.DataLoss)}" : "";
        page.Item(step.Id.Value, $"{failover.VApp} at {failover.Manager}; oldest VM point {(failover.OldestVmPointAt is { } at ? Words.Second(at) : "unknown")}{loss}", 2);
        foreach (var attempt in step.Attempts)
        {
            page.Item($"attempt {attempt.Number}", $"{Words.Of(attempt.Outcome)}{(attempt.Reason is null ? "" : $" ({attempt.Reason})")}{Colon(attempt.Detail)}", 4, 16);
            if (attempt.Recheck is { } recheck)
            {
                page.Item("read back", $"{Words.Clock(recheck.When.At)} {recheck.Detail.Raw} (entry {recheck.When.Entry})", 6, 14);
            }

            foreach (var request in attempt.Requests)
            {
                page.Item("request", $"{Words.Clock(request.Intent.At)} {request.Answer ?? "no answer yet"}{(request.Task is null ? "" : $", {request.Task}")}{Colon(request.Message)} (entry {request.Intent.Entry})", 6, 14);
            }

            foreach (var task in attempt.Tasks)
            {
                var success = task.Success switch { true => ", Success", false => ", no success", null => "" };
                page.Item("task", $"{Words.Clock(task.Seen.At)} {task.State}{success}{Colon(task.Message)} (entry {task.Seen.Entry})", 6, 14);
            }

            foreach (var session in attempt.Sessions)
            {
                var end = session.EndedAt is { } ended ? $" to {Words.Clock(ended)}" : "";
                page.Item("session", $"{session.Vm.Raw}: {session.State}, {session.Result}, {Words.Clock(session.CreatedAt)}{end}{Colon(session.Message)} ({Entries(session.Entries)})", 6, 14);
            }
        }

        foreach (var vm in VmRows.Of(step))
        {
            page.Item("VM", $"{vm.Vm.Raw}: {VmRows.Said(vm)}{Colon(vm.Message ?? OutsideText.None)}", 6, 14);
        }

        if (step.LateEnd is { } late)
        {
            page.Item("late", $"{Words.Clock(late.When.At)} {late.Result}{Colon(late.Detail)} (entry {late.When.Entry})", 6, 14);
        }
    }

    private static void Gates(TextPage page, RunReport report)
    {
        var gates = report.Steps.SelectMany(step => step.Gates).ToList();
        if (gates.Count == 0)
        {
            return;
        }

        page.Heading("Gates");
        page.Table(
            ["gate", "outcome", "tries", "took", "what was asked and seen"],
            gates.Select(gate => (IReadOnlyList<string>)
            [
                gate.Id.Value,
                Words.Of(gate.Outcome),
                gate.Tries == 0 ? "" : gate.Tries.ToString(CultureInfo.InvariantCulture),
                gate.DurationMs is { } took ? Words.Span(took) : "",
                $"{gate.What}{Colon(gate.Detail)}{string.Concat(gate.Answers.Select(Answer))}",
            ]));
    }

    private static string Answer(GateAnswerReport answer) =>
        $"; {Words.Of(answer.Decision)} by {answer.Principal.Raw} ({(answer.SignatureChecked ? $"signed, {answer.Fingerprint}" : "unsigned")}) at {Words.Clock(answer.When.At)}{Colon(answer.Note)}";

    private static void NotExecuted(TextPage page, RunReport report)
    {
        if (report.NotExecuted.IsEmpty)
        {
            return;
        }

        page.Heading("Not executed");
        page.Table(["step", "why", "reason"], report.NotExecuted.Select(step => (IReadOnlyList<string>)[step.Step.Value, Words.Of(step.Kind), step.Reason.Raw]));
    }

    private static void People(TextPage page, RunReport report)
    {
        page.Heading("People");
        foreach (var act in report.People)
        {
            var on = act.Gate?.Value ?? act.Step?.Value;
            page.Item(Words.Clock(act.When.At), $"{act.Who.Raw} {act.What}{(on is null ? "" : $" {on}")}{Colon(act.Note)} (entry {act.When.Entry}{(act.Kind == ActKind.Intervened ? ", intervention" : "")})", 2);
        }
    }

    private static void Communications(TextPage page, RunReport report)
    {
        if (report.Communications.IsEmpty)
        {
            return;
        }

        page.Heading("Communication");
        foreach (var communication in report.Communications)
        {
            page.Item(string.Join(", ", communication.On), $"{communication.To}: {Words.Messages([communication], report.Run.Rehearsal is not null)}", 2, 34);
            foreach (var message in communication.Messages.Where(message => !message.Delivered))
            {
                page.Item(Words.Clock(message.When.At), $"not delivered, {Words.About(message)}{Colon(message.Detail)} (entry {message.When.Entry})", 4);
            }
        }
    }

    private static void Managers(TextPage page, RunReport report)
    {
        page.Heading("Managers");
        foreach (var manager in report.Managers)
        {
            var offset = manager.ClockOffsetMs is { } ms ? $"clock {Words.Exact(ms)} off ours" : "clock offset not measured";
            page.Item(manager.Name.Value, $"{manager.Url}; {manager.ProductVersion?.Raw ?? "version not told"}; {offset}", 2);
            page.Item("", manager.CertificateSha256 is { } seen ? $"certificate SHA-256 {seen}" : "no certificate seen", 2);
            foreach (var contact in manager.Contacts.Where(contact => contact.What != "reached"))
            {
                page.Item("", $"{Words.Clock(contact.When.At)} {Words.Of(manager, contact)}{Colon(contact.Detail)} (entry {contact.When.Entry})", 2);
            }
        }
    }

    private static void Provenance(TextPage page, RunReport report)
    {
        var provenance = report.Provenance;
        page.Heading("Provenance");
        page.Item("Journal", string.Create(CultureInfo.InvariantCulture, $"{provenance.JournalLength} entries, head SHA-256 {provenance.JournalHead}"), 2);
        page.Item("Plan", $"SHA-256 {provenance.PlanDigest}, made {Words.Second(provenance.PlannedAt)}", 2);
        foreach (var source in provenance.Sources)
        {
            page.Item("Runbook", $"{source.Path} SHA-256 {source.Sha256}", 2);
        }

        page.Item("Git", provenance.GitCommit is { } commit ? $"{commit}{(provenance.GitDirty == true ? ", with changes that were not committed" : ", clean")}" : "not in a repository", 2);
        page.Item("Tool", $"drrun {report.Run.ToolVersion}", 2);
        if (report.Run.Rehearsal is { } rehearsal)
        {
            page.Item("Scenario", $"{rehearsal.ScenarioName} SHA-256 {rehearsal.Scenario}", 2);
        }

        foreach (var blob in report.Evidence)
        {
            page.Item("Evidence", $"{blob.Sha256} {blob.Gate?.Value ?? blob.Step.Value} (entry {blob.Entry})", 2);
        }
    }

    private static string Colon(OutsideText text) => text.IsEmpty ? "" : $": {text.Raw}";
}
