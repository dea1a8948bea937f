using DrRunbook.Core.Execution;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Halt, pause and resume.</summary>
public sealed class HaltTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_halt_follows_failovers_commands_and_their_verify_gates_and_starts_nothing_more()
    {
        var run = new ScriptedRun(Of(Parallel("all", 2, Failover("a").Verifying(Tcp()), Command("b").Verifying(Tcp()), Command("c"))))
            .Script("a", World.Well(5 * Minute))
            .HaltAt(TimeSpan.FromSeconds(30))
            .Go();

        Assert.Equal("all running, a succeeded, b succeeded, c not-started", run.Ends);
        Assert.Equal("halted", run.Outcome);
        Assert.Equal(6 * Minute, run.State.LastAt.SinceStart);
    }

    [Fact]
    public void A_halt_withdraws_require_gates_gate_steps_retry_pauses_and_queued_steps()
    {
        var run = new ScriptedRun(Of([Parallel("all", null,
                Failover("sent"), Failover("queued"), Command("requiring").Requiring(Tcp()), GateStep("gate", Tcp()), GateStep("people", Manual()), Command("pausing").Retrying(2, Hour))], [], [], 1))
            .Script("sent", World.Well(10 * Minute))
            .Script("requiring:require:1", World.Silent)
            .Script("gate", World.Silent)
            .Script("pausing", World.Badly(Minute), World.Well(Minute))
            .HaltAt(2 * Minute)
            .Go();

        Assert.Equal("all running, sent succeeded, queued not-started, requiring not-started, gate not-started, people not-started, pausing not-started", run.Ends);
        Assert.Equal(["queued", "requiring", "gate", "people", "pausing"], run.Events<StepWithdrawn>().Select(withdrawn => withdrawn.Step.Value));
        Assert.Equal("halted", run.Outcome);
    }

    [Fact]
    public void A_halt_follows_the_verify_gates_of_a_group_too()
    {
        var run = new ScriptedRun(Of(Sequence("group", Command("a")).Verifying(Tcp()), Command("b"))).HaltAt(TimeSpan.FromSeconds(90)).Go();

        Assert.Equal(("group succeeded, a succeeded, b not-started", "halted"), (run.Ends, run.Outcome));
        Assert.Equal(2 * Minute, run.State.LastAt.SinceStart);
    }

    [Fact]
    public void Finally_does_not_run_at_a_halt()
    {
        var run = new ScriptedRun(Of([Command("a"), Command("b")], [], [Command("z")])).HaltAt(TimeSpan.FromSeconds(30)).Go();

        Assert.Equal("a succeeded, b not-started, z not-started", run.Ends);
    }

    [Fact]
    public void A_halt_when_only_the_last_step_runs_ends_the_run()
    {
        var run = new ScriptedRun(Of([Command("a")], [], [Command("z")])).HaltAt(TimeSpan.FromSeconds(30)).Go();

        Assert.Equal(("a succeeded, z succeeded", "succeeded"), (run.Ends, run.Outcome));
    }

    [Fact]
    public void A_halt_leaves_doubt_where_it_is()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Failover("a"), Command("b")))).Script("a", World.LosingTheReply()).Script("b", World.Well(Hour)).HaltAt(10 * Minute).Go();

        Assert.Equal(("all running, a in-doubt, b succeeded", "halted"), (run.Ends, run.Outcome));
    }

    [Fact]
    public void A_resume_goes_on_where_the_halt_left_off()
    {
        var run = new ScriptedRun(Of(Command("a"), Parallel("all", 1, Command("b"), Command("c")))).HaltAt(TimeSpan.FromSeconds(90)).Go().Resume(Hour).Go();

        Assert.Equal("a succeeded, all succeeded, b succeeded, c succeeded", run.Ends);
        Assert.Equal("succeeded", run.Outcome);
        Assert.Equal(Hour, run.State.Away);
    }

    [Fact]
    public void Deadlines_of_gates_are_kept_across_a_halt()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, GateStep("people", Manual(within: 2 * Hour)), GateStep("wait", Wait(90 * Minute)), Command("a").Requiring(Manual(within: 3 * Hour)))))
            .HaltAt(10 * Minute)
            .Go()
            .Resume(Hour)
            .Go();

        Assert.Equal((2 * Hour, 90 * Minute), (run.EndOf("people"), run.EndOf("wait")));
        Assert.Equal([PlannedAt + (3 * Hour), PlannedAt + (3 * Hour)], run.Events<GateStarted>("a").Select(started => started.Deadline));
    }

    [Fact]
    public void An_answer_that_a_person_gave_before_the_halt_counts_after_it()
    {
        var run = new ScriptedRun(Of(GateStep("go", Approval(("ops-lead", 2)) with { Within = 3 * Hour })))
            .Script("go", World.Answering(Minute, GateDecision.Approve, "alice"), World.Answering(Minute, GateDecision.Approve, "bob"))
            .HaltAt(10 * Minute)
            .Go()
            .Resume(Hour)
            .Go();

        Assert.Equal("go succeeded", run.Ends);
    }

    [Fact]
    public void A_withdrawn_step_has_all_its_attempts_after_the_resume()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Tcp(within: 5 * Hour)).Retrying(2, Minute)))
            .Script("a:require:1", World.Silent, World.Well(Minute))
            .Script("a", World.Badly(Minute), World.Well(Minute))
            .HaltAt(Minute)
            .Go()
            .Resume(Minute)
            .Go();

        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal([1, 1, 2], run.Events<StepStarted>().Select(started => started.Attempt));
    }

    [Fact]
    public void A_retry_pause_goes_on_across_a_halt_and_asks_its_gates_anew()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Approval(("ops-lead", 1))).Retrying(2, Hour)))
            .Script("a", World.Badly(Minute), World.Well(Minute))
            .Script("a:require:1", World.Answering(Minute, GateDecision.Approve, "alice"))
            .HaltAt(10 * Minute)
            .Go()
            .Resume(10 * Minute)
            .Go();

        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal(2 * Minute + Hour, run.Journal.Last(entry => entry.Event is StepStarted).At - PlannedAt);
        Assert.Equal(2, run.Events<GateAnswered>().Count());
    }

    [Fact]
    public void A_retry_pause_that_waits_after_a_resume_keeps_nobody_else_from_starting()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Command("a").Retrying(2, Hour), Command("b"))))
            .Script("a", World.Badly(Minute), World.Well(Minute))
            .HaltAt(10 * Minute)
            .Go()
            .Resume(10 * Minute)
            .Go();

        Assert.Equal("all succeeded, a succeeded, b succeeded", run.Ends);
        Assert.Equal(20 * Minute, run.StartOf("b"));
    }

    [Fact]
    public void A_request_that_never_left_keeps_its_time_limit_across_a_halt()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.NotSending(30 * Minute), World.Well(Minute)).HaltAt(10 * Minute).Go().Resume(10 * Minute).Go();

        var requests = run.Events<FailoverRequested>().ToList();
        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal((1, requests[0].Deadline), (requests[1].Attempt, requests[1].Deadline));
    }

    [Fact]
    public void A_crash_in_a_probe_lets_it_go_on_with_what_was_left_of_its_time()
    {
        var run = new ScriptedRun(Of(GateStep("probe", Tcp(within: 2 * Hour)))).Script("probe", World.Silent, World.Well(Minute)).Go(until: 10 * Minute).Resume(Hour).Go();

        Assert.Equal("probe succeeded", run.Ends);
        Assert.Equal(PlannedAt + (2 * Hour), Assert.Single(run.Events<GateStarted>()).Deadline);
    }

    [Fact]
    public void A_command_that_a_crash_interrupted_is_in_doubt()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"))).Script("a", World.Silent).Go(until: Minute).Resume(Minute).Go();

        Assert.Equal(("a in-doubt, b not-started", "in-doubt"), (run.Ends, run.Outcome));
    }

    [Fact]
    public void While_a_gate_waits_for_a_person_the_run_waits_too()
    {
        var run = new ScriptedRun(Of(GateStep("go", Manual(within: 8 * Hour)))).Go(until: Hour);

        Assert.Equal("running", run.Outcome);
    }

    [Fact]
    public void With_no_wait_it_leaves_when_nothing_but_people_holds_it_up()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, GateStep("go", Manual(within: 8 * Hour)), Command("a"))), noWait: true).Script("a", World.Well(10 * Minute)).Go();

        Assert.Equal(("all running, go running, a succeeded", "waiting"), (run.Ends, run.Outcome));
        Assert.Equal(10 * Minute, run.State.LastAt.SinceStart);
    }

    [Fact]
    public void An_answer_given_while_a_run_waits_lets_the_resume_go_on()
    {
        var run = new ScriptedRun(Of(GateStep("go", Manual(within: 8 * Hour)), Command("a")), noWait: true).Go();
        run.Record(World.Answer(run.Events<GateStarted>().Single(), GateDecision.Confirm, "alice"));
        run.Resume(Minute).Go();

        Assert.Equal("go succeeded, a succeeded", run.Ends);
    }

    [Fact]
    public void A_run_that_waits_for_a_probe_is_not_left()
    {
        var run = new ScriptedRun(Of(GateStep("probe", Tcp(within: Hour))), noWait: true).Script("probe", World.Silent).Go(until: 10 * Minute);

        Assert.Equal("running", run.Outcome);
    }

    [Fact]
    public void A_run_with_doubt_and_a_question_waits_for_the_answer_first()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Failover("a"), GateStep("go", Manual(within: Hour)))))
            .Script("a", World.LosingTheReply())
            .Script("go", World.Answering(30 * Minute, GateDecision.Confirm, "alice"))
            .Go();

        Assert.Equal(("all running, a in-doubt, go succeeded", "in-doubt"), (run.Ends, run.Outcome));
    }
}
