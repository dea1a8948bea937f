using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>A failed run is reopened from another process and brought to a good end.</summary>
public sealed class ReopenedRunTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task A_failed_failover_is_tried_again_and_only_it_is_failed_over_twice()
    {
        var run = await FailAsync("{ session: failed, failureMessage: Failed to power on the replica VM., sessionDuration: 10s }, { sessionDuration: 10s }");
        Assert.Contains($"drrun retry {run.Run} erp", (await _place.RunAsync("status", run.Run)).Out, StringComparison.Ordinal);

        var retried = (await _place.RunAsync("retry", run.Run, "erp", "--reason", "the host has memory again", "--as", "alice@example.com")).MustExit(0);
        Assert.Contains($"drrun resume {run.Run}", retried.Error, StringComparison.Ordinal);
        Assert.Equal("halted", (await _place.StatusAsync(run.Run)).GetProperty("outcome").GetString());
        var resumed = await run.ResumeAsync(_place);

        resumed.Ending.MustExit(0);
        Assert.Equal("succeeded", resumed.Outcome);
        Assert.Equal(["erp", "erp", "web"], resumed.Ledger.FailoverPosts.Select(post => post.VApp));
        var report = await _place.ReportAsync(run.Run);
        var attempts = StepOf(report, "erp").GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString());
        Assert.Equal(["failed", "succeeded"], attempts);
        Assert.Equal("succeeded", report.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal(2, StepOf(report, "tell").GetProperty("attempts").GetArrayLength());
        Assert.Equal(["reopened the run", "asked to try again"], Acts(report, "alice@example.com"));
        foreach (var format in (string[])["html", "markdown", "text"])
        {
            (await _place.RunAsync(format == "text" ? ["report", run.Run] : ["report", run.Run, "--format", format])).MustExit(0);
        }
    }

    [Fact]
    public async Task A_run_reopened_and_failed_again_says_so_and_can_be_reopened_again()
    {
        var run = await FailAsync("{ session: failed, sessionDuration: 10s }");
        (await _place.RunAsync("retry", run.Run, "erp")).MustExit(0);
        var again = await run.ResumeAsync(_place);
        again.Ending.MustExit(1);
        Assert.Equal(("failed", 2), (again.Outcome, again.Ledger.FailoverPosts.Length));

        (await _place.RunAsync("skip", run.Run, "erp", "--reason", "restored by hand")).MustExit(0);
        var skipped = await run.ResumeAsync(_place);
        skipped.Ending.MustExit(0);
        Assert.Equal("succeeded-with-findings", skipped.Outcome);
        Assert.Equal(["erp", "erp", "web"], skipped.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_failed_failover_that_is_up_is_settled_and_the_rest_follows()
    {
        var run = await FailAsync("{ session: failed, sessionDuration: 10s }");
        (await _place.RunAsync("settle", run.Run, "erp", "--as", "succeeded", "--reason", "the console shows it is up")).MustExit(0);
        var resumed = await run.ResumeAsync(_place);

        resumed.Ending.MustExit(0);
        Assert.Equal("succeeded-with-findings", resumed.Outcome);
        Assert.Equal(["erp", "web"], resumed.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_run_that_was_closed_is_over_for_good()
    {
        var run = await FailAsync("{ session: failed, sessionDuration: 10s }");
        (await _place.RunAsync("retry", run.Run, "erp")).MustExit(0);
        (await _place.RunAsync("close", run.Run, "--reason", "enough")).MustExit(1);

        var refused = (await _place.RunAsync("retry", run.Run, "erp")).MustExit(1);
        Assert.Contains("closed", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_real_run_what_failed_to_verify_is_verified_anew_and_nothing_is_sent_again()
    {
        using var port = new ClosedPort();
        var manager = await SeparateManager.StartAsync(_place, _place.Write("real.scenario.yaml", """
            version: 1
            managers:
              - name: site-b
                vApps:
                  - { name: db, failovers: &short [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }
                  - { name: app, failovers: *short }
            """));
        var runbook = _place.Write("real.yaml", $$"""
            {{manager.Head("real")}}
            steps:
              - { id: db, failover: db, verify: [{ tcp: { address: '127.0.0.1:{{port.Number}}', within: 1s, every: 500ms } }] }
              - { id: app, failover: app }
            """);
        var failed = (await _place.RunAsync("execute", runbook, "--yes", "--output", "json")).MustExit(1);
        var run = failed.LastLine().GetProperty("run").GetString()!;

        port.Open();
        (await _place.RunAsync("retry", run, "db:verify:1", "--reason", "the firewall is open")).MustExit(0);
        var resumed = (await _place.RunAsync("resume", run, "--output", "json")).MustExit(0);

        Assert.Equal("succeeded", TwoStepRun.OutcomeOf(resumed));
        var ledger = await manager.LedgerAsync();
        Assert.Equal(["db", "app"], ledger.FailoverPosts.Select(post => post.VApp));
        Assert.Equal(["db", "app"], ledger.Effects.Select(effect => effect.Target));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private static JsonElement StepOf(JsonElement report, string step) =>
        report.GetProperty("steps").EnumerateArray().Single(candidate => candidate.GetProperty("id").GetString() == step);

    private static IEnumerable<string?> Acts(JsonElement report, string who) => report.GetProperty("people").EnumerateArray()
        .Where(act => act.GetProperty("who").GetString() == who)
        .Select(act => act.GetProperty("what").GetString());

    /// <summary>A run of <c>erp</c>, then <c>web</c>, and <c>tell</c> at every end, which fails at <c>erp</c>.</summary>
    private async Task<SimulatedRun> FailAsync(string failovers)
    {
        var runbook = _place.Write("erp.yaml", $$"""
            {{ShortRunbook.Head("erp")}}
            steps: [{ id: erp, failover: erp }, { id: web, failover: web }]
            finally: [{ id: tell, command: { run: [echo, told] } }]
            """);
        var scenario = _place.Write("erp.scenario.yaml", $$"""
            version: 1
            managers:
              - name: site-b
                vApps:
                  - { name: erp, failovers: [{{failovers}}] }
                  - { name: web, failovers: [{ sessionDuration: 10s }] }
            """);
        var run = await SimulatedRun.ExecuteAsync(_place, runbook, scenario, speed: "60");
        run.Ending.MustExit(1);
        Assert.Equal("failed", run.Outcome);
        return run;
    }
}
