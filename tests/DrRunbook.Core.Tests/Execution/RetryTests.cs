using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What an operator's <c>retry</c> does: it goes by how the step failed, and repeats nothing that may still take effect.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_failed_step_is_tried_again_from_its_require_gates_and_the_run_goes_on_behind_it()
    {
        var run = Failed(Of(Failover("a").Requiring(Tcp()).Verifying(Tcp()), Command("b")), "a", World.Rejecting(), World.Well(Minute));
        Assert.Equal("a failed (rejected), b blocked by a", run.Ends);

        run.Retry("a");
        Assert.Equal(("a not-started, b not-started", "halted"), (run.Ends, run.Outcome));
        run.Resume(Hour).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded"), (run.Ends, run.Outcome));
        Assert.Equal([1, 2], run.Events<StepStarted>("a").Select(started => started.Attempt));
        Assert.Equal(3, run.Events<GatePassed>("a").Count());
        Assert.Equal(2, run.Events<FailoverRequested>("a").Count());
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
        Assert.Empty(run.Verdict.Findings);
    }

    [Fact]
    public void A_step_that_failed_in_verify_is_verified_anew_and_its_action_is_not_repeated()
    {
        var run = new ScriptedRun(Of(Failover("a").Requiring(Tcp()).Verifying(Tcp()), Command("b"))).Script("a:verify:1", World.Badly(Minute), World.Well(Minute)).Go();
        Assert.Equal("a failed (verify-failed), b blocked by a", run.Ends);
        run.Retry("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(2, run.Events<GateStarted>("a").Count(started => started.Gate.Value == "a:verify:1"));
        Assert.Single(run.Events<GateStarted>("a"), started => started.Gate.Value == "a:require:1");
    }

    [Fact]
    public void A_warning_stands_when_only_the_verify_gates_are_tried_again()
    {
        var run = new ScriptedRun(Of(Failover("a").Verifying(Tcp()))).Script("a", World.Ending(Minute, "Warning")).Script("a:verify:1", World.Badly(Minute), World.Well(Minute)).Go();

        Assert.Equal("a warning", run.Retry("a").Resume(Hour).Go().Ends);
    }

    [Fact]
    public void A_failover_whose_undo_was_confirmed_is_requested_anew_although_only_its_verification_had_failed()
    {
        var run = new ScriptedRun(Of(Failover("a").Verifying(Tcp()))).Script("a:verify:1", World.Badly(Minute), World.Well(Minute)).Go();
        run.Record(new UndoConfirmed(new StepId("a"), OutsideText.From("alice"), OutsideText.From("undone")));
        run.Retry("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded", 2), (run.Ends, run.Events<FailoverRequested>().Count()));
    }

    [Fact]
    public void A_retry_of_a_retry_goes_on_counting_and_has_the_attempts_of_the_runbook_again()
    {
        var run = Failed(Of(Command("a").Retrying(2, Minute)), "a", World.Badly(Minute)).Retry("a").Resume(Hour).Go().Retry("a").Resume(Hour).Go();

        Assert.Equal([1, 2, 3, 4, 5, 6], run.Events<StepStarted>("a").Select(started => started.Attempt));
        Assert.Equal(("a failed (command-failed)", "failed"), (run.Ends, run.Outcome));
        Assert.Equal(2, run.Events<RunReopened>().Count());
        Assert.Equal(3, run.Events<RunEnded>().Count());
    }

    [Fact]
    public void Finally_runs_again_at_the_next_end_and_what_follows_a_failure_runs_once()
    {
        var run = new ScriptedRun(Of([Command("a")], [Command("f")], [Command("z")])).Script("a", World.Badly(Minute)).Go().Retry("a");
        Assert.Equal("a not-started, f succeeded, z not-started", run.Ends);
        run.Resume(Hour).Go();

        Assert.Equal(("a failed (command-failed), f succeeded, z succeeded", "failed"), (run.Ends, run.Outcome));
        Assert.Equal([1, 2], run.Events<StepStarted>("z").Select(started => started.Attempt));
        Assert.Single(run.Events<StepStarted>("f"));
    }

    [Fact]
    public void Groups_that_failed_because_of_it_go_on_without_asking_their_conditions_again()
    {
        var run = Failed(Of(Sequence("outer", Parallel("inner", null, Command("a"), Command("b")).Verifying(Tcp()), Command("c")).Requiring(Tcp()), Command("d")), "a", World.Badly(Minute), World.Well(Minute));
        Assert.Equal("outer failed (child-failed), inner failed (child-failed), a failed (command-failed), b succeeded, c not-started, d blocked by a", run.Ends.Replace("c blocked by a", "c not-started", StringComparison.Ordinal));
        run.Retry("a").Resume(Hour).Go();

        Assert.Equal("outer succeeded, inner succeeded, a succeeded, b succeeded, c succeeded, d succeeded", run.Ends);
        Assert.Single(run.Events<GateStarted>("outer"));
        Assert.Equal([1, 2], run.Events<StepStarted>("inner").Select(started => started.Attempt));
        Assert.Single(run.Events<StepStarted>("b"));
    }

    [Fact]
    public void What_something_else_blocks_stays_blocked()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a").OnFailing(OnFailure.Contain), Command("b").OnFailing(OnFailure.Contain), Command("c").Needing("a", "b"), Command("d").Needing("a"))))
            .Script("a", World.Badly(Minute), World.Well(Minute)).Script("b", World.Badly(Minute)).Go().Retry("a");

        Assert.Equal("all not-started, a not-started, b failed (command-failed), c blocked by b, d not-started", run.Ends);
        Assert.Equal("all failed (child-failed), a succeeded, b failed (command-failed), c blocked by b, d succeeded", run.Resume(Hour).Go().Ends);
    }

    [Fact]
    public void A_tolerated_failure_is_tried_again_while_the_run_goes_on()
    {
        var run = new ScriptedRun(Of(Command("a").OnFailing(OnFailure.Continue), Command("b"))).Script("a", World.Badly(Minute), World.Well(Minute)).Script("b", World.Well(Hour))
            .At(10 * Minute, new RetryRequested(new StepId("a"), OutsideText.From("alice"), OutsideText.None)).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded"), (run.Ends, run.Outcome));
        Assert.Equal(11 * Minute, run.EndOf("a"));
        Assert.Empty(run.Events<RunReopened>());
    }

    [Fact]
    public void A_rejected_approval_is_asked_for_anew_and_the_answers_to_the_first_question_do_not_count()
    {
        var run = new ScriptedRun(Of(GateStep("go", Approval(("ops-lead", 2))), Command("b")))
            .Script("go", World.Answering(Minute, GateDecision.Reject, "alice"), World.Answering(Minute, GateDecision.Approve, "bob")).Go();
        Assert.Equal("go failed (gate-failed), b blocked by go", run.Ends);
        run.Retry("go").Resume(Hour).Go(until: Hour + (10 * Minute));

        Assert.Equal(2, run.Events<PersonAsked>().Count());
        Assert.Equal(["bob"], run.State[new StepId("go")].OwnGate!.Answers.Select(answer => answer.Principal.Raw));
        Assert.True(run.State[new StepId("go")].OwnGate!.WaitsForPerson);
    }

    [Fact]
    public void A_failover_that_failed_after_its_time_limit_is_requested_anew_and_one_that_succeeded_is_only_verified()
    {
        Assert.Equal(("a succeeded", 2), Late("Failed"));
        Assert.Equal(("a succeeded", 1), Late("Success"));

        static (string, int) Late(string result)
        {
            var run = new ScriptedRun(Of(Parallel("all", null, Failover("a").OnFailing(OnFailure.Contain).Within(10 * Minute).Verifying(Tcp()), Command("b"))))
                .Script("a", World.Ending(30 * Minute, result), World.Well(Minute)).Script("b", World.Well(Hour)).Go();
            Assert.Contains("a failed (timed-out)", run.Ends, StringComparison.Ordinal);
            run.Retry("a").Resume(Hour).Go();
            return (run.Ends.Split(", ")[1], run.Events<FailoverRequested>().Count());
        }
    }

    [Theory]
    [InlineData("a", "has not begun")]
    [InlineData("b", "going on")]
    [InlineData("c", "in doubt")]
    [InlineData("d", "ended well")]
    [InlineData("e", "blocked by 'f'")]
    [InlineData("g", "retry 'f'")]
    [InlineData("h", "undo the failover in the backup console")]
    [InlineData("i", "timed out")]
    [InlineData("j", "was skipped")]
    [InlineData("z", "'afterFailure' and 'finally'")]
    public void Anything_else_is_refused_with_the_reason(string step, string reason)
    {
        var run = new ScriptedRun(Of(
            [
                Parallel("all", null,
                    Command("b"), Failover("c"), Command("d"), Command("a").Needing("b"),
                    Sequence("g", Command("f"), Command("e")).OnFailing(OnFailure.Contain),
                    Failover("h").OnFailing(OnFailure.Contain), Failover("i").Within(Minute).OnFailing(OnFailure.Contain), Command("j")),
            ],
            [],
            [Command("z")]))
            .Script("b", World.Well(5 * Hour)).Script("c", World.LosingTheReply()).Script("f", World.Badly(Minute))
            .Script("h", World.Ending(Minute, "Success", "Failed")).Script("i", World.Accepting()).Script("j", World.Silent)
            .Go(until: 2 * Hour);
        if (step == "j")
        {
            run = new ScriptedRun(Of(Command("a"), Command("j"))).At(TimeSpan.FromSeconds(1), new SkipRequested(new StepId("j"), OutsideText.None, OutsideText.None)).Go();
        }

        var retrial = Retrial.Of(run.State, run.State[new StepId(step)]);
        Assert.Contains(reason, retrial.WhyNot!, StringComparison.Ordinal);
        Assert.Throws<JournalDamagedException>(() => run.Record(new RetryRequested(new StepId(step), OutsideText.None, OutsideText.None)));
    }

    [Fact]
    public void A_failed_step_is_settled_as_succeeded_and_verified_and_it_is_a_finding()
    {
        var run = new ScriptedRun(Of(Failover("a").Verifying(Tcp()), Command("b"))).Script("a", World.Rejecting()).Go();
        Assert.Empty(run.State.OwedUndos);
        run.SettleAsSucceeded("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded-with-findings"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Single(run.Events<GatePassed>("a"));
        Assert.Contains("a", run.State.OwedUndos.Keys);
    }

    [Fact]
    public void A_partial_failover_settled_as_succeeded_has_succeeded()
    {
        var run = new ScriptedRun(Of(Failover("a"), Command("b"))).Script("a", World.Ending(Minute, "Success", "Failed")).Go();

        Assert.Equal("a succeeded, b succeeded", run.SettleAsSucceeded("a").Resume(Hour).Go().Ends);
    }

    [Fact]
    public void A_failed_step_is_passed_over_and_what_needs_it_goes_on()
    {
        var run = Failed(Of(Sequence("all", Command("a"), Command("b"))), "a", World.Badly(Minute)).Skip("a").Resume(Hour).Go();

        Assert.Equal(("all succeeded, a skipped, b succeeded", "succeeded-with-findings"), (run.Ends, run.Outcome));
        Assert.Null(run.State[new StepId("a")].Reason);
        Assert.Single(run.Events<StepStarted>("a"));
    }

    [Fact]
    public void A_timed_out_failover_that_is_passed_over_gives_its_place_free_once_and_its_undo_stays_owed()
    {
        var run = Failed(Of([Parallel("all", null, Failover("a").Within(Minute), Failover("b"))], [], [], maxConcurrentFailovers: 1), "a", World.Accepting());
        Assert.Equal(1, run.State.Managers[SiteB].InFlight);
        run.Skip("a");
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
        run.Resume(Hour).Go();

        Assert.Equal("all succeeded, a skipped, b succeeded", run.Ends);
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
        Assert.Contains("a", run.State.OwedUndos.Keys);
    }

    [Fact]
    public void A_timed_out_failover_that_a_person_settles_as_failed_may_be_tried_again()
    {
        var run = Failed(Of(Failover("a").Within(Minute)), "a", World.Accepting(), World.Well(TimeSpan.FromSeconds(30)));
        run.Record(new StepSettled(new StepId("a"), Settlement.Failed, OutsideText.From("alice"), OutsideText.From("the console shows it failed")));
        Assert.Equal(("a failed (timed-out)", "failed", 0), (run.Ends, run.Outcome, run.State.Managers[SiteB].InFlight));
        run.Retry("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded", 2), (run.Ends, run.Events<FailoverRequested>().Count()));
    }

    [Fact]
    public void A_blocked_step_is_passed_over_although_its_cause_stands_and_what_needs_it_alone_goes_on()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a").OnFailing(OnFailure.Contain), Command("b").Needing("a"), Command("c").Needing("b"))))
            .Script("a", World.Badly(Minute)).Go();
        Assert.Equal("all failed (child-failed), a failed (command-failed), b blocked by a, c blocked by a", run.Ends);
        run.Skip("b").Resume(Hour).Go();

        Assert.Equal(("all failed (child-failed), a failed (command-failed), b skipped, c succeeded", "failed"), (run.Ends, run.Outcome));
    }

    [Fact]
    public void A_failure_that_still_stands_ends_the_run_again_before_anything_starts()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a"), Command("b")))).Script("a", World.Badly(Minute)).Script("b", World.Badly(2 * Minute)).Go();
        run.Retry("a").Resume(Hour).Go();

        Assert.Equal(("failed", 1), (run.Outcome, run.Events<StepStarted>("a").Count()));
        Assert.Equal("b", run.State.FirstFailure?.Value);
        run.Script("a", World.Well(Minute)).Script("b", World.Well(Minute)).Retry("b").Resume(Hour).Go();
        Assert.Equal(("all succeeded, a succeeded, b succeeded", "succeeded"), (run.Ends, run.Outcome));
    }

    [Fact]
    public void A_run_that_did_not_fail_is_not_reopened()
    {
        var run = new ScriptedRun(Of(Command("a"))).Go();

        Assert.Throws<JournalDamagedException>(() => run.Record(new RunReopened(OutsideText.None, OutsideText.None)));
    }

    [Fact]
    public void The_time_in_which_a_failed_run_waited_to_be_reopened_is_nobodys()
    {
        var run = Failed(Of(Command("a")), "a", World.Badly(Minute), World.Well(Minute));
        run.Pass(2 * Hour).Retry("a").Resume(Hour).Go();

        Assert.Equal(3 * Hour, run.State.Away);
        Assert.Equal((2 * Minute) + (3 * Hour), run.EndOf("a"));
    }

    private static ScriptedRun Failed(Plan plan, string step, params Script[] scripts)
    {
        var run = new ScriptedRun(plan).Script(step, scripts).Go();
        Assert.Equal("failed", run.Outcome);
        return run;
    }
}
