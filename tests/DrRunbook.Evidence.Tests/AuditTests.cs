using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Rendering.Coverage;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests;

/// <summary>What an auditor asks of a report beyond times and outcomes.</summary>
public sealed class AuditTests
{
    [Fact]
    public void What_was_stated_is_judged_by_people_and_the_last_word_stands()
    {
        var report = Cases.Report("after-the-run");
        Assert.Equal([StatedState.Confirmed, StatedState.Refuted, StatedState.NotAssessed], report.Criteria.Select(criterion => criterion.State));
        Assert.Equal([StatedState.Confirmed, StatedState.Refuted], report.Assumptions.Select(assumption => assumption.State));
        Assert.Equal([("jonas@example.org", true), ("maria@example.org", false)], report.Criteria[1].Judgements.Select(judgement => (judgement.Who.Raw, judgement.Confirmed)));
        Assert.Contains("the help desk can see tickets: NOT ASSESSED", ReportText.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_add_after_the_end_moves_neither_outcome_nor_times()
    {
        var (plan, entries) = Cases.Run("after-the-run");
        var end = entries.ToList().FindLastIndex(entry => entry.Event is RunEnded or NotificationEvent);
        var (before, after) = (RunReport.From(plan, [.. entries.Take(end + 1)]), RunReport.From(plan, entries));
        Assert.Equal(before.Verdict.Outcome, after.Verdict.Outcome);
        Assert.Equal(before.Verdict.Because, after.Verdict.Because);
        Assert.Equal((before.Times.DurationMs, before.Times.AwayMs), (after.Times.DurationMs, after.Times.AwayMs));
        Assert.Equal(before.Objectives, after.Objectives);
        Assert.Equal(before.Chain.Parts, after.Chain.Parts);
        Assert.True(after.Provenance.JournalLength > before.Provenance.JournalLength);
    }

    [Fact]
    public void Findings_on_record_have_a_number_an_owner_and_an_end()
    {
        var findings = Cases.Report("after-the-run").RecordedFindings;
        Assert.Equal([(1, FindingSeverity.Major, "omar@example.org", false), (2, FindingSeverity.Minor, null, true)], findings.Select(finding => (finding.Number, finding.Severity, finding.Owner?.Raw, finding.Closed is not null)));
        Assert.Equal(new DateOnly(2026, 12, 24), findings[0].Due);
    }

    [Fact]
    public void A_tier_is_as_good_as_the_step_that_is_worst_off()
    {
        var tiers = Cases.Report("after-the-run").Tiers.ToDictionary(tier => tier.Tier);
        Assert.Equal(["0", "1", "2", "3"], tiers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((ObjectiveState.Met, "directory"), (tiers["0"].RecoveryTime.State, tiers["0"].RecoveryStep?.Value));
        Assert.Equal((ObjectiveState.Missed, 56_480L), (tiers["1"].RecoveryTime.State, tiers["1"].RecoveryTime.MissedByMs));
        Assert.Equal((ObjectiveState.Met, 961_250L, "erp-db"), (tiers["1"].DataLoss.State, tiers["1"].DataLoss.ActualMs, tiers["1"].LossStep?.Value));
        Assert.Equal(160_100, tiers["1"].Time.MachineMs);
        Assert.Equal((ObjectiveState.Met, "apps"), (tiers["2"].RecoveryTime.State, tiers["2"].RecoveryStep?.Value));
        Assert.Equal((1, 1), (tiers["3"].Steps, tiers["3"].Done));
    }

    [Fact]
    public void A_failover_with_an_rpo_of_its_own_is_held_against_that()
    {
        var loss = Cases.Report("after-the-run").Objectives.DataLoss;
        Assert.Equal((ObjectiveState.Met, 20 * 60_000L), (loss.State, loss.TargetMs));
    }

    [Fact]
    public void Replication_is_held_until_somebody_confirms_the_undo()
    {
        var impact = Cases.Report("after-the-run").Impact.ToDictionary(held => held.VApp);
        var undone = impact["directory"].Undone!;
        Assert.Equal(("omar@example.org", "undone in the console, replication runs again"), (undone.Who.Raw, undone.Note.Raw));
        Assert.Equal(undone.When.OffsetMs - impact["directory"].Since.OffsetMs, impact["directory"].HeldMs);
        Assert.Equal(["crm", "erp-db", "wiki"], impact.Values.Where(held => held.Undone is null).Select(held => held.VApp).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_request_that_was_refused_held_nothing()
    {
        var held = Assert.Single(Cases.Report("retried").Impact);
        Assert.True(held.Since.Entry > Cases.Report("retried").Steps[0].Attempts[0].Ended!.Entry);
    }

    [Fact]
    public void Whom_the_runbook_wants_told_is_shown_without_the_secret_of_the_address()
    {
        var report = Cases.Report("after-the-run");
        Assert.Equal([("https://hooks.example.org/…", 2, 0), ("https://pager.example.org", 0, 1)], report.Communications.Select(communication => (communication.To, communication.Sent, communication.Failed)));
        Assert.Equal(["waiting", "end"], report.Communications[0].Messages.Select(message => Core.Json.Words.Of(message.Occasion)));
        Assert.DoesNotContain("B1/secret", ReportHtml.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_was_not_delivered_is_a_finding_that_names_its_entry()
    {
        var report = Cases.Report("after-the-run");
        var failed = Assert.Single(report.Communications[1].Messages);
        var finding = Assert.Single(report.Findings, finding => finding.Kind == "notification-failed");
        Assert.Equal(FindingSeverity.Minor, finding.Severity);
        Assert.Equal([failed.When.Entry], finding.Entries);
    }

    [Fact]
    public void Where_every_message_was_lost_or_simulated_nobody_was_told()
    {
        var report = Cases.Report("after-the-run");
        var mute = report with { Communications = [report.Communications[1]] };
        Assert.Contains("drrun told nobody: no message was delivered.", ReportHtml.Write(mute), StringComparison.Ordinal);
        var rehearsed = report with { Run = report.Run with { Rehearsal = Cases.Report("sixty-steps").Run.Rehearsal } };
        Assert.Contains("The messages were simulated: nobody was told.", ReportHtml.Write(rehearsed), StringComparison.Ordinal);
    }

    [Fact]
    public void Interventions_are_told_from_what_the_runbook_asked_of_people()
    {
        Assert.Equal(
            [ActKind.Drove, ActKind.Intervened, ActKind.Drove, ActKind.Decided],
            Cases.Report("halted-and-resumed").People.Select(act => act.Kind));
        Assert.Contains("intervention", ReportText.Write(Cases.Report("halted-and-resumed")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after-the-run", "Criterion 3: not assessed by anybody.")]
    [InlineData("after-the-run", "Criterion 2: not met.")]
    [InlineData("after-the-run", "Assumption 2: broken.")]
    [InlineData("after-the-run", "No exclusions were stated: what is not exercised cannot be told from what was forgotten.")]
    [InlineData("after-the-run", "Failed over without a check of its own that held; the manager's word stands alone: wiki.")]
    [InlineData("after-the-run", "No undo is confirmed for erp-db, crm, wiki: these vApps are not replicated.")]
    [InlineData("after-the-run", "Answers without a signature, which rest on the word of the machine they came from: go.")]
    [InlineData("after-the-run", "1 message was not delivered.")]
    [InlineData("sixty-steps", "This is a rehearsal: everything outside was simulated. It tests the runbook, not the site.")]
    [InlineData("two-waves", "No scenario was stated before the run.")]
    [InlineData("two-waves", "No approval stands in this run: nobody but who started it authorised it.")]
    [InlineData("two-waves-too-slow", "The RTO is missed by 31 s.")]
    [InlineData("stopped", "Planned and not executed: crm.")]
    [InlineData("halted", "The run is not over; this report is not its last.")]
    [InlineData("retried", "drrun found 3 deviations, and nobody is on record to see to them.")]
    public void What_a_run_does_not_cover_is_said_in_red(string run, string missing)
    {
        var report = Cases.Report(run);
        Assert.Contains(missing, CoverageList.Of(report).SelectMany(item => item.Missing));
        Assert.Contains($"<div class=\"bad\">✗ {Rendering.Html.HtmlWriter.Encode(missing)}</div>", ReportHtml.Write(report), StringComparison.Ordinal);
        Assert.Contains($"**{ReportMarkdown.Encode(missing)}**", ReportMarkdown.Write(report), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void Every_item_of_the_coverage_names_its_clauses_and_ends_its_sentences(string run) => Assert.All(CoverageList.Of(Cases.Report(run)), item =>
    {
        Assert.NotEmpty(item.Clauses);
        Assert.NotEmpty(item.Shown);
        Assert.All(item.Missing, missing => Assert.EndsWith(".", missing, StringComparison.Ordinal));
    });

    [Fact]
    public void What_is_covered_is_not_called_missing()
    {
        var gaps = CoverageList.Of(Cases.Report("good")).SelectMany(item => item.Missing).ToList();
        Assert.DoesNotContain(gaps, gap => gap.Contains("scenario", StringComparison.Ordinal) || gap.Contains("exclusions", StringComparison.Ordinal) || gap.Contains("participants", StringComparison.Ordinal));
        Assert.DoesNotContain(gaps, gap => gap.Contains("RTO is", StringComparison.Ordinal) || gap.Contains("commit", StringComparison.Ordinal) || gap.Contains("outage began", StringComparison.Ordinal));
    }
}
