using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Order in sequences and groups, <c>needs</c>, and the slots of <c>maxConcurrency</c>.</summary>
public sealed class OrderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_step_of_a_sequence_starts_when_the_one_before_it_has_ended()
    {
        var run = new ScriptedRun(Of(Command("a"), Command("b"), Command("c"))).Go();

        Assert.Equal("a succeeded, b succeeded, c succeeded", run.Ends);
        Assert.Equal((Minute, 2 * Minute), (run.StartOf("b"), run.StartOf("c")));
    }

    [Fact]
    public void A_parallel_group_starts_all_its_steps_at_once()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("a"), Command("b"), Command("c")), Command("after")))
            .Script("c", World.Well(3 * Minute))
            .Go();

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (run.StartOf("a"), run.StartOf("b"), run.StartOf("c")));
        Assert.Equal(3 * Minute, run.StartOf("after"));
    }

    [Fact]
    public void A_step_starts_when_all_it_needs_have_succeeded()
    {
        var run = new ScriptedRun(Of(Parallel("all", null, Command("app").Needing("db", "queue"), Command("db"), Command("queue"))))
            .Script("queue", World.Well(5 * Minute))
            .Go();

        Assert.Equal(5 * Minute, run.StartOf("app"));
    }

    [Fact]
    public void A_warning_lets_successors_start()
    {
        var run = new ScriptedRun(Of(Failover("db"), Failover("app"))).Script("db", World.Ending(Minute, "Warning")).Go();

        Assert.Equal("db warning, app succeeded", run.Ends);
        Assert.Equal("succeeded-with-findings", run.Outcome);
    }

    [Fact]
    public void No_more_children_run_than_maxConcurrency_allows_and_they_start_in_the_order_of_the_plan()
    {
        var run = new ScriptedRun(Of(Parallel("all", 2, Command("a"), Command("b"), Command("c"), Command("d")))).Script("a", World.Well(5 * Minute)).Go();

        Assert.Equal((TimeSpan.Zero, Minute, 2 * Minute), (run.StartOf("b"), run.StartOf("c"), run.StartOf("d")));
    }

    [Fact]
    public void A_slot_is_held_from_the_first_require_to_the_end_of_verify()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Command("a").Requiring(Tcp()).Verifying(Tcp()), Command("b")))).Go();

        Assert.Equal(3 * Minute, run.EndOf("a"));
        Assert.Equal(3 * Minute, run.StartOf("b"));
    }

    [Fact]
    public void A_group_holds_one_slot_whatever_runs_in_it()
    {
        var run = new ScriptedRun(Of(Parallel("all", 2, Parallel("group", null, Command("a"), Command("b"), Command("c")), Command("d"), Command("e")))).Go();

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (run.StartOf("c"), run.StartOf("d")));
        Assert.Equal(Minute, run.StartOf("e"));
    }

    [Fact]
    public void A_child_that_waits_for_what_it_needs_holds_no_slot()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Command("app").Needing("db"), Command("db"), Command("other")))).Go();

        Assert.Equal((TimeSpan.Zero, Minute, 2 * Minute), (run.StartOf("db"), run.StartOf("app"), run.StartOf("other")));
    }

    [Fact]
    public void A_step_in_its_retry_pause_keeps_its_slot()
    {
        var run = new ScriptedRun(Of(Parallel("all", 1, Command("a").Retrying(2, 10 * Minute), Command("b"))))
            .Script("a", World.Badly(Minute), World.Well(Minute))
            .Go();

        Assert.Equal(12 * Minute, run.StartOf("b"));
    }

    [Fact]
    public void Doubt_holds_the_slot_and_the_dependants_and_nothing_else()
    {
        var run = new ScriptedRun(Of(Parallel("all", 2, Failover("db"), Failover("app").Needing("db"), Command("a"), Command("b"))))
            .Script("db", World.LosingTheReply())
            .Go();

        Assert.Equal("all running, db in-doubt, app not-started, a succeeded, b succeeded", run.Ends);
        Assert.Equal(Minute, run.StartOf("b"));
        Assert.Equal("in-doubt", run.Outcome);
    }

    [Fact]
    public void Groups_nest_and_keep_their_own_order()
    {
        var run = new ScriptedRun(Of(
            Parallel("outer", null,
                Sequence("left", Command("l1"), Parallel("inner", 1, Command("i1"), Command("i2")), Command("l2")),
                Command("right").Needing("left")),
            Command("last"))).Go();

        Assert.Equal((Minute, 2 * Minute, 3 * Minute, 4 * Minute, 5 * Minute),
            (run.StartOf("i1"), run.StartOf("i2"), run.StartOf("l2"), run.StartOf("right"), run.StartOf("last")));
    }

    [Fact]
    public void A_group_asks_its_own_gates_around_its_children()
    {
        var run = new ScriptedRun(Of(Sequence("group", Command("a")).Requiring(Tcp()).Verifying(Tcp()), Command("b"))).Go();

        Assert.Equal((Minute, 3 * Minute), (run.StartOf("a"), run.StartOf("b")));
    }

    [Fact]
    public void A_group_whose_require_fails_starts_nothing()
    {
        var run = new ScriptedRun(Of(Sequence("group", Command("a")).Requiring(Tcp()), Command("b"))).Script("group:require:1", World.Badly(Minute)).Go();

        Assert.Equal("group failed (require-failed), a not-started, b blocked by group", run.Ends);
    }

    [Fact]
    public void A_plan_without_steps_ends_at_once() => Assert.Equal("succeeded", new ScriptedRun(Of()).Go().Outcome);

    [Fact]
    public void An_empty_group_is_done_at_once()
    {
        var run = new ScriptedRun(Of(Parallel("nothing", 3), Command("a"))).Go();

        Assert.Equal("nothing succeeded, a succeeded", run.Ends);
        Assert.Equal(TimeSpan.Zero, run.StartOf("a"));
    }
}
