namespace DrRunbook.Simulator.Tests;

public sealed class BenignFailoverTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public async Task A_failover_goes_from_running_to_a_stopped_session_on_the_clock()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        await FollowAsync(client);

        var effect = Assert.Single(manager.Ledger.FailoversOf("erp-db"));
        Assert.Equal((1, _clock.GetUtcNow() - TimeSpan.FromSeconds(31)), (effect.Attempt, effect.At));
        Assert.Equal(SessionEnd.Success, effect.End);
    }

    [Fact]
    public async Task The_same_failover_goes_the_same_way_over_https()
    {
        await using var host = await SimulatorHost.StartAsync(
            new Scenario { Managers = [Scenarios.OneVApp] }, new SimulatorHostOptions { Clock = _clock }, TestContext.Current.CancellationToken);
        using var client = new EmClient(Scenarios.Trusting(host), host.AddressOf("site-b"));
        await client.LogOnAsync();
        await FollowAsync(client);
        Assert.Single(host.Manager("site-b").Ledger.FailoversOf("erp-db"));
    }

    private async Task FollowAsync(EmClient client)
    {
        var task = await client.FailOverNewestAsync("erp-db");
        Assert.Equal("Running", await client.TaskAsync(task));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Running true Ok related", await client.TaskAsync(task));
        var session = await client.RelatedAsync(task);
        Assert.Equal("Working None 0", await client.SessionAsync(session));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Finished true Ok related", await client.TaskAsync(task));
        Assert.Equal("Working None 10", await client.SessionAsync(session));
        _clock.Advance(TimeSpan.FromSeconds(26));
        Assert.Equal("Stopped Success 100", await client.SessionAsync(session));
    }
}
