using System.Diagnostics;
using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Two executors on one store: when the one that drives the run is gone, the other goes on with it, and the first cannot come back.</summary>
public sealed class TakeoverTests
{
    [Theory]
    [MemberData(nameof(Workplace.Stores), MemberType = typeof(Workplace))]
    public async Task A_standby_takes_a_run_over_within_30_s_of_its_executors_death(StoreKind kind)
    {
        await using var place = new Workplace(kind);
        using var run = await TwoStepRun.StartAsync(place);
        var standby = place.Start("resume", run.Run, "--standby", "--output", "json");
        await standby.ComplainsAsync("drives run", run.Run);
        await run.DbIsAcceptedAsync();

        run.Execute.Kill();
        var dead = Stopwatch.StartNew();
        await run.Execute.EndAsync();
        await standby.SaysAsync("\"type\":\"run-taken-up\"");
        Assert.InRange(dead.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        run.OpenPort();
        await run.EndedWellAsync(await standby.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Workplace.Stores), MemberType = typeof(Workplace))]
    public async Task An_executor_that_was_frozen_past_its_lease_wakes_up_to_write_nothing_and_to_send_nothing(StoreKind kind)
    {
        await using var place = new Workplace(kind);
        using var run = await TwoStepRun.StartAsync(place);
        var standby = place.Start("resume", run.Run, "--standby", "--output", "json");
        await standby.ComplainsAsync("drives run", run.Run);
        await run.DbIsCheckedAsync();

        await run.Execute.FreezeAsync();
        await standby.SaysAsync("\"type\":\"run-taken-up\"");

        // The frozen one's check holds as well now: it wakes up with a fact to write and a failover to request.
        run.OpenPort();
        await run.EndedWellAsync(await standby.EndAsync());
        var journal = await place.JournalAsync(run.Run);

        await run.Execute.ThawAsync();
        var woken = (await run.Execute.EndAsync()).MustExit(3);
        Assert.Contains($"another process has taken run {run.Run} over", woken.Error, StringComparison.Ordinal);
        Assert.Equal(journal, await place.JournalAsync(run.Run));
        var ledger = await run.Manager.LedgerAsync();
        Assert.Equal(["db", "app"], ledger.FailoverPosts.Select(post => post.VApp));
    }
}
