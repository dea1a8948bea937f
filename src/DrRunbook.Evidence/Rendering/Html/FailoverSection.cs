using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Every failover with every attempt, as the managers told it.</summary>
internal static class FailoverSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "failovers")).Leaf("h2", "Failovers");
        var failovers = report.Steps.Where(step => step.Failover is not null && !step.Attempts.IsEmpty).ToList();
        if (failovers.Count == 0)
        {
            page.Leaf("p", "None was begun.", "lead").End();
            return;
        }

        page.Leaf("p", "Every request, task and restore session of every attempt, as the manager told it. Requests and tasks carry our clock, restore sessions the manager's.", "lead");
        page.Begin("table").Header("what", "time (UTC)", "what the manager said", "message", "entries");
        foreach (var step in failovers)
        {
            Failover(page, step, step.Failover!);
        }

        page.End().End();
    }

    private static void Failover(HtmlWriter page, StepReport step, FailoverReport failover)
    {
        page.Begin("tbody", ("class", "together"));
        page.Begin("tr").Begin("th", ("scope", "rowgroup"), ("colspan", "5"), ("class", "group")).Text($"{step.Id} ")
            .Word(Tones.Of(step.Outcome), Words.Of(step.Outcome))
            .Begin("div", ("class", "soft small")).Text(About(failover)).End().End().End();
        foreach (var attempt in step.Attempts)
        {
            Attempt(page, attempt, step.Attempts.Length);
        }

        foreach (var vm in VmRows.Of(step))
        {
            Row(page, $"VM {vm.Vm.Raw}", "", vm.Result is null ? Tones.Look : Tones.OfResult(vm.Result), VmRows.Said(vm), vm.Message ?? OutsideText.None, []);
        }

        if (step.LateEnd is { } late)
        {
            Row(page, "after its time limit", Words.Clock(late.When.At), Tones.Look, late.Result, late.Detail, [late.When.Entry]);
        }

        page.End();
    }

    private static string About(FailoverReport failover)
    {
        var point = failover.Point is { } planned ? $"restore point {planned.Name}" : "no restore point";
        var oldest = failover.OldestVmPointAt is { } at ? $", oldest VM point {Words.Second(at)}" : "";
        var loss = failover.DataLoss.ActualMs is { } lost
            ? $"; data loss {Words.Exact(lost)}{(failover.DataLoss.TargetMs is { } rpo ? $", RPO {Words.Span(rpo)} {Words.Verdict(failover.DataLoss)}" : ", no RPO stated")}"
            : "";
        return $"vApp {failover.VApp} at {failover.Manager}; {point}{oldest}{loss}";
    }

    private static void Attempt(HtmlWriter page, AttemptReport attempt, int attempts)
    {
        if (attempts > 1)
        {
            var reason = attempt.Reason is null ? "" : $" ({attempt.Reason})";
            Row(page, string.Create(CultureInfo.InvariantCulture, $"attempt {attempt.Number}"), Words.Clock(attempt.Started.At), Tones.Of(attempt.Outcome), Words.Of(attempt.Outcome) + reason, attempt.Detail, [attempt.Started.Entry]);
        }

        if (attempt.Recheck is { } recheck)
        {
            var tone = recheck.Sessions.IsEmpty ? Tones.Good : Tones.Look;
            Row(page, "read back before", Words.Clock(recheck.When.At), tone, recheck.Sessions.IsEmpty ? "nothing at work" : "at work", recheck.Detail, [recheck.When.Entry]);
        }

        foreach (var request in attempt.Requests)
        {
            var tone = request.Answer switch { "accepted" => Tones.Plain, "rejected" => Tones.Bad, _ => Tones.Look };
            var status = request.Status is { } code ? string.Create(CultureInfo.InvariantCulture, $" (HTTP {code})") : "";
            ImmutableArray<long> entries = request.Answered is { } answered ? [request.Intent.Entry, answered.Entry] : [request.Intent.Entry];
            Row(page, "request", Words.Clock(request.Intent.At), tone, $"{request.Answer ?? "no answer yet"}{status}{(request.Task is null ? "" : $", {request.Task}")}", request.Message, entries);
        }

        foreach (var task in attempt.Tasks)
        {
            var said = task.Success switch { true => $"{task.State}, Success", false => $"{task.State}, no success", null => task.State };
            var tone = task.Success switch { true => Tones.Good, false => Tones.Bad, null => Tones.Plain };
            Row(page, "task", Words.Clock(task.Seen.At), tone, said, task.Message, [task.Seen.Entry]);
        }

        foreach (var session in attempt.Sessions)
        {
            var time = Words.Clock(session.CreatedAt) + (session.EndedAt is { } ended ? $" to {Words.Clock(ended)}" : "");
            var percent = session.State != "Stopped" && session.Progress is { } progress ? string.Create(CultureInfo.InvariantCulture, $", {progress} %") : "";
            Row(page, $"restore session {session.Vm.Raw}", time, Tones.OfResult(session.Result), $"{session.State}, {session.Result}{percent}", session.Message, session.Entries);
        }
    }

    private static void Row(HtmlWriter page, string what, string time, string tone, string said, OutsideText message, ImmutableArray<long> entries) => page
        .Begin("tr").Leaf("td", what).Leaf("td", time, "time").Begin("td").Word(tone, said).End().Leaf("td", message.Raw)
        .Leaf("td", entries.IsEmpty ? "" : StepSection.Entries(entries), "soft").End();
}
