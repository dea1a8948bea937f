using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests;

public sealed class RunReportTests
{
    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_parts_of_a_time_add_up_to_it(string run)
    {
        var report = Cases.Report(run);
        Assert.All(report.Steps.Where(step => step.Time is not null), step =>
        {
            Assert.Equal(step.DurationMs, Sum(step.Time!));
            Assert.All(step.Phases.Zip(step.Phases.Skip(1)), pair => Assert.Equal(pair.First.ToMs, pair.Second.FromMs));
            Assert.DoesNotContain(Words.Parts(step.Time!), part => part.Ms < 0);
        });
        Assert.Equal(report.Chain.LengthMs, Sum(report.Chain.Parts));
        Assert.Equal(report.Chain.Parts.OverheadMs, report.Chain.Transitions.Sum(transition => transition.LengthMs));
        Assert.DoesNotContain(Words.Parts(report.Chain.Parts), part => part.Ms < 0);
        if (report.Objectives.RecoveryTime.ActualMs is { } actual)
        {
            Assert.Equal(actual, report.Chain.BeforeRunMs + report.Chain.LengthMs);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void Every_prefix_of_a_journal_has_a_report(string run)
    {
        var (plan, entries) = Cases.Run(run);
        for (var length = 1; length <= entries.Count; length += entries.Count > 200 ? 37 : 1)
        {
            var report = RunReport.From(plan, [.. entries.Take(length)]);
            Assert.Equal(length, report.Provenance.JournalLength);
            Assert.Equal(RunState.Fold(new PlanGraph(plan), entries.Take(length)).Standing, report.Verdict.Outcome);
            Assert.NotEmpty(ReportText.Write(report));
            Assert.NotEmpty(ReportHtml.Write(report));
            Assert.NotEmpty(ReportMarkdown.Write(report));
        }
    }

    [Fact]
    public void Twelve_successful_tasks_do_not_make_a_good_run()
    {
        var report = Cases.Report("green-tasks-red-check");
        Assert.Equal(RunOutcome.Failed, report.Verdict.Outcome);
        Assert.Equal((12, 12, 12), (report.Counts.Failovers, report.Counts.TasksSucceeded, report.Counts.SessionsSucceeded));
        Assert.Equal((0, 1), (report.Counts.ChecksPassed, report.Counts.ChecksFailed));
        Assert.Equal(12, report.Counts.ByOutcome[StepOutcome.Succeeded]);
        Assert.Contains("Every task of the manager said success. The result did not hold.", ReportHtml.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_loss_is_counted_from_the_oldest_vm_point_to_the_outage()
    {
        var loss = Cases.Report("green-tasks-red-check").Objectives.DataLoss;
        Assert.Equal((ObjectiveState.Met, 14 * 60_000L), (loss.State, loss.ActualMs));
    }

    [Fact]
    public void Two_waves_meet_the_objective_with_at_most_two_seconds_per_transition()
    {
        var report = Cases.Report("two-waves");
        Assert.Equal(ObjectiveState.Met, report.Objectives.RecoveryTime.State);
        Assert.Equal(RunOutcome.Succeeded, report.Verdict.Outcome);
        Assert.All(report.Chain.Transitions, transition => Assert.InRange(transition.LengthMs, 0, 2000));
        Assert.Contains("orchestration overhead    0.8 s in 2 transitions", ReportText.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_lost_to_polling_is_overhead_and_not_the_machines()
    {
        var plan = Plans.Of("two-waves", Plans.Sequence(Plans.Failover("wave-one", "wave-one"), Plans.Failover("wave-two", "wave-two"))) with
        {
            Objectives = new Objectives(TimeSpan.FromSeconds(1200), null, null),
        };
        var run = new TestRun(plan, new ScriptedWorld
        {
            Failovers =
            {
                ["wave-one"] = [new(TimeSpan.FromSeconds(590)) { Noticing = TimeSpan.FromSeconds(31.4) }],
                ["wave-two"] = [new(TimeSpan.FromSeconds(589.9)) { Noticing = TimeSpan.FromSeconds(32.2) }],
            },
        });
        var report = RunReport.From(plan, run.Write());
        Assert.Equal([31_400, 32_200], report.Chain.Transitions.Select(transition => transition.LengthMs));
        Assert.Equal((ObjectiveState.Missed, 43_700L), (report.Objectives.RecoveryTime.State, report.Objectives.RecoveryTime.MissedByMs));
    }

    [Fact]
    public void A_missed_objective_fails_a_run_whose_every_step_is_green()
    {
        var report = Cases.Report("two-waves-too-slow");
        Assert.Equal(RunOutcome.Failed, report.Verdict.Outcome);
        Assert.All(report.Steps, step => Assert.Equal(StepOutcome.Succeeded, step.Outcome));
        Assert.Equal(31_000, report.Objectives.RecoveryTime.MissedByMs);
        Assert.Contains("missed by 31 s", ReportText.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void What_still_runs_at_the_manager_is_told()
    {
        var report = Cases.Report("two-waves-timed-out");
        var work = Assert.Single(report.StillRunning);
        Assert.Equal(("wave-two", "em-b", "task-2", 900_000L), (work.VApp, work.Manager.Value, work.Task, work.ForMs));
        Assert.Equal(["wave-one", "wave-two"], report.OwedUndos.Select(owed => owed.VApp));
        Assert.Equal(ObjectiveState.Missed, report.Objectives.RecoveryTime.State);
    }

    [Fact]
    public void A_late_end_is_kept_beside_the_failure()
    {
        var step = Assert.Single(Cases.Report("late-end").Steps, step => step.Id.Value == "slow");
        Assert.Equal((StepOutcome.Failed, FailureReasons.TimedOut, "succeeded"), (step.Outcome, step.Reason, step.LateEnd?.Result));
        Assert.False(step.StillRunning);
    }

    [Fact]
    public void No_attempt_is_overwritten()
    {
        var attempts = Assert.Single(Cases.Report("retried").Steps).Attempts;
        Assert.Equal([FailureReasons.Rejected, FailureReasons.SessionFailed, null], attempts.Select(attempt => attempt.Reason));
        Assert.Equal([StepOutcome.Failed, StepOutcome.Failed, StepOutcome.Warning], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal((400, "rejected"), (attempts[0].Requests[0].Status, attempts[0].Requests[0].Answer));
        Assert.Equal("Host esx-b-03 ran out of memory", Assert.Single(attempts[1].Sessions).Message.Raw);
    }

    [Fact]
    public void Time_in_which_nobody_drove_the_run_is_nobodys_work()
    {
        var report = Cases.Report("halted-and-resumed");
        Assert.Equal(720_000, report.Times.AwayMs);
        Assert.Equal(720_000, report.Chain.Parts.AwayMs);
        Assert.Equal(["jonas@example.org", "maria@example.org"], report.Times.Segments.Select(segment => segment.By.Raw));
        Assert.Equal(720_000, report.Times.Segments[1].AwayBeforeMs);
    }

    [Fact]
    public void A_vm_without_a_session_is_not_reported_and_no_success()
    {
        var vms = Cases.Report("partial").Steps[0].Failover!.Vms;
        Assert.Equal([("erp-db", "Success"), ("erp-app", "Failed"), ("erp-web", null)], vms.Select(vm => (vm.Vm.Raw, vm.Result)));
    }

    [Fact]
    public void Everything_not_executed_has_its_reason()
    {
        var blocked = Cases.Report("blocked").NotExecuted.Select(step => (step.Step.Value, step.Kind, step.Reason.Raw));
        Assert.Equal(
            [
                ("stop-exchange", NotExecutedKind.LeftOut, "only for runs where mode is disaster"),
                ("sharepoint", NotExecutedKind.Blocked, "blocked by exchange"),
                ("sharepoint/sql", NotExecutedKind.Blocked, "blocked by exchange"),
                ("sharepoint/web", NotExecutedKind.Blocked, "blocked by exchange"),
                ("archive", NotExecutedKind.Blocked, "blocked by exchange"),
            ],
            blocked);
        var stopped = Cases.Report("stopped").NotExecuted.Select(step => (step.Step.Value, step.Kind, step.Reason.Raw));
        Assert.Equal([("crm", NotExecutedKind.NotStarted, "'db' had failed before its turn")], stopped);
    }

    [Fact]
    public void A_run_that_was_reopened_tells_both_attempts_and_that_nobody_drove_it_in_between()
    {
        var report = Cases.Report("reopened");

        Assert.Equal((RunOutcome.Succeeded, true), (report.Verdict.Outcome, report.Verdict.IsFinal));
        var db = report.Steps.Single(step => step.Id.Value == "db");
        Assert.Equal([(1, StepOutcome.Failed), (2, StepOutcome.Succeeded)], db.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)));
        Assert.Equal([1, 2], report.Steps.Single(step => step.Id.Value == "tidy").Attempts.Select(attempt => attempt.Number));
        Assert.Single(report.Steps.Single(step => step.Id.Value == "tell").Attempts);
        Assert.Equal((long)TimeSpan.FromMinutes(125).TotalMilliseconds, report.Times.AwayMs);
        Assert.Equal(db.DurationMs, db.Phases.Sum(span => span.ToMs - span.FromMs));
        Assert.InRange(db.Phases.Where(span => span.Kind == PhaseKind.Away).Sum(span => span.ToMs - span.FromMs), 7_490_000, 7_510_000);
        Assert.Equal(["reopened the run", "asked to try again", "took the run up"], report.People.TakeLast(3).Select(act => act.What));
    }

    [Fact]
    public void A_run_that_was_reopened_and_not_gone_on_with_is_not_final()
    {
        var report = Cases.Report("reopened-and-left");

        Assert.Equal((RunOutcome.Halted, false, null), (report.Verdict.Outcome, report.Verdict.IsFinal, report.Times.Ended));
        Assert.Contains("reopened", report.Verdict.Because[0].Raw, StringComparison.Ordinal);
        Assert.Contains(report.NotExecuted, step => step.Step.Value == "db" && step.Reason.Raw == "to be tried again; its turn has not come");
    }

    [Fact]
    public void Findings_name_the_entries_they_rest_on()
    {
        var (plan, entries) = Cases.Run("retried");
        var finding = Assert.Single(RunReport.From(plan, entries).Findings, finding => finding.Kind == "step-warning");
        Assert.IsType<StepEnded>(entries[(int)Assert.Single(finding.Entries) - 1].Event);
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void A_journal_read_back_from_its_lines_has_the_same_report_and_the_head_of_its_last_line(string run)
    {
        var (plan, entries) = Cases.Run(run);
        var report = RunReport.From(plan, entries);
        var (reader, head) = (new JournalReader(report.Run.Id), JournalLine.NoHash);
        var read = new List<JournalEntry>();
        foreach (var entry in entries)
        {
            var line = JournalLine.Write(report.Run.Id, entry, head);
            head = line.Hash;
            read.Add(reader.Read(line.Bytes.Span));
        }

        Assert.Equal(head, report.Provenance.JournalHead);
        Assert.Equal(ReportJson.Write(report), ReportJson.Write(RunReport.From(PlanJson.Read(PlanJson.Write(plan)), read)));
    }

    [Fact]
    public void A_report_of_another_plan_or_of_no_journal_is_refused()
    {
        var (plan, entries) = Cases.Run("good");
        Assert.Throws<ArgumentException>(() => RunReport.From(plan with { Owner = "somebody else" }, entries));
        Assert.Throws<ArgumentException>(() => RunReport.From(plan, []));
        Assert.Throws<ArgumentException>(() => RunReport.From(plan, [.. entries.Skip(1)]));
    }

    private static long Sum(TimeParts parts) => Words.Parts(parts).Sum(part => part.Ms);
}
