using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>What the run itself put at risk, what still runs, and who was told.</summary>
internal static class ImpactSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        StillRunning(page, report);
        Held(page, report);
        Communications(page, report);
    }

    private static void StillRunning(HtmlWriter page, RunReport report)
    {
        if (report.StillRunning.IsEmpty)
        {
            return;
        }

        page.Begin("section").Leaf("h2", "Still running at the manager");
        page.Leaf("p", "When the journal ends, the manager had not ended these, or it is not known whether it had.", "lead");
        page.Begin("table").Header("step", "vApp", "manager", "task", "since (UTC)", "for", "what is known").Begin("tbody");
        foreach (var work in report.StillRunning)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(work.Step.Value).End().Leaf("td", work.VApp).Leaf("td", work.Manager.Value)
                .Leaf("td", work.Task ?? "none known").Leaf("td", Words.Clock(work.Since.At), "time").Leaf("td", Words.Span(work.ForMs)).Leaf("td", work.What.Raw).End();
        }

        page.End().End().End();
    }

    private static void Held(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "impact")).Leaf("h2", "Impact of the run itself");
        if (report.Impact.IsEmpty)
        {
            page.Leaf("p", "None: no failover took effect, so no replication was held.", "lead").End();
            return;
        }

        page.Leaf("p", report.Run.Rehearsal is null
            ? "A failover through this API is a real one: the replication of these vApps is held until somebody undoes it in the console. What is owed is counted up to the journal's last entry."
            : "In a real run the replication of these vApps would be held until somebody undoes the failover in the console.", "lead");
        page.Begin("table").Header("vApp", "replication held since (UTC)", "for", "undo", "entries").Begin("tbody");
        foreach (var held in report.Impact)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(held.VApp).End().Leaf("td", Words.Second(held.Since.At)).Leaf("td", Words.Span(held.HeldMs)).Begin("td");
            if (held.Undone is { } undone)
            {
                page.Word(Tones.Good, "confirmed").Leaf("div", $"{undone.Who.Raw}, {Words.Second(undone.When.At)}{(undone.Note.IsEmpty ? "" : $": {undone.Note.Raw}")}", "soft small");
            }
            else
            {
                page.Word(Tones.Look, "owed");
            }

            ImmutableArray<long> entries = held.Undone is { } end ? [held.Since.Entry, end.When.Entry] : [held.Since.Entry];
            page.End().Leaf("td", StepSection.Entries(entries), "soft").End();
        }

        page.End().End().End();
    }

    private static void Communications(HtmlWriter page, RunReport report)
    {
        page.Begin("section", ("id", "communications")).Leaf("h2", "Communication");
        if (report.Communications.IsEmpty)
        {
            page.Leaf("p", "The runbook names no address to be told, and drrun told nobody.", "lead").End();
            return;
        }

        page.Leaf("p", report.Run.Rehearsal is null
            ? "Addresses that the runbook wants told, without what follows the host. A message counts as sent when the address has taken it."
            : "Addresses that the runbook wants told, without what follows the host. This is a rehearsal: the messages were simulated, and none left the machine.", "lead");
        page.Begin("table").Header("address", "of", "messages sent", "not delivered").Begin("tbody");
        foreach (var communication in report.Communications)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(communication.To).End().Leaf("td", string.Join(", ", communication.On))
                .Leaf("td", communication.Sent.ToString(CultureInfo.InvariantCulture)).Leaf("td", communication.Failed.ToString(CultureInfo.InvariantCulture)).End();
        }

        page.End().End();
        Messages(page, report);
        page.End();
    }

    private static void Messages(HtmlWriter page, RunReport report)
    {
        var messages = report.Communications.SelectMany(communication => communication.Messages.Select(message => (communication.To, Message: message))).OrderBy(one => one.Message.When.Entry).ToList();
        if (messages.Count == 0)
        {
            return;
        }

        page.Begin("table").Header("time (UTC)", "address", "message", "result", "entries").Begin("tbody");
        foreach (var (to, message) in messages)
        {
            page.Begin("tr").Leaf("td", Words.Second(message.When.At)).Leaf("td", to).Leaf("td", Words.About(message)).Begin("td");
            if (!message.Delivered)
            {
                page.Word(Tones.Look, "not delivered").Text(" ");
            }

            page.Text(message.Detail.Raw).End().Leaf("td", StepSection.Entries([message.When.Entry]), "soft").End();
        }

        page.End().End();
    }
}
