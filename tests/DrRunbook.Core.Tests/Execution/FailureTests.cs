using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Runbooks.OnFailure;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What a failure halts, contains, tolerates and blocks.</summary>
public sealed class FailureTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_failure_lets_what_runs_come_to_its_end_and_starts_nothing_more()
    {
        var run = new ScriptedRun(Of(Parallel("all", 2, Command("a"), Failover("b"), Command("c")), Command("d")))
            .Script("a", World.Badly(Minute))
            .Script("b", World.Well(30 * Minute))
            .Go();

        Assert.Equal("all failed (child-failed), a failed (command-failed), b succeeded, c not-started, d blocked by a", run.Ends);
        Assert.Equal("failed", run.Outcome);
        Assert.Equal(30 * Minute, run.State.OutcomeAt!.Value.SinceStart);
    }

    [Fact]
    public void What_needs_a_failed_step_is_blocked_transitively_and_names_the_cause()
    {
        var run = new ScriptedRun(Of(
            Parallel("all", null, Command("db").OnFailing(Contain), Command("app").Needing("db"), Command("web").Needing("app"), Command("other"))))
            .Script("db", World.Badly(Minute))
            .Go();

        Assert.Equal("all failed (child-failed), db failed (command-failed), app blocked by db, web blocked by db, other succeeded", run.Ends);
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public void The_children_of_a_blocked_group_are_blocked_by_the_same_cause()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("db").OnFailing(Contain), Sequence("apps", Command("a"), Sequence("deep", Command("b"))).Needing("db"))))
            .Script("db", World.Badly(Minute))
            .Go();

        Assert.Equal("all failed (child-failed), db failed (command-failed), apps blocked by db, a blocked by db, deep blocked by db, b blocked by db", run.Ends);
    }

    [Fact]
    public void What_needs_a_group_is_blocked_by_the_steps_that_failed_in_it()
    {
        var run = new ScriptedRun(Of(
            Parallel("all", null,
                Parallel("dbs", null, Command("x").OnFailing(Contain), Command("y").OnFailing(Contain), Command("z")),
                Command("app").Needing("dbs"))))
            .Script("x", World.Badly(Minute))
            .Script("y", World.Badly(2 * Minute))
            .Go();

        Assert.EndsWith("app blocked by x+y", run.Ends, StringComparison.Ordinal);
    }

    [Fact]
    public void Contain_lets_everything_else_go_on_and_ends_the_run_failed()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Command("a").OnFailing(Contain), Command("b"), Command("c")), Command("d")))
            .Script("a", World.Badly(Minute))
            .Go();

        Assert.Equal("all failed (child-failed), a failed (command-failed), b succeeded, c succeeded, d blocked by a", run.Ends);
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public void A_failure_halts_no_further_than_the_nearest_group_that_contains()
    {
        var run = new ScriptedRun(Of(Parallel("all", null,
                Sequence("erp", Sequence("inner", Command("a"), Command("b")), Command("c")).OnFailing(Contain),
                Sequence("mail", Command("d"), Command("e")))))
            .Script("a", World.Badly(Minute))
            .Go();

        Assert.Equal(
            "all failed (child-failed), erp failed (child-failed), inner failed (child-failed), a failed (command-failed), b blocked by a, c blocked by a, mail succeeded, d succeeded, e succeeded",
            run.Ends);
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public void A_failure_halts_no_further_than_the_nearest_group_that_tolerates_it()
    {
        var run = new ScriptedRun(Of(Parallel("extras", 1, Command("a"), Command("b")).OnFailing(Continue), Command("c"))).Script("a", World.Badly(Minute)).Go();

        Assert.Equal("extras failed (child-failed), a failed (command-failed), b not-started, c succeeded", run.Ends);
        Assert.Equal("succeeded-with-findings", run.Outcome);
        Assert.Null(run.State.FirstFailure);
    }

    [Fact]
    public void A_contained_failure_in_a_group_does_not_halt_what_is_around_the_group()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Parallel("group", null, Command("a").OnFailing(Contain)), Command("b"))))
            .Script("a", World.Badly(Minute))
            .Go();

        Assert.EndsWith("b succeeded", run.Ends, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_halts_by_its_own_gate_halts_what_is_around_it()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Sequence("group", Command("a")).Verifying(Tcp()), Command("b")))).Script("group:verify:1", World.Badly(Minute)).Go();

        Assert.Equal("all failed (child-failed), group failed (verify-failed), a succeeded, b not-started", run.Ends);
        Assert.Equal(new StepId("group"), run.State.FirstFailure);
    }

    [Fact]
    public void A_tolerated_failure_releases_the_next_step_of_a_sequence_and_does_not_fail_its_group()
    {
        var run = new ScriptedRun(Of(Sequence("group", Command("a").OnFailing(Continue), Command("b")))).Script("a", World.Badly(Minute)).Go();

        Assert.Equal("group succeeded, a failed (command-failed), b succeeded", run.Ends);
        Assert.Equal("succeeded-with-findings", run.Outcome);
        Assert.Equal("step-failed a", run.Findings);
    }

    [Fact]
    public void An_explicit_need_of_a_tolerated_failure_is_blocked_transitively_and_tolerated_itself()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a").OnFailing(Continue), Command("b").Needing("a"), Command("c").Needing("b")), Command("d")))
            .Script("a", World.Badly(Minute))
            .Go();

        Assert.Equal("all succeeded, a failed (command-failed), b blocked by a (tolerated), c blocked by a (tolerated), d succeeded", run.Ends);
        Assert.Equal("succeeded-with-findings", run.Outcome);
    }

    [Fact]
    public void What_is_blocked_by_a_tolerated_and_an_untolerated_failure_is_not_tolerated()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a").OnFailing(Continue), Command("b").OnFailing(Contain), Command("c").Needing("a", "b"))))
            .Script("a", World.Badly(Minute))
            .Script("b", World.Badly(2 * Minute))
            .Go();

        Assert.EndsWith("c blocked by b", run.Ends, StringComparison.Ordinal);
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public void Partial_unlocks_nothing()
    {
        var run = new ScriptedRun(Of(Failover("db"), Failover("app"))).Script("db", World.Ending(Minute, "Success", "Failed")).Go();

        Assert.Equal("db partial, app blocked by db", run.Ends);
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public void A_group_ends_as_its_worst_untolerated_child()
    {
        var run = new ScriptedRun(Of(
            Parallel("partly", null, Failover("p"), Command("q").Needing("p")).OnFailing(Continue),
            Parallel("badly", null, Failover("r").OnFailing(Contain), Command("s").OnFailing(Contain)).OnFailing(Continue),
            Parallel("warned", null, Failover("t"), Command("u")),
            Parallel("well", null, Command("v"), Command("w").OnFailing(Continue))))
            .Script("p", World.Ending(Minute, "Success", "Failed"))
            .Script("r", World.Ending(Minute, "Success", "Failed"))
            .Script("s", World.Badly(Minute))
            .Script("t", World.Ending(Minute, "Warning"))
            .Script("w", World.Badly(Minute))
            .Go();

        Assert.Equal(
            "partly partial, p partial, q blocked by p, badly failed (child-failed), r partial, s failed (command-failed), warned warning, t warning, u succeeded, well succeeded, v succeeded, w failed (command-failed)",
            run.Ends);
    }

    [Fact]
    public void A_failure_withdraws_a_gate_that_waits_for_a_person()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a"), GateStep("go", Manual(TimeSpan.FromHours(8)))))).Script("a", World.Badly(Minute)).Go();

        Assert.EndsWith("go not-started", run.Ends, StringComparison.Ordinal);
        Assert.Equal(Minute, run.State.OutcomeAt!.Value.SinceStart);
    }

    [Fact]
    public void A_step_whose_earlier_attempt_failed_ends_failed_when_another_failure_stops_it()
    {
        var run = new ScriptedRun(Of(Parallel("all", null,
                Command("a").Retrying(2, TimeSpan.Zero).Requiring(Tcp()),
                Command("b"))))
            .Script("a", World.Badly(Minute))
            .Script("a:require:1", World.Well(TimeSpan.Zero), World.Silent)
            .Script("b", World.Badly(5 * Minute))
            .Go();

        Assert.Equal("all failed (child-failed), a failed (command-failed), b failed (command-failed)", run.Ends);
        Assert.Equal(new StepId("b"), run.State.FirstFailure);
    }

    [Fact]
    public void The_first_untolerated_failure_is_the_first_in_the_journal_not_in_the_plan()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a"), Command("b"), Command("c").OnFailing(Continue))))
            .Script("a", World.Badly(3 * Minute))
            .Script("b", World.Badly(2 * Minute))
            .Script("c", World.Badly(Minute))
            .Go();

        Assert.Equal(new StepId("b"), run.State.FirstFailure);
    }

    [Fact]
    public void Thousands_of_causes_still_fit_into_a_journal_line()
    {
        var children = Enumerable.Range(0, 3000).Select(n => Command($"a-step-with-a-long-name-{n}").OnFailing(Contain)).ToArray();
        var run = new ScriptedRun(Of(Parallel("many", null, children).OnFailing(Contain), Command("after")));
        foreach (var child in children)
        {
            run.Script(child.Step.Id.Value, World.Badly(Minute));
        }

        run.Go();

        Assert.Equal(50, Assert.Single(run.Events<StepBlocked>("after")).By.Length);
    }
}
