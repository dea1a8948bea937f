using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>A manager whose task says success, or whose task is gone, over real sockets: what the restore sessions prove is what counts.</summary>
public sealed class LyingManagerTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task A_task_that_says_success_over_a_session_that_failed_is_a_failure()
    {
        var run = await RunAsync("{ session: failed, failureMessage: Failed to power on the replica VM. }");

        run.Ending.MustExit(1);
        Assert.Equal(("failed", "failed"), (run.Outcome, run.EndOf("erp")));
        Assert.Equal("session-failed", run.Of("step-ended")[0].GetProperty("data").GetProperty("reason").GetString());
        Assert.Contains(run.Of("task-changed"), task => task.GetProperty("data").TryGetProperty("success", out var success) && success.GetBoolean());
        Assert.Equal(["erp"], run.Ledger.Effects.Select(effect => effect.Target));
    }

    [Fact]
    public async Task A_session_that_stops_without_a_result_leaves_the_run_in_doubt()
    {
        var run = await RunAsync("{ session: none }");

        run.Ending.MustExit(3);
        Assert.Equal("in-doubt", run.Outcome);
        Assert.Equal("erp", Assert.Single(run.Of("action-in-doubt")).GetProperty("data").GetProperty("step").GetString());
        Assert.Equal(["erp"], run.Ledger.Effects.Select(effect => effect.Target));
    }

    [Fact]
    public async Task A_vApp_of_which_one_VM_failed_is_partial_and_unlocks_nothing()
    {
        var run = await RunAsync("{ sessionsPer: vm, vms: [{ vm: erp2, session: failed, failureMessage: The datastore is full. }, { vm: erp3, reported: false }] }");

        run.Ending.MustExit(1);
        Assert.Equal(("failed", "partial"), (run.Outcome, run.EndOf("erp")));
        Assert.Equal(["erp"], run.Ledger.Effects.Select(effect => effect.Target));

        var status = await _place.StatusAsync(run.Run);
        Assert.Equal(
            ["erp/erp1 Stopped Success -", "erp/erp2 Stopped Failed The datastore is full.", "erp/erp3 - - -"],
            status.GetProperty("vms").EnumerateArray().Select(vm => $"{Text(vm, "step")}/{Text(vm, "vm")} {Text(vm, "state")} {Text(vm, "result")} {Text(vm, "message")}"));
        var told = (await _place.RunAsync("status", run.Run)).MustExit(0);
        Assert.Contains("    erp2  Failed: The datastore is full.\n    erp3  not reported by the manager\n", told.Out, StringComparison.Ordinal);

        var report = await _place.ReportAsync(run.Run);
        var vms = report.GetProperty("steps").EnumerateArray().First(step => Text(step, "id") == "erp").GetProperty("failover").GetProperty("vms");
        Assert.Equal(
            ["erp1 Success -", "erp2 Failed The datastore is full.", "erp3 - -"],
            vms.EnumerateArray().Select(vm => $"{Text(vm, "vm")} {Text(vm, "result")} {Text(vm, "message")}"));
        foreach (var format in new[] { "text", "html", "markdown" })
        {
            var page = await _place.RunAsync(format == "text" ? ["report", run.Run] : ["report", run.Run, "--format", format]);
            var lines = page.MustExit(0).Lines;
            Assert.Contains(lines, line => line.Contains("erp2", StringComparison.Ordinal) && line.Contains("Failed", StringComparison.Ordinal) && line.Contains("The datastore is full.", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("erp1", StringComparison.Ordinal) && line.Contains("Stopped, Success", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("erp3", StringComparison.Ordinal) && line.Contains("not reported by the manager", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_vApp_of_which_one_VM_is_not_reported_is_partial_although_all_sessions_say_success()
    {
        var run = await RunAsync("{ sessionsPer: vm, vms: [{ vm: erp3, reported: false }] }");

        run.Ending.MustExit(1);
        Assert.Equal(("failed", "partial"), (run.Outcome, run.EndOf("erp")));
        Assert.All(run.Of("session-changed").Where(entry => Text(entry.GetProperty("data"), "state") == "Stopped"), entry => Assert.Equal("Success", Text(entry.GetProperty("data"), "result")));
    }

    [Fact]
    public async Task A_session_that_warns_is_a_success_with_a_finding()
    {
        var run = await RunAsync("{ session: warning }");

        run.Ending.MustExit(0);
        Assert.Equal("succeeded-with-findings", run.Outcome);
        var finding = Assert.Single(run.Ending.LastLine().GetProperty("findings").EnumerateArray());
        Assert.Equal("step-warning", finding.GetProperty("kind").GetString());
        Assert.Equal(["erp", "web"], run.Ledger.Effects.Select(effect => effect.Target));
    }

    [Fact]
    public async Task A_task_that_vanishes_leaves_the_word_to_its_session()
    {
        var run = await RunAsync("{ taskFinishedAfter: 3s, taskVanishesAfter: 0s }");

        run.Ending.MustExit(0);
        Assert.Equal("succeeded", run.Outcome);
        Assert.NotEmpty(run.Of("task-vanished"));
        Assert.Equal(["erp", "web"], run.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_logon_that_expires_in_the_middle_is_renewed_and_nothing_is_sent_twice()
    {
        var run = await RunAsync("{ sessionDuration: 40s }", "faults: [{ fault: sessionExpired, requests: [tasks] }]");

        run.Ending.MustExit(0);
        Assert.Equal("succeeded", run.Outcome);
        Assert.NotEmpty(run.Of("logon-renewed"));
        Assert.Equal(["erp", "web"], run.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    [Fact]
    public async Task A_service_that_restarts_in_the_middle_loses_the_task_and_not_the_failover()
    {
        var run = await RunAsync("{ sessionDuration: 90s }", "faults: [{ fault: serviceRestart, requests: [tasks], delay: 20s }]");

        run.Ending.MustExit(0);
        Assert.Equal("succeeded", run.Outcome);
        Assert.NotEmpty(run.Of("task-vanished"));
        Assert.Equal(["erp", "web"], run.Ledger.Effects.Select(effect => effect.Target));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private static string Text(System.Text.Json.JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString()! : "-";

    /// <summary>One vApp of three VMs that fares as told, and one after it.</summary>
    private Task<SimulatedRun> RunAsync(string failover, string manager = "")
    {
        var runbook = _place.Write("erp.yaml", $"{ShortRunbook.Head("erp")}\nsteps:\n  - {{ id: erp, failover: erp }}\n  - {{ id: web, failover: web }}\n");
        var scenario = _place.Write("erp.scenario.yaml", $$"""
            version: 1
            managers:
              - name: site-b
                vApps:
                  - { name: erp, vms: [erp1, erp2, erp3], failovers: [{{failover}}] }
                  - { name: web, failovers: [{ sessionDuration: 10s }] }
                {{manager}}
            """);
        return SimulatedRun.ExecuteAsync(_place, runbook, scenario, speed: "30");
    }
}
