using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Runbooks.OnFailure;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Objectives, targets, findings and the verdict over a run.</summary>
public sealed class VerdictTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static Plan With(Plan plan, TimeSpan? rto = null, TimeSpan? rpo = null, string? until = null) =>
        plan with { Objectives = new Objectives(rto, rpo, until is null ? null : new StepId(until)) };

    [Fact]
    public void An_objective_missed_fails_a_run_in_which_every_step_is_green()
    {
        var run = new ScriptedRun(With(Of(Failover("one"), Failover("two")), rto: TimeSpan.FromSeconds(1200)))
            .Script("one", World.Well(TimeSpan.FromSeconds(590)))
            .Script("two", World.Well(TimeSpan.FromSeconds(640)))
            .Go();

        Assert.Equal(("one succeeded, two succeeded", "failed", "rto-missed"), (run.Ends, run.Outcome, run.Findings));
        Assert.Equal("RTO 20m missed by 30.0 s: 20m30s", run.Verdict.Findings[^1].Text.Raw);
    }

    [Fact]
    public void An_objective_just_met_is_met()
    {
        var run = new ScriptedRun(With(Of(Failover("one")), rto: 10 * Minute)).Script("one", World.Well(10 * Minute)).Go();

        Assert.Equal(("succeeded", 10 * Minute), (run.Outcome, run.Verdict.RecoveryTime));
    }

    [Fact]
    public void The_RTO_counts_from_the_outage_to_the_end_of_until()
    {
        var run = new ScriptedRun(With(Of(Command("a"), Command("go-live"), Command("undo")), rto: Hour, until: "go-live"), outageBefore: 20 * Minute)
            .Script("undo", World.Well(5 * Hour))
            .Go();

        Assert.Equal(("succeeded", 22 * Minute), (run.Outcome, run.Verdict.RecoveryTime));
    }

    [Fact]
    public void Without_until_the_last_of_the_steps_stops_the_clock()
    {
        var run = new ScriptedRun(Of([Command("a"), Sequence("last", Command("b"), Command("c"))], [], [Command("z")])).Go();

        Assert.Equal(3 * Minute, run.Verdict.RecoveryTime);
    }

    [Fact]
    public void The_RTO_is_missed_where_the_step_that_stops_its_clock_failed_though_that_is_tolerated()
    {
        var run = new ScriptedRun(With(Of(Command("a"), Command("archive").OnFailing(Continue)), rto: Hour)).Script("archive", World.Badly(Minute)).Go();

        Assert.Equal(("failed", "step-failed archive, rto-missed"), (run.Outcome, run.Findings));
        Assert.Null(run.Verdict.RecoveryTime);
    }

    [Fact]
    public void The_own_RTO_of_a_step_or_group_counts_from_the_outage_too()
    {
        var run = new ScriptedRun(
            Of(Command("a"), Sequence("group", Command("b")).With(step => step with { Rto = 21 * Minute }), Command("c").With(step => step with { Rto = Hour })),
            outageBefore: 20 * Minute).Go();

        Assert.Equal(("failed", "rto-missed group"), (run.Outcome, run.Findings));
    }

    [Fact]
    public void Away_time_counts_towards_the_RTO()
    {
        var run = new ScriptedRun(With(Of(Command("a"), Command("b")), rto: Hour)).HaltAt(Minute / 2).Go().Resume(2 * Hour).Go();

        Assert.Equal(("failed", (2 * Hour) + (2 * Minute)), (run.Outcome, run.Verdict.RecoveryTime));
    }

    [Fact]
    public void The_data_loss_is_that_of_the_oldest_VM_point_used()
    {
        var old = Failover("b").With(step => step with { Point = step.Point! with { VmPoints = [new VmPoint("1", "vm1", PlannedAt - (10 * Minute)), new VmPoint("2", "vm2", PlannedAt - (40 * Minute))] } });
        var run = new ScriptedRun(Of(Failover("a"), old)).Go();

        Assert.Equal(40 * Minute, run.Verdict.DataLoss);
    }

    [Fact]
    public void The_data_loss_is_corrected_by_the_managers_clock_and_ends_at_the_outage()
    {
        var run = new ScriptedRun(Of(Failover("a", pointAge: 30 * Minute)), outageBefore: 10 * Minute).At(TimeSpan.Zero, new ManagerReached(SiteB, null, 60_000, null)).Go();

        Assert.Equal(21 * Minute, run.Verdict.DataLoss);
    }

    [Fact]
    public void A_point_that_has_become_too_old_is_refused_before_the_request()
    {
        var run = new ScriptedRun(With(Of(Wait(5), Failover("a", pointAge: 58 * Minute)), rpo: Hour), outageBefore: -Hour).Go();

        Assert.Equal("wait succeeded, a failed (no-restore-point)", run.Ends);
        Assert.Empty(run.Events<FailoverRequested>());

        static Sketch Wait(int minutes) => GateStep("wait", Plans.Wait(TimeSpan.FromMinutes(minutes)));
    }

    [Fact]
    public void A_stale_point_that_is_allowed_is_a_finding()
    {
        var stale = Failover("a", pointAge: 5 * Hour).With(step => step with { Action = (FailoverAction)step.Action with { AllowStale = true } });
        var run = new ScriptedRun(With(Of(stale), rpo: Hour)).Go();

        Assert.Equal(("a succeeded", "succeeded-with-findings", "stale-point a"), (run.Ends, run.Outcome, run.Findings));
    }

    [Fact]
    public void A_group_is_held_to_its_own_RPO()
    {
        var run = new ScriptedRun(Of(Parallel("group", null, Failover("a", pointAge: Hour), Failover("b")).With(step => step with { Rpo = 30 * Minute }))).Go();

        Assert.Equal(("failed", "rpo-missed group"), (run.Outcome, run.Findings));
    }

    [Fact]
    public void A_missed_target_is_a_finding_and_counts_queue_people_and_gates()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Plans.Wait(2 * Minute)).With(step => step with { Target = 2 * Minute }))).Go();

        Assert.Equal(("succeeded-with-findings", "target-missed a"), (run.Outcome, run.Findings));
        Assert.Equal("target 2m missed by 60.0 s: 3m", run.Verdict.Findings[0].Text.Raw);
    }

    [Fact]
    public void A_real_run_in_which_nothing_fences_says_so()
    {
        var plan = Of(Failover("a")) with { Unfenced = null };
        var fenced = Of(Command("fence").With(step => step with { Fences = VAppScope.All }), Failover("a")) with { Unfenced = null };

        Assert.Equal(("succeeded-with-findings", "unfenced"), (new ScriptedRun(plan).Go().Outcome, new ScriptedRun(plan).Go().Findings));
        Assert.Equal("succeeded", new ScriptedRun(fenced).Go().Outcome);
    }

    [Fact]
    public void Findings_that_come_after_the_outcome_leave_it_as_it_was_fixed()
    {
        var run = new ScriptedRun(With(Of(Failover("a", pointAge: 59 * Minute)), rpo: Hour)).Go();
        run.Record(new ManagerReached(SiteB, null, (long)Hour.TotalMilliseconds, null));

        Assert.Equal((RunOutcome.Succeeded, "rpo-missed a"), (run.Verdict.Outcome, run.Findings));
    }
}
