using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>What other processes see of a run whose executor is gone or has left it, and of a replica that another run holds.</summary>
public sealed class OrphanedRunTests
{
    [Theory]
    [MemberData(nameof(Workplace.Stores), MemberType = typeof(Workplace))]
    public async Task A_dead_executors_run_is_orphaned_until_it_is_taken_over_and_resume_says_how_long_to_wait(StoreKind kind)
    {
        await using var place = new Workplace(kind);
        using var run = await TwoStepRun.StartAsync(place);
        await run.DbIsCheckedAsync();
        Assert.False((await place.StatusAsync(run.Run)).GetProperty("orphaned").GetBoolean());
        run.Execute.Kill();
        await run.Execute.EndAsync();

        Ending refused;
        do
        {
            refused = (await place.RunAsync("resume", run.Run)).MustExit(1);
            Assert.Contains($"another process drives run {run.Run}", refused.Error, StringComparison.Ordinal);
            Assert.Contains($"drrun resume {run.Run} --standby", refused.Error, StringComparison.Ordinal);
        }
        while (!refused.Error.Contains("its lease runs out in", StringComparison.Ordinal));

        while (!(await place.StatusAsync(run.Run)).GetProperty("orphaned").GetBoolean())
        {
        }

        Assert.Matches($@"{run.Run} .* orphaned ", (await place.RunAsync("runs")).Out);
        run.OpenPort();
        await run.ResumeToTheEndAsync();
        Assert.False((await place.StatusAsync(run.Run)).GetProperty("orphaned").GetBoolean());
    }

    [Fact]
    public async Task A_standby_does_not_take_over_what_was_halted_and_ends_with_the_run_that_ends_elsewhere()
    {
        await using var place = new Workplace();
        using var run = await TwoStepRun.StartAsync(place);
        await run.DbIsCheckedAsync();
        var standby = place.Start("resume", run.Run, "--standby");
        await standby.ComplainsAsync("drives run", run.Run);
        await run.Execute.InterruptAsync();
        await run.Execute.SaysAsync("\"type\":\"halt-requested\"");
        run.OpenPort();
        (await run.Execute.EndAsync()).MustExit(3);
        var stayed = (await standby.EndAsync()).MustExit(3);
        Assert.Contains($"run {run.Run} was left halted, on purpose", stayed.Error, StringComparison.Ordinal);

        await run.ResumeToTheEndAsync();
        var late = (await place.RunAsync("resume", run.Run, "--standby", "--output", "json")).MustExit(0);
        Assert.Equal("succeeded", TwoStepRun.OutcomeOf(late));
    }

    [Fact]
    public async Task A_standby_without_a_credential_says_so_before_it_is_needed()
    {
        await using var place = new Workplace();
        using var run = await TwoStepRun.StartAsync(place);
        place.Environment["EM_PASSWORD"] = null;
        var standby = place.Start("resume", run.Run, "--standby");

        await standby.ComplainsAsync("manager 'site-b'", "env:EM_PASSWORD");
        await standby.ComplainsAsync($"run {run.Run} could not be taken over now");
        await standby.ComplainsAsync("drives run", run.Run);
    }

    [Theory]
    [MemberData(nameof(Workplace.Stores), MemberType = typeof(Workplace))]
    public async Task Two_runs_that_reach_for_one_replica_at_once_send_one_request_and_the_second_names_the_first(StoreKind kind)
    {
        await using var place = new Workplace(kind);
        var manager = await SeparateManager.StartAsync(place, place.Write("one.scenario.yaml", """
            version: 1
            managers:
              - name: site-b
                vApps: [{ name: db, secondFailover: executes, failovers: [{ sessionAfter: 0s, sessionDuration: 1s, taskFinishedAfter: 500ms }] }]
            """));
        var runbook = place.Write("one.yaml", $$"""
            {{manager.Head("one")}}
            steps: [{ id: db, failover: db }]
            """);
        var runs = new[] { place.Start("execute", runbook, "--yes", "--output", "json"), place.Start("execute", runbook, "--yes", "--output", "json") };

        var endings = await Task.WhenAll(runs.Select(run => run.EndAsync()));
        var winner = Assert.Single(endings, ending => ending.Code == 0);
        var loser = Assert.Single(endings, ending => ending.Code == 1);
        var holder = winner.LastLine().GetProperty("run").GetString();
        Assert.Contains($"claimed by run {holder}", loser.Out, StringComparison.Ordinal);
        Assert.Single((await manager.LedgerAsync()).FailoverPosts);
    }
}
