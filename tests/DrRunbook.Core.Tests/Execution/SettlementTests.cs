using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What a person says of a single step: how a doubt is settled, and that a step is passed over.</summary>
public sealed class SettlementTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly OutsideText Alice = OutsideText.From("alice");
    private static readonly OutsideText Why = OutsideText.From("seen in the console");

    [Fact]
    public void A_doubt_settled_as_succeeded_is_verified_before_the_run_goes_on_and_is_a_finding()
    {
        var run = InDoubt(Of(Failover("a").Verifying(Tcp()), Command("b")));
        run.Record(new StepSettled(new StepId("a"), Settlement.Succeeded, Alice, Why));
        run.Resume(Minute).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded-with-findings"), (run.Ends, run.Outcome));
        Assert.Equal("settled as succeeded by alice: seen in the console", Assert.Single(run.Verdict.Findings).Text.Raw);
        Assert.Single(run.Events<GatePassed>("a"));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void A_verify_gate_that_does_not_hold_outweighs_the_word_of_a_person()
    {
        var run = InDoubt(Of(Failover("a").Verifying(Tcp()))).Script("a:verify:1", World.Badly(Minute));
        run.Record(new StepSettled(new StepId("a"), Settlement.Succeeded, Alice, Why));

        Assert.Equal("a failed (verify-failed)", run.Resume(Minute).Go().Ends);
    }

    [Fact]
    public void A_doubt_settled_as_failed_is_a_failure_that_is_not_tried_again()
    {
        var run = InDoubt(Of(Failover("a").Retrying(3, Minute), Command("b")));
        run.Record(new StepSettled(new StepId("a"), Settlement.Failed, Alice, Why));
        run.Resume(Minute).Go();

        Assert.Equal(("a failed (settled), b blocked by a", "failed"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void A_doubt_may_be_settled_while_it_is_still_read_back()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.LosingTheReply())
            .At(5 * Minute, new StepSettled(new StepId("a"), Settlement.Succeeded, Alice, Why)).Go();

        Assert.Equal(("a succeeded", 5 * Minute), (run.Ends, run.EndOf("a")));
    }

    [Fact]
    public void What_is_settled_is_not_read_back_again()
    {
        var run = InDoubt(Of(Failover("a")));
        run.Record(new StepSettled(new StepId("a"), Settlement.Failed, Alice, Why));

        Assert.Null(run.Resume(Minute).State[new StepId("a")].ReconcileUntil);
    }

    [Fact]
    public void A_command_in_doubt_is_settled_too()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"))).Script("a", World.Silent).Go(until: Minute).Resume(Minute).Go();
        run.Record(new StepSettled(new StepId("a"), Settlement.Succeeded, Alice, Why));

        Assert.Equal("a succeeded, b succeeded", run.Resume(Minute).Go().Ends);
    }

    [Fact]
    public void A_doubt_passed_over_frees_its_place_lets_the_run_go_on_and_leaves_the_undo_owed()
    {
        var run = InDoubt(Of(Failover("a"), Failover("b")));
        run.Record(new SkipRequested(new StepId("a"), Alice, Why));
        run.Resume(Minute).Go();

        Assert.Equal(("a skipped, b succeeded", "succeeded-with-findings"), (run.Ends, run.Outcome));
        Assert.Equal("alice: seen in the console", Assert.Single(run.Verdict.Findings).Text.Raw);
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
        Assert.Contains("a", run.State.OwedUndos.Keys);
    }

    [Fact]
    public void A_step_to_be_passed_over_still_waits_for_what_comes_before_it()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"), Command("c"))).Script("a", World.Well(10 * Minute))
            .At(Minute, new SkipRequested(new StepId("b"), Alice, Why)).Go();

        Assert.Equal("a succeeded, b skipped, c succeeded", run.Ends);
        Assert.Equal(10 * Minute, run.StartOf("c"));
    }

    [Fact]
    public void A_step_to_be_passed_over_behind_a_failure_is_blocked_like_any_other()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"), Command("c"))).Script("a", World.Badly(10 * Minute))
            .At(Minute, new SkipRequested(new StepId("b"), Alice, Why)).Go();

        Assert.Equal("a failed (command-failed), b blocked by a, c blocked by a", run.Ends);
    }

    [Fact]
    public void A_group_all_of_whose_steps_are_passed_over_ends_well()
    {
        var run = new ScriptedRun(Of(Command("a"), Parallel("all", 1, Command("b"), Command("c"))))
            .At(TimeSpan.FromSeconds(1), new SkipRequested(new StepId("b"), Alice, Why))
            .At(TimeSpan.FromSeconds(1), new SkipRequested(new StepId("c"), Alice, Why)).Go();

        Assert.Equal("a succeeded, all succeeded, b skipped, c skipped", run.Ends);
    }

    [Fact]
    public void A_journal_that_settles_or_skips_what_has_ended_is_damaged()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"))).Go(until: 90 * TimeSpan.FromSeconds(1));

        Assert.Throws<JournalDamagedException>(() => run.Record(new StepSettled(new StepId("a"), Settlement.Failed, Alice, Why)));
    }

    private static ScriptedRun InDoubt(Core.Planning.Plan plan)
    {
        var run = new ScriptedRun(plan).Script("a", World.NotFoundAgain(Minute)).Go();
        Assert.Equal("in-doubt", run.Outcome);
        return run;
    }
}
