using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The managers, what the run was made from, and what proves this page.</summary>
internal static class ProvenanceSection
{
    public static void Write(HtmlWriter page, RunReport report)
    {
        Managers(page, report);
        Provenance(page, report);
        Evidence(page, report);
    }

    private static void Managers(HtmlWriter page, RunReport report)
    {
        page.Begin("section").Leaf("h2", "Managers");
        page.Begin("table").Header("manager", "address", "version", "clock against ours", "certificate (SHA-256)").Begin("tbody");
        foreach (var manager in report.Managers)
        {
            page.Begin("tr").Begin("th", ("scope", "row")).Text(manager.Name.Value).End()
                .Leaf("td", manager.Url.ToString()).Leaf("td", manager.ProductVersion?.Raw ?? "not told")
                .Leaf("td", manager.ClockOffsetMs is { } offset ? (offset > 0 ? "+" : "") + Words.Exact(offset) : "not measured")
                .Begin("td").Leaf("code", manager.CertificateSha256 ?? "none seen")
                .Leaf("div", manager.Pinned is null ? "not pinned" : manager.Pinned == manager.CertificateSha256 ? "as pinned in the plan" : "the plan pins another, or none was seen", "soft small").End().End();
            foreach (var contact in manager.Contacts.Where(contact => contact.What != "reached"))
            {
                page.Begin("tr").Leaf("td", "").Leaf("td", $"{Words.Clock(contact.When.At)} {Words.Of(manager, contact)}").Begin("td", ("colspan", "3")).Text(contact.Detail.Raw).End().End();
            }
        }

        page.End().End().End();
    }

    private static void Provenance(HtmlWriter page, RunReport report)
    {
        var provenance = report.Provenance;
        page.Begin("section", ("id", "provenance")).Leaf("h2", "Provenance");
        page.Begin("dl");
        Fact(page, "Journal", string.Create(CultureInfo.InvariantCulture, $"{provenance.JournalLength} entries, format {provenance.JournalFormat}, head "), provenance.JournalHead);
        Fact(page, "Plan", $"made {Words.Second(provenance.PlannedAt)}, ", provenance.PlanDigest);
        foreach (var source in provenance.Sources)
        {
            Fact(page, "Runbook", $"{source.Path} ", source.Sha256);
        }

        foreach (var file in provenance.Files)
        {
            Fact(page, "File", $"{file.Path} ", file.Sha256);
        }

        var dirty = provenance.GitDirty switch { true => "with changes that were not committed, ", false => "clean, ", null => "" };
        Fact(page, "Git", provenance.GitCommit is null ? "not in a repository" : dirty, provenance.GitCommit ?? "");
        Fact(page, "Tool", $"drrun {report.Run.ToolVersion} on {report.Run.Machine}", "");
        foreach (var (name, value) in provenance.Inputs)
        {
            Fact(page, "Input", $"{name} = {value}", "");
        }

        foreach (var (role, principals) in provenance.Approvers)
        {
            Fact(page, "Approvers", $"{role}: {string.Join(", ", principals)}", "");
        }

        foreach (var waiver in provenance.Waivers)
        {
            Fact(page, "Waived", $"{waiver.Code}{(waiver.Step is { } step ? $" on {step}" : "")}: {waiver.Reason}", "");
        }

        if (provenance.Unfenced is { } unfenced)
        {
            Fact(page, "Unfenced", unfenced, "");
        }

        if (report.Run.Rehearsal is { } rehearsal)
        {
            Fact(page, "Scenario", $"{rehearsal.ScenarioName}, seed {rehearsal.Seed}, ", rehearsal.Scenario);
        }

        page.End().End();
    }

    private static void Fact(HtmlWriter page, string term, string text, string digest)
    {
        page.Leaf("dt", term).Begin("dd").Text(text);
        if (digest.Length > 0)
        {
            page.Leaf("code", digest);
        }

        page.End();
    }

    private static void Evidence(HtmlWriter page, RunReport report)
    {
        if (report.Evidence.IsEmpty)
        {
            return;
        }

        page.Begin("section").Leaf("h2", "Evidence");
        page.Leaf("p", "Raw answers and outputs that the journal names, by their SHA-256.", "lead");
        page.Begin("table").Header("about", "SHA-256", "entry").Begin("tbody");
        foreach (var blob in report.Evidence)
        {
            page.Begin("tr").Leaf("td", blob.Gate?.Value ?? blob.Step.Value).Begin("td").Leaf("code", blob.Sha256).End().Leaf("td", blob.Entry.ToString(CultureInfo.InvariantCulture), "soft").End();
        }

        page.End().End().End();
    }
}
