using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Before a failover is requested once more, what its earlier requests left behind is read back.</summary>
public sealed class RecheckTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_first_request_is_made_without_one_and_every_further_attempt_looks_first()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(3, Minute))).Script("a", World.Badly(Minute), World.Rejecting(), World.Well(Minute)).Go();

        Assert.Equal("a succeeded", run.Ends);
        Assert.Equal([2, 3], run.Events<RecheckStarted>().Select(recheck => recheck.Attempt));
        var order = run.Journal.Select(entry => entry.Event).Where(happened => happened is RecheckEnded or FailoverRequested).Select(happened => happened.GetType().Name);
        Assert.Equal(["FailoverRequested", "RecheckEnded", "FailoverRequested", "RecheckEnded", "FailoverRequested"], order);
    }

    [Fact]
    public void An_operators_retry_looks_first_too()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Badly(Minute), World.Well(Minute)).Go().Retry("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded", 1), (run.Ends, run.Events<RecheckEnded>().Count()));
    }

    [Fact]
    public void A_request_that_provably_never_left_is_made_again_without()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.NotSending(Minute), World.Well(Minute)).Go();

        Assert.Equal(("a succeeded", 0), (run.Ends, run.Events<RecheckStarted>().Count()));
    }

    [Fact]
    public void Nothing_is_requested_as_long_as_the_manager_does_not_answer_and_a_halt_ends_the_waiting()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute))).Script("a", World.TaskFailing(Minute)).Script("a:recheck", World.Silent, World.Clear).HaltAt(5 * Hour).Go();
        Assert.Equal(("a not-started", "halted", 1), (run.Ends, run.Outcome, run.Events<FailoverRequested>().Count()));
        run.Script("a", World.Well(Minute)).Resume(Hour).Go();

        Assert.Equal(("a succeeded", 2), (run.Ends, run.Events<FailoverRequested>().Count()));
        Assert.Equal([2, 2], run.Events<RecheckStarted>().Select(recheck => recheck.Attempt));
    }

    [Fact]
    public void The_one_session_that_is_found_is_followed_and_no_further_request_is_made()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute), Command("b"))).Script("a", World.TaskFailing(Minute)).Script("a:recheck", World.AtWork(Minute, "vm1")).Go();

        Assert.Equal(("a succeeded, b succeeded", 1), (run.Ends, run.Events<FailoverRequested>().Count()));
        Assert.Equal(0, run.State.Managers[SiteB].InFlight);
        Assert.Equal("a", run.State.SessionOwners["session-vm1"].Value);
        Assert.Contains("a", run.State.OwedUndos.Keys);
    }

    [Fact]
    public void The_undo_of_a_request_that_was_refused_and_is_at_work_all_the_same_is_owed_again()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute))).Script("a", World.Rejecting()).Script("a:recheck", World.AtWork(Minute, "vm1")).Go();

        Assert.Contains("a", run.State.OwedUndos.Keys);
    }

    [Fact]
    public void Several_put_the_step_in_doubt_which_holds_its_place_until_a_person_settles_it()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute), Command("b"))).Script("a", World.TaskFailing(Minute)).Script("a:recheck", World.AtWork(Minute, "vm1", "vm2")).Go();
        Assert.Equal(("a in-doubt, b not-started", "in-doubt", 1), (run.Ends, run.Outcome, run.State.Managers[SiteB].InFlight));
        run.SettleAsSucceeded("a").Resume(Hour).Go();

        Assert.Equal(("a succeeded, b succeeded", 0), (run.Ends, run.State.Managers[SiteB].InFlight));
        Assert.Single(run.Events<FailoverRequested>());
    }

    [Fact]
    public void A_resume_looks_again_where_the_last_process_had_not_heard_the_answer()
    {
        var run = new ScriptedRun(Of(Failover("a").Retrying(2, Minute))).Script("a", World.TaskFailing(Minute), World.Well(Minute)).Script("a:recheck", World.Silent, World.Clear)
            .Go(until: 10 * Minute).Resume(Minute).Go();

        Assert.Equal(("a succeeded", 2), (run.Ends, run.Events<FailoverRequested>().Count()));
        Assert.Single(run.Events<RecheckStarted>());
    }

    [Fact]
    public void A_journal_in_which_a_further_request_follows_no_look_cannot_end_one_that_was_not_begun()
    {
        var run = new ScriptedRun(Of(Failover("a"))).Script("a", World.Silent).Go();

        Assert.Throws<JournalDamagedException>(() => run.Record(new RecheckEnded(new StepId("a"), 1, [], null, OutsideText.None)));
    }
}
