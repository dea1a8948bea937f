using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Runbooks.OnFailure;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>One failover from its intent to its proof: time limit, retry, throttle, doubt.</summary>
public sealed class FailoverTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("succeeded", "Success", "Success")]
    [InlineData("warning", "Success", "Warning")]
    [InlineData("partial", "Success", "Failed")]
    [InlineData("partial", "Warning", "Failed")]
    [InlineData("failed (session-failed)", "Failed", "Failed")]
    [InlineData("in-doubt", "Success", "None")]
    [InlineData("in-doubt")]
    public void Its_restore_sessions_decide(string end, params string[] results)
    {
        var run = new ScriptedRun(Of(Failover("db"))).Script("db", World.Ending(Minute, results)).Go();

        Assert.Equal($"db {end}", run.Ends);
    }

    [Fact]
    public void A_task_that_failed_is_a_failure_where_no_session_came_of_it()
    {
        var run = new ScriptedRun(Of(Failover("db"))).Script("db", World.TaskFailing(Minute)).Go();

        Assert.Equal("db failed (task-failed)", run.Ends);
    }

    [Fact]
    public void A_task_that_failed_is_not_tried_again_while_a_session_of_it_runs_and_proves_nothing_where_that_ends_well()
    {
        var db = new StepId("db");
        var run = new ScriptedRun(Of(Failover("db").Retrying(3, TimeSpan.FromSeconds(5))))
            .Script("db", World.Accepting())
            .At(Minute, new TaskChanged(db, "task", "Finished", Success: false, OutsideText.From("timed out"), "session-vm"))
            .At(2 * Minute, World.Session(db, "vm", "None", PlannedAt, null))
            .Go(until: 10 * Minute);
        Assert.Single(run.Events<FailoverRequested>());

        run.Record(World.Session(db, "vm", "Success", PlannedAt, PlannedAt + (10 * Minute)));
        run.Record(new SessionsSettled(db));
        run.Go(until: 10 * Minute);

        Assert.Equal("db in-doubt", run.Ends);
        Assert.Single(run.Events<FailoverRequested>());
    }

    [Fact]
    public void Sessions_alone_prove_nothing_before_the_task_is_finished()
    {
        var db = new StepId("db");
        var run = new ScriptedRun(Of(Failover("db")))
            .Script("db", World.Accepting())
            .At(Minute, new TaskChanged(db, "task", "OperationFinished", Success: true, OutsideText.None, "session-vm"))
            .At(Minute, World.Session(db, "vm", "Success", PlannedAt, PlannedAt + Minute))
            .At(Minute, new SessionsSettled(db))
            .Go(until: 2 * Minute);

        Assert.Equal("db running", run.Ends);
        run.Record(new TaskChanged(db, "task", "Finished", Success: true, OutsideText.None, "session-vm"));
        Assert.Equal("db succeeded", run.Go().Ends);
    }

    [Fact]
    public void A_session_that_changes_after_the_settling_opens_the_judgement_again()
    {
        var db = new StepId("db");
        var run = new ScriptedRun(Of(Failover("db")))
            .Script("db", World.Accepting())
            .At(Minute, World.Session(db, "vm1", "Success", PlannedAt, PlannedAt + Minute))
            .At(Minute, new SessionsSettled(db))
            .At(2 * Minute, World.Session(db, "vm2", "None", PlannedAt, null))
            .At(2 * Minute, new TaskVanished(db, OutsideText.None))
            .Go(until: 3 * Minute);

        Assert.Equal("db running", run.Ends);
    }

    [Fact]
    public void Overrun_is_failed_timed_out_still_running_never_retried_and_keeps_its_place_in_the_throttle()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("db").OnFailing(Contain).Retrying(3, Minute), Failover("app"))], [], [], maxConcurrentFailovers: 1))
            .Script("db", World.Accepting())
            .HaltAt(2 * Hour)
            .Go();

        var end = Assert.Single(run.Events<StepEnded>("db"));
        Assert.Equal((StepOutcome.Failed, FailureReasons.TimedOut, true), (end.Outcome, end.Reason, end.StillRunning));
        Assert.Equal(Hour, run.EndOf("db"));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(1, run.State.Managers[SiteB].InFlight);
        Assert.Contains("app not-started", run.Ends, StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_result_is_a_finding_and_frees_the_place_in_the_throttle()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("db").OnFailing(Contain), Failover("app"))], [], [], maxConcurrentFailovers: 1))
            .Script("db", World.Well(Hour + (10 * Minute)))
            .Go();

        Assert.Equal("all failed (child-failed), db failed (timed-out), app succeeded", run.Ends);
        Assert.Equal(Hour + (10 * Minute), run.ActionOf("app"));
        Assert.Equal("succeeded", Assert.Single(run.Events<LateResult>()).Result);
        Assert.Contains("late-result db", run.Findings, StringComparison.Ordinal);
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void The_run_does_not_wait_for_what_still_runs_at_the_manager()
    {
        var run = new ScriptedRun(Of(Failover("db"))).Script("db", World.Well(10 * Hour)).Go();

        Assert.Equal("failed", run.Outcome);
        Assert.Equal(Hour, run.State.LastAt.SinceStart);
        Assert.True(run.State[new StepId("db")].StillRunning);
    }

    [Fact]
    public void The_time_limit_runs_from_the_intent_and_leaves_the_queue_out()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("a"), Failover("b"))], [], [], maxConcurrentFailovers: 1))
            .Script("a", World.Well(50 * Minute))
            .Script("b", World.Well(50 * Minute))
            .Go();

        Assert.Equal("all succeeded, a succeeded, b succeeded", run.Ends);
        Assert.Equal(PlannedAt + (50 * Minute) + Hour, Assert.Single(run.Events<FailoverRequested>("b")).Deadline);
    }

    [Fact]
    public void Queueing_is_told_apart_from_work()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("a"), Failover("b"))], [], [], maxConcurrentFailovers: 1))
            .Script("a", World.Well(5 * Minute))
            .Go();

        var b = run.State[new StepId("b")];
        Assert.Equal((TimeSpan.Zero, 5 * Minute, 6 * Minute), (b.QueuedAt!.Value.SinceStart, b.ActionAt!.Value.SinceStart, b.VerifyAt!.Value.SinceStart));
    }

    [Fact]
    public void The_throttle_of_a_manager_lets_failovers_in_as_they_came()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("a").Requiring(Tcp()), Failover("b"), Failover("c"), Failover("d").Requiring(Tcp()))], [], [], maxConcurrentFailovers: 1))
            .Script("a:require:1", World.Well(TimeSpan.FromSeconds(20)))
            .Script("d:require:1", World.Well(TimeSpan.FromSeconds(10)))
            .Go();

        Assert.Equal(["b", "c", "d", "a"], run.Events<FailoverRequested>().Select(request => request.Step.Value));
        Assert.Equal((Minute, 2 * Minute, 3 * Minute), (run.ActionOf("c"), run.ActionOf("d"), run.ActionOf("a")));
    }

    [Fact]
    public void A_request_that_never_left_lets_others_pass_and_keeps_the_time_limit_of_its_attempt()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("a"), Failover("b"))], [], [], maxConcurrentFailovers: 1))
            .Script("a", World.NotSending(10 * Minute), World.Well(Minute))
            .Go();

        var requests = run.Events<FailoverRequested>("a").ToList();
        Assert.Equal(TimeSpan.Zero, run.ActionOf("b"));
        Assert.Equal(11 * Minute, run.EndOf("a"));
        Assert.Equal(["op-1", "op-3"], requests.Select(request => request.Operation));
        Assert.Equal([1, 1], requests.Select(request => request.Attempt));
        Assert.Equal(requests[0].Deadline, requests[1].Deadline);
        Assert.Equal("all succeeded, a succeeded, b succeeded", run.Ends);
    }

    [Fact]
    public void A_manager_that_stays_away_fails_the_step_at_its_time_limit()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.NotSending(2 * Hour)).Go();

        Assert.Equal("a failed (manager-unreachable)", run.Ends);
        Assert.Equal(Hour, run.EndOf("a"));
        Assert.Empty(run.State.OwedUndos);
    }

    [Fact]
    public void A_known_failure_is_tried_again_after_a_pause_that_grows()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(4, Minute, backoff: 2)))
            .Script("a", World.Rejecting(), World.TaskFailing(Minute), World.Badly(Minute), World.Well(Minute))
            .Go();

        var starts = run.Journal.Where(entry => entry.Event is FailoverRequested).Select(entry => entry.At - PlannedAt).ToList();
        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal([1, 2, 3, 4], run.Events<FailoverRequested>().Select(request => request.Attempt));
        Assert.Equal([Minute, 2 * Minute, 4 * Minute], starts.Zip(starts.Skip(1), (one, next) => next - one).Zip([TimeSpan.FromSeconds(1), Minute, Minute], (gap, work) => gap - work));
    }

    [Fact]
    public void The_last_attempt_decides()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute))).Script("a", World.Rejecting(), World.Badly(Minute)).Go();

        Assert.Equal("a failed (session-failed)", run.Ends);
        Assert.Equal(2, run.Events<FailoverRequested>().Count());
    }

    [Fact]
    public void Require_is_checked_again_before_every_attempt_and_its_failure_is_the_last_word()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(5, Minute).Requiring(Tcp())))
            .Script("a", World.Rejecting())
            .Script("a:require:1", World.Well(TimeSpan.Zero), World.Well(TimeSpan.Zero), World.Badly(TimeSpan.Zero))
            .Go();

        Assert.Equal("a failed (require-failed)", run.Ends);
        Assert.Equal(2, run.Events<FailoverRequested>().Count());
    }

    [Fact]
    public void Every_attempt_has_its_gates_full_time()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, 10 * Minute).Requiring(Tcp(within: 5 * Minute), Wait(Minute))))
            .Script("a", World.Rejecting(), World.Well(Minute))
            .Go();

        var deadlines = run.Journal.Where(entry => entry.Event is GateStarted { Deadline: not null }).Select(entry => ((GateStarted)entry.Event).Deadline - entry.At);
        Assert.Equal([5 * Minute, 5 * Minute], deadlines);
        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal((2 * Minute) + (10 * Minute) + TimeSpan.FromSeconds(1), run.Journal.Last(entry => entry.Event is FailoverRequested).At - PlannedAt);
    }

    [Fact]
    public void Partial_is_never_tried_again()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(3, Minute))).Script("a", World.Ending(Minute, "Success", "Failed")).Go();

        Assert.Equal("a partial", run.Ends);
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void Doubt_is_never_answered_with_a_second_request()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(3, Minute))).Script("a", World.LosingTheReply()).Go().Resume(Hour).Go().Resume(Hour).Go();

        Assert.Equal(("a in-doubt", "in-doubt"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal(1, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void A_step_whose_place_in_the_throttle_doubt_holds_does_not_keep_the_run_from_being_left_in_doubt()
    {
        var run = new ScriptedRun(Of([Parallel("all", null, Failover("a"), Failover("b"))], [], [], maxConcurrentFailovers: 1)).Script("a", World.LosingTheReply()).Go();

        Assert.Equal(("all running, a in-doubt, b running", "in-doubt"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
    }

    [Fact]
    public void Doubt_is_settled_by_a_task_that_is_found()
    {
        var a = new StepId("a");
        var run = new ScriptedRun(Of(Failover("a"), Command("b")))
            .Script("a", World.LosingTheReply())
            .At(Minute, new ManagerLost(SiteB, OutsideText.None))
            .Go()
            .Resume(Minute);
        run.Record(new TaskAccepted(a, "op-1", null, 1, PlannedAt));
        run.Record(new TaskVanished(a, OutsideText.None));
        run.Record(World.Session(a, "vm", "Success", PlannedAt, PlannedAt + Minute));
        run.Record(new SessionsSettled(a));
        run.Go();

        Assert.Equal("a succeeded, b succeeded", run.Ends);
    }

    [Fact]
    public void A_lost_reply_is_read_back_and_the_run_goes_on_by_itself()
    {
        var run = new ScriptedRun(Of(Failover("a"), Command("b"))).Script("a", World.FoundAgain(10 * Minute)).Go();

        Assert.Equal(("a succeeded, b succeeded", "succeeded"), (run.Ends, run.Outcome));
        Assert.Single(run.Events<FailoverRequested>());
        Assert.Equal("session-vm1", run.State[new StepId("a")].Failover!.SessionUid);
        Assert.Equal(new StepId("a"), run.State.SessionOwners["session-vm1"]);
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
    }

    [Fact]
    public void A_session_found_again_that_failed_is_a_failure_that_may_be_tried_again()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute))).Script("a", World.FoundAgain(Minute, "Failed"), World.Well(Minute)).Go();

        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal(2, run.Events<FailoverRequested>().Count());
    }

    [Fact]
    public void A_run_is_left_in_doubt_only_when_reading_back_is_over()
    {
        var given = new ScriptedRun(Of(Failover("a"))).Script("a", World.LosingTheReply()).Go();
        var told = new ScriptedRun(Of(Failover("a"))).Script("a", World.NotFoundAgain(2 * Minute)).Go();

        Assert.Equal(("in-doubt", TimeSpan.FromSeconds(30) + RunbookDefaults.ReconcileFor + Scheduler.ReconcileGrace), (given.Outcome, given.State.LastAt.SinceStart));
        Assert.Equal(("in-doubt", TimeSpan.FromSeconds(30) + (2 * Minute)), (told.Outcome, told.State.LastAt.SinceStart));
        Assert.Equal("connection reset; 2 restore sessions can be its", told.State[new StepId("a")].Detail.Raw);
    }

    [Fact]
    public void A_resume_reads_back_anew()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.NotFoundAgain(Minute)).Go().Resume(Hour);

        Assert.Equal(run.Now + RunbookDefaults.ReconcileFor, run.State[new StepId("a")].ReconcileUntil);
        run.Record(new DoubtResolved(new StepId("a"), "session-vm", OutsideText.From("found")));
        run.Record(World.Session(new StepId("a"), "vm", "Success", PlannedAt, PlannedAt + Minute));
        run.Record(new SessionsSettled(new StepId("a")));
        Assert.Equal("a succeeded", run.Go().Ends);
    }

    [Fact]
    public void What_was_found_again_is_judged_before_the_time_limit()
    {
        var run = new ScriptedRun(Of(Failover("a").With(step => step with { Timeout = 5 * Minute })))
            .Script("a", World.LosingTheReply()).Go(until: 10 * Minute);
        run.Record(new DoubtResolved(new StepId("a"), "session-vm", OutsideText.From("found")));
        run.Go(until: 11 * Minute);
        run.Record(World.Session(new StepId("a"), "vm", "Success", PlannedAt, PlannedAt + (4 * Minute)));
        run.Record(new SessionsSettled(new StepId("a")));

        Assert.Equal("a succeeded", run.Go().Ends);
    }

    [Fact]
    public void What_was_found_again_and_does_not_end_is_timed_out_soon_after()
    {
        var run = new ScriptedRun(Of(Failover("a").With(step => step with { Timeout = 5 * Minute })))
            .Script("a", World.LosingTheReply()).Go(until: 10 * Minute);
        run.Record(new DoubtResolved(new StepId("a"), "session-vm", OutsideText.From("found")));

        Assert.Equal(("a failed (timed-out)", (10 * Minute) + Scheduler.ResumeGrace), (run.Go().Ends, run.EndOf("a")));
    }

    [Fact]
    public void A_session_that_stopped_without_a_result_and_a_command_cut_off_wait_for_a_person_at_once()
    {
        var session = new ScriptedRun(Of(Failover("a"))).Script("a", World.Ending(Minute, "None")).Go();
        var command = new ScriptedRun(Of(Command("a"))).Script("a", World.Silent).Go(until: Minute).Resume(Minute).Go();

        Assert.Equal(("in-doubt", Minute), (session.Outcome, session.State.LastAt.SinceStart));
        Assert.Equal(("in-doubt", 2 * Minute), (command.Outcome, command.State.LastAt.SinceStart));
        Assert.Null(session.Resume(Hour).State[new StepId("a")].ReconcileUntil);
    }

    [Fact]
    public void A_request_that_was_open_when_the_process_died_is_in_doubt()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Silent).Go().Resume(Minute).Go();

        Assert.Equal("a in-doubt", run.Ends);
        Assert.Single(run.Events<FailoverRequested>());
    }

    [Fact]
    public void After_a_resume_the_session_is_judged_before_the_time_limit()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Well(40 * Minute)).Go(until: 10 * Minute).Resume(3 * Hour).Go();

        Assert.Equal("a succeeded", run.Ends);
    }

    [Fact]
    public void A_session_that_ended_too_late_while_nobody_looked_is_timed_out_and_a_late_result()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Well(70 * Minute)).Go(until: 10 * Minute).Resume(3 * Hour).Go();

        Assert.Equal("a failed (timed-out)", run.Ends);
        Assert.Equal("succeeded", Assert.Single(run.Events<LateResult>()).Result);
    }

    [Fact]
    public void The_clock_offset_of_the_manager_is_taken_off_before_a_session_is_called_late()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Well(70 * Minute)).Go(until: 10 * Minute).Resume(3 * Hour);
        run.Record(new ManagerReached(SiteB, null, (long)(15 * Minute).TotalMilliseconds, null));
        run.Go();

        Assert.Equal("a succeeded", run.Ends);
    }

    [Fact]
    public void A_manager_that_says_nothing_after_a_resume_runs_into_the_time_limit_when_the_grace_is_over()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Accepting()).Go(until: 10 * Minute).Resume(3 * Hour).Go();

        Assert.Equal("a failed (timed-out)", run.Ends);
        Assert.Equal((10 * Minute) + (3 * Hour) + Scheduler.ResumeGrace, run.EndOf("a"));
    }

    [Fact]
    public void A_claimed_replica_is_refused_and_names_the_run()
    {
        var run = new ScriptedRun(Of(Failover("a"))) { ClaimedBy = { ["replica-a"] = "20260101T000000Z-aaaaaa" } }.Go();

        Assert.Equal("a failed (claimed)", run.Ends);
        Assert.Contains("20260101T000000Z-aaaaaa", run.State[new StepId("a")].Detail.Raw, StringComparison.Ordinal);
        Assert.Empty(run.Events<FailoverRequested>());
    }

    [Fact]
    public void A_step_without_a_point_fails_at_its_turn()
    {
        var run = new ScriptedRun(Of(Failover("a").With(step => step with { Point = null }))).Go();

        Assert.Equal("a failed (no-restore-point)", run.Ends);
    }

    [Fact]
    public void An_undo_is_owed_from_the_intent_until_a_proven_refusal()
    {
        var run = new ScriptedRun(Of(Parallel("all", null,
                Failover("failed").OnFailing(Contain), Failover("partly").OnFailing(Contain), Failover("late").OnFailing(Contain), Failover("refused").OnFailing(Contain), Failover("doubtful"), Failover("twice").Retrying(2, Minute))))
            .Script("failed", World.Badly(Minute))
            .Script("partly", World.Ending(Minute, "Success", "Failed"))
            .Script("late", World.Accepting())
            .Script("refused", World.Rejecting())
            .Script("doubtful", World.LosingTheReply())
            .Script("twice", World.Badly(Minute), World.Rejecting())
            .Go();

        Assert.Equal(["doubtful", "failed", "late", "partly", "twice"], run.State.OwedUndos.Keys);
    }

    [Fact]
    public void A_manual_gate_that_undoes_confirms_what_is_owed()
    {
        var undo = Manual() with { Undoes = new VAppScope(["a"]) };
        var run = new ScriptedRun(Of(Failover("a"), Failover("b"), GateStep("undo", undo))).Script("undo", World.Answering(Minute, GateDecision.Confirm, "alice")).Go();

        Assert.Equal(["b"], run.State.OwedUndos.Keys);
    }
}
