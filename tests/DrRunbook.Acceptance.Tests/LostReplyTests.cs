using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;

namespace DrRunbook.Acceptance.Tests;

/// <summary>A failover request whose answer never came: it is read back, settled by a person where that does not suffice, and never sent again.</summary>
public sealed class LostReplyTests : IAsyncDisposable
{
    private const string After = "{ fault: reset, moment: after, requests: [failover], vApp: erp }";
    private const string Before = "{ fault: reset, requests: [failover], vApp: erp }";

    private readonly Workplace _place = new();

    [Theory]
    [InlineData(After)]
    [InlineData("{ fault: noAnswer, moment: after, requests: [failover], vApp: erp }")]
    [InlineData("{ fault: halfHead, requests: [failover], vApp: erp }")]
    [InlineData("{ fault: status, status: 502, moment: after, requests: [failover], vApp: erp }")]
    public void A_request_that_was_carried_out_is_found_again_and_the_run_goes_on(string fault)
    {
        var run = Rehearse("{ sessionDuration: 40s }", fault);

        Assert.Equal((0, RunOutcome.Succeeded), (run.Code, run.Report.Verdict.Outcome));
        var resolved = Assert.Single(Of<DoubtResolved>(run));
        Assert.Equal(resolved.SessionUid, Assert.Single(Of<SessionChanged>(run).Where(session => session.Step == resolved.Step).Select(session => session.SessionUid).Distinct()));
        Assert.Single(run.Ledger.FailoversOf("erp"));
        Assert.Single(run.Ledger.FailoverPosts, post => post.VApp == "erp");
        Assert.Equal(StepOutcome.Succeeded, run.Report.Steps[0].Attempts.Single().Outcome);
    }

    [Fact]
    public void A_task_that_failed_while_its_failover_runs_is_neither_tried_again_nor_believed()
    {
        var runbook = _place.Write("retried.yaml", $$"""
            {{ShortRunbook.Head("retried")}}
            steps: [{ id: erp, failover: erp, retry: { attempts: 3, delay: 5s } }]
            """);
        var scenario = _place.Write("retried.scenario.yaml", """
            version: 1
            managers:
              - name: site-b
                vApps:
                  - name: erp
                    secondFailover: executes
                    failovers: [{ task: failed, runsDespiteFailedTask: true, sessionDuration: 3m }]
            """);
        var run = Rehearsed.Of(runbook, scenario);

        Assert.Single(run.Ledger.FailoverPosts);
        Assert.Equal((3, StepOutcome.InDoubt), (run.Code, run.Report.Steps[0].Outcome));
    }

    [Fact]
    public void A_session_found_again_that_failed_is_a_failure()
    {
        var run = Rehearse("{ session: failed }", After);

        Assert.Equal((1, "erp"), (run.Code, run.Report.Verdict.FailedStep?.Value));
        Assert.Equal("session-failed", run.Report.Steps[0].Reason);
    }

    [Fact]
    public void What_the_manager_collects_late_is_waited_for()
    {
        var run = Rehearse("{ sessionHiddenFor: 15m }", After);

        Assert.Equal((0, RunOutcome.Succeeded), (run.Code, run.Report.Verdict.Outcome));
        Assert.Single(run.Ledger.FailoverPosts, post => post.VApp == "erp");
    }

    [Fact]
    public void A_manager_that_is_away_meanwhile_is_asked_again()
    {
        var run = Rehearse("{ sessionDuration: 40s }", After, "restarts: [{ after: 10s, lasts: 5m }]");

        Assert.Equal((0, RunOutcome.Succeeded), (run.Code, run.Report.Verdict.Outcome));
        Assert.Single(run.Ledger.FailoversOf("erp"));
    }

    [Fact]
    public void A_clock_that_is_behind_is_reckoned_in()
    {
        var run = Rehearse("{ sessionDuration: 40s }", After, "clockOffset: -10m");

        Assert.Equal((0, RunOutcome.Succeeded), (run.Code, run.Report.Verdict.Outcome));
    }

    [Fact]
    public void Nothing_found_leaves_the_run_in_doubt_when_the_time_for_reading_back_is_over()
    {
        var run = Rehearse("{ sessionDuration: 40s }", Before);

        Assert.Equal((3, RunOutcome.InDoubt), (run.Code, run.Report.Verdict.Outcome));
        var lost = run.Entries.Single(entry => entry.Event is FailoverReplyLost);
        var ended = run.Entries.Single(entry => entry.Event is ReconcileEnded);
        Assert.InRange(ended.At - lost.At, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(21));
        Assert.Contains("no restore session that can be its was found", run.Report.Steps[0].Detail.Raw, StringComparison.Ordinal);
        Assert.Empty(run.Ledger.Effects);
        Assert.Single(run.Ledger.FailoverPosts);
    }

    [Fact]
    public void Two_sessions_that_can_be_its_leave_it_to_a_person()
    {
        var run = Rehearse("{ sessionsPer: vm }", After);

        Assert.Equal((3, RunOutcome.InDoubt), (run.Code, run.Report.Verdict.Outcome));
        Assert.Contains("2 restore sessions can be its: 'erp1', 'erp2'", run.Report.Steps[0].Detail.Raw, StringComparison.Ordinal);
        Assert.Empty(Of<DoubtResolved>(run));
    }

    [Fact]
    public void Two_lost_replies_at_once_are_each_given_their_own_session()
    {
        var runbook = Runbook("steps:\n  - { id: all, parallel: { steps: [{ id: erp, failover: erp }, { id: web, failover: web }] } }\n");
        var run = Rehearsed.Of(runbook, Scenario("{ sessionDuration: 40s }", "{ fault: reset, moment: after, requests: [failover], count: 2 }"));

        Assert.Equal(0, run.Code);
        var resolved = Of<DoubtResolved>(run);
        Assert.Equal(["erp", "web"], resolved.Select(found => found.Step.Value).Order(StringComparer.Ordinal));
        Assert.Equal(2, resolved.Select(found => found.SessionUid).Distinct().Count());
        Assert.Equal(2, run.Ledger.FailoverPosts.Length);
    }

    [Fact]
    public async Task Over_sockets_a_lost_reply_is_read_back_and_the_run_ends_well()
    {
        var run = await ExecuteAsync("{ sessionDuration: 20s }", After);

        run.Ending.MustExit(0);
        Assert.Equal("succeeded", run.Outcome);
        Assert.Single(run.Of("failover-reply-lost"));
        Assert.Single(run.Of("doubt-resolved"));
        Assert.Equal(["erp", "web"], run.Ledger.FailoverPosts.Select(post => post.VApp));
        Assert.Single(run.Ledger.FailoversOf("erp"));
    }

    [Fact]
    public async Task What_shows_after_the_time_for_reading_back_is_found_by_a_resume()
    {
        // Reading back lasts a second here and the session stays hidden for five: however slow the machine, the first run leaves, and some resume finds it.
        var runbook = _place.Write("erp.yaml", $$"""
            {{ShortRunbook.Head("erp", manager: "    reconcileFor: 5m")}}
            steps:
              - { id: erp, failover: erp, timeout: 12h }
              - { id: web, failover: web, timeout: 12h }
            """);
        var run = await SimulatedRun.ExecuteAsync(_place, runbook, Scenario("{ sessionHiddenFor: 25m }", After), "300");
        run.Ending.MustExit(3);
        Assert.Equal("in-doubt", run.Outcome);

        var resumed = run;
        for (var resumes = 0; resumed.Ending.Code == 3 && resumes < 30; resumes++)
        {
            resumed = await resumed.ResumeAsync(_place);
        }

        resumed.Ending.MustExit(0);
        Assert.Equal("succeeded", resumed.Outcome);
        Assert.Equal(["erp", "web"], resumed.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_doubt_settled_as_failed_ends_the_run_failed_and_as_succeeded_lets_it_go_on()
    {
        var failed = await SettleAsync("failed");
        failed.Ending.MustExit(1);
        Assert.Equal(("failed", "failed"), (failed.Outcome, failed.EndOf("erp")));
        Assert.Empty(failed.Of("failover-requested"));
        Assert.Empty(failed.Ledger.Effects);

        var succeeded = await SettleAsync("succeeded");
        succeeded.Ending.MustExit(0);
        Assert.Equal(("succeeded-with-findings", "succeeded"), (succeeded.Outcome, succeeded.EndOf("erp")));
        Assert.Equal(["web"], succeeded.Ledger.Effects.Select(effect => effect.Target));
        var acts = (await _place.ReportAsync(succeeded.Run)).GetProperty("people").EnumerateArray();
        Assert.Contains(acts, act => act.GetProperty("what").GetString() == "settled as succeeded");
    }

    [Fact]
    public async Task A_doubt_is_settled_while_the_run_reads_back()
    {
        var running = _place.Start("execute", TwoSteps(), "--simulate", Scenario("{ sessionDuration: 20s }", Before), "--speed", "20", "--yes", "--output", "json");
        var lost = JsonDocument.Parse(await running.SaysAsync("failover-reply-lost"));
        var run = lost.RootElement.GetProperty("run").GetString()!;
        (await _place.RunAsync("settle", run, "erp", "--as", "succeeded", "--reason", "a test")).MustExit(0);

        (await running.EndAsync()).MustExit(0);
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private static ImmutableArray<T> Of<T>(Rehearsed run)
        where T : RunEvent => [.. run.Entries.Select(entry => entry.Event).OfType<T>()];

    private Rehearsed Rehearse(string failover, string fault, string manager = "") =>
        Rehearsed.Of(TwoSteps(), Scenario(failover, fault, manager));

    /// <summary>A reply that is lost before anything happened, settled by a person; then the run is resumed.</summary>
    private async Task<SimulatedRun> SettleAsync(string settlement)
    {
        var run = await ExecuteAsync("{ sessionDuration: 20s }", Before, speed: "900");
        run.Ending.MustExit(3);
        Assert.Equal("in-doubt", run.Outcome);
        var settled = await _place.RunAsync("settle", run.Run, "erp", "--as", settlement, "--reason", "seen in the console");
        settled.MustExit(0);
        Assert.Contains($"drrun resume {run.Run}", settled.Error, StringComparison.Ordinal);
        return await run.ResumeAsync(_place);
    }

    private Task<SimulatedRun> ExecuteAsync(string failover, string fault, string speed = "60") =>
        SimulatedRun.ExecuteAsync(_place, TwoSteps(), Scenario(failover, fault), speed);

    private string TwoSteps() => Runbook("steps:\n  - { id: erp, failover: erp }\n  - { id: web, failover: web }\n");

    private string Runbook(string steps) => _place.Write("erp.yaml", $"{ShortRunbook.Head("erp")}\n{steps}");

    private string Scenario(string failover, string fault, string manager = "") => _place.Write("erp.scenario.yaml", $$"""
        version: 1
        managers:
          - name: site-b
            vApps:
              - { name: erp, vms: [erp1, erp2], failovers: [{{failover}}] }
              - { name: web, failovers: [{ sessionDuration: 10s }] }
            faults: [{{fault}}]
            {{manager}}
        """);
}
