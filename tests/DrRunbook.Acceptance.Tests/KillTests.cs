using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests;

/// <summary>A run whose process dies without a word.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task A_killed_run_is_resumed_and_each_vApp_is_failed_over_once()
    {
        await using var place = new Workplace();
        using var run = await TwoStepRun.StartAsync(place);
        await run.DbIsAcceptedAsync();
        run.Execute.Kill();
        await run.Execute.EndAsync();

        var refused = (await place.RunAsync("resume", run.Run)).MustExit(1);
        Assert.Contains("another process drives run", refused.Error, StringComparison.Ordinal);

        run.OpenPort();
        await LeaseRunsOutAsync(place.Store);
        await run.ResumeToTheEndAsync();
    }

    /// <summary>A dead owner gives nothing back: its lease has an end, and others wait for it.</summary>
    private static async Task LeaseRunsOutAsync(string file)
    {
        await using var store = StoreLocation.Open(file, TimeProvider.System);
        var run = Assert.Single(await store.ListAsync(CancellationToken.None));
        while (run.LeaseExpiresAt - TimeProvider.System.GetUtcNow() is { Ticks: >= 0 } left)
        {
            await Task.Delay(left + TimeSpan.FromMilliseconds(1));
        }
    }
}
