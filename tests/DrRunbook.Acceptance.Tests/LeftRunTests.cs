using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Runs that their process left or lost: what was on its way is still heard, and what nobody drives is not halted by a word.</summary>
public sealed class LeftRunTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task An_answer_that_is_on_its_way_when_the_run_is_left_is_heard()
    {
        var scenario = _place.Write("slow.scenario.yaml", """
            version: 1
            managers:
              - name: site-b
                vApps: [{ name: erp, failovers: [{ sessionDuration: 1s }] }]
                faults: [{ requests: [failover], fault: delay, delay: 2s, moment: after }]
            """);
        var manager = await SeparateManager.StartAsync(_place, scenario);
        var runbook = _place.Write("slow.yaml", $$"""
            {{manager.Head("slow")}}
            steps: [{ id: erp, failover: erp }]
            """);
        var execute = _place.Start("execute", runbook, "--yes", "--output", "json");
        var run = TwoStepRun.RunOf(await execute.SaysAsync("\"failover-requested\""));
        await execute.TerminateAsync();
        var left = (await execute.EndAsync()).MustExit(3);
        Assert.Contains("\"task-accepted\"", left.Out, StringComparison.Ordinal);

        var ending = (await _place.RunAsync("resume", run, "--output", "json")).MustExit(0);
        Assert.Equal("succeeded", TwoStepRun.OutcomeOf(ending));
        Assert.Single((await manager.LedgerAsync()).FailoverPosts);
    }

    [Fact]
    public async Task A_run_whose_process_was_killed_cannot_be_halted_and_can_be_closed_without_its_manager()
    {
        using var run = await TwoStepRun.StartAsync(_place);
        await run.DbIsCheckedAsync();
        run.Execute.Kill();
        await run.Execute.EndAsync();
        run.Manager.Stop();

        // The first of them waits until the lease of the killed process has run out.
        Ending halt;
        do
        {
            halt = await _place.RunAsync("halt", run.Run);
        }
        while (halt.Code == 3);

        halt.MustExit(1);
        Assert.Contains("nobody drives the run", halt.Error, StringComparison.Ordinal);
        var closed = (await _place.RunAsync("close", run.Run, "--reason", "the site is gone", "--output", "json")).MustExit(1);
        Assert.Equal("failed", TwoStepRun.OutcomeOf(closed));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
