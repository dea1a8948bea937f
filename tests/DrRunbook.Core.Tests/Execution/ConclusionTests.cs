using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Runbooks.OnFailure;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary><c>afterFailure</c>, <c>finally</c>, and the end of a run.</summary>
public sealed class ConclusionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static Plan WithLists(params Sketch[] main) => Of(main, [Command("page"), Command("tell")], [Command("close-ticket"), Command("tidy")]);

    [Fact]
    public void AfterFailure_runs_once_and_then_finally()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Script("a", World.Badly(Minute)).Go();

        Assert.Equal("a failed (command-failed), page succeeded, tell succeeded, close-ticket succeeded, tidy succeeded", run.Ends);
        Assert.Equal((Minute, 2 * Minute, 3 * Minute, 4 * Minute), (run.StartOf("page"), run.StartOf("tell"), run.StartOf("close-ticket"), run.StartOf("tidy")));
        Assert.Equal(new OutcomeFixed(RunOutcome.Failed, new StepId("a")), Assert.Single(run.Events<OutcomeFixed>()));
        Assert.IsType<RunEnded>(run.Journal[^1].Event);
    }

    [Fact]
    public void Without_a_failure_only_finally_runs()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Go();

        Assert.Equal("a succeeded, page not-started, tell not-started, close-ticket succeeded, tidy succeeded", run.Ends);
        Assert.Equal("succeeded", run.Outcome);
    }

    [Fact]
    public void A_tolerated_failure_does_not_run_afterFailure()
    {
        var run = new ScriptedRun(WithLists(Command("a").OnFailing(Continue))).Script("a", World.Badly(Minute)).Go();

        Assert.Contains("page not-started", run.Ends, StringComparison.Ordinal);
    }

    [Fact]
    public void Finally_runs_where_there_is_no_afterFailure()
    {
        var run = new ScriptedRun(Of([Command("a")], [], [Command("z")])).Script("a", World.Badly(Minute)).Go();

        Assert.Equal("a failed (command-failed), z succeeded", run.Ends);
    }

    [Fact]
    public void Their_own_failure_is_a_finding_stops_nothing_and_leaves_the_outcome_as_it_was_fixed()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Script("close-ticket", World.Badly(Minute)).Go();

        Assert.Equal("a succeeded, page not-started, tell not-started, close-ticket failed (command-failed), tidy succeeded", run.Ends);
        Assert.Equal(("succeeded", "step-failed close-ticket"), (run.Outcome, run.Findings));
        Assert.Equal(RunOutcome.Succeeded, run.Verdict.Outcome);
        Assert.Null(run.State.FirstFailure);
    }

    [Fact]
    public void A_failed_step_of_afterFailure_is_followed_by_the_next_and_by_finally()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Script("a", World.Badly(Minute)).Script("page", World.Badly(Minute)).Script("tell", World.Badly(Minute)).Go();

        Assert.Equal("a failed (command-failed), page failed (command-failed), tell failed (command-failed), close-ticket succeeded, tidy succeeded", run.Ends);
    }

    [Fact]
    public void The_recovery_time_is_fixed_before_both_lists_run()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Script("close-ticket", World.Well(30 * Minute)).Go();

        Assert.Equal(Minute, run.Verdict.RecoveryTime);
    }

    [Fact]
    public void A_command_of_finally_that_a_crash_interrupted_ends_unproven_and_the_run_ends()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).Script("close-ticket", World.Silent).Go(until: 5 * Minute).Resume(Minute).Go();

        Assert.EndsWith("close-ticket failed (unproven), tidy succeeded", run.Ends, StringComparison.Ordinal);
        Assert.Equal("succeeded", run.Outcome);
    }

    [Fact]
    public void A_halt_in_finally_changes_nothing()
    {
        var run = new ScriptedRun(WithLists(Command("a"))).HaltAt(TimeSpan.FromSeconds(90)).Go();

        Assert.EndsWith("tidy succeeded", run.Ends, StringComparison.Ordinal);
        Assert.Equal("succeeded", run.Outcome);
    }

    [Fact]
    public void Close_ends_a_halted_run_for_good_and_runs_finally()
    {
        var run = new ScriptedRun(WithLists(Command("a"), Command("b"))).HaltAt(TimeSpan.FromSeconds(30)).Go();
        Assert.Equal("halted", run.Outcome);
        Assert.Contains("close-ticket not-started", run.Ends, StringComparison.Ordinal);

        run.Resume(Minute).Record(new RunClosed(OutsideText.From("alice"), OutsideText.From("enough")));
        run.Go();

        Assert.Equal("a succeeded, b not-started, page not-started, tell not-started, close-ticket succeeded, tidy succeeded", run.Ends);
        Assert.Equal(("failed", "run-closed"), (run.Outcome, run.Findings));
    }
}
