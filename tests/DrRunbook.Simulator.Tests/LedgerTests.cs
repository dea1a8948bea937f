using System.Text;

namespace DrRunbook.Simulator.Tests;

public sealed class LedgerTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public async Task It_counts_requests_and_keeps_every_failover_post()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        await client.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await client.FailOverNewestAsync("erp-db");
        using var unknown = await client.FailOverAsync("00000000-0000-4000-8000-000000000000");
        var ledger = manager.Ledger;
        Assert.Equal((1, 3, 2), (ledger.Count(RequestKind.Logon), ledger.Count(RequestKind.Failover), ledger.Count(RequestKind.QueryVAppPoints)));
        Assert.Equal([(202, 1), (202, 2), (404, null)], ledger.FailoverPosts.Select(post => (post.Status ?? 0, post.Effect)));
        Assert.Equal([true, false], ledger.Effects.Select(effect => effect.Real));
        Assert.Single(ledger.FailoversOf("ERP-DB"));
        Assert.All(ledger.FailoverPosts, post => Assert.Equal(ledger.Effects[0].LogonSession, post.LogonSession));
    }

    [Fact]
    public async Task It_counts_the_logon_sessions_that_are_alive()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var first = await EmClient.ToAsync(manager);
        _clock.Advance(TimeSpan.FromMinutes(10));
        using var second = await EmClient.ToAsync(manager);
        Assert.Equal(2, manager.Ledger.OpenLogons);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, manager.Ledger.OpenLogons);
        manager.Restart();
        Assert.Equal(0, manager.Ledger.OpenLogons);
    }

    [Fact]
    public async Task A_snapshot_does_not_change_afterwards()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        var before = manager.Ledger;
        await client.FailOverNewestAsync("erp-db");
        Assert.Empty(before.Effects);
        Assert.Equal(0, before.Count(RequestKind.Failover));
    }

    [Fact]
    public async Task Json_keeps_all_of_it()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        await client.FailOverNewestAsync("erp-db");
        var json = manager.Ledger.ToJson();
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(Ledger.FromJson(json).ToJson()));
        Assert.Equal(manager.Ledger.Effects[0], Ledger.FromJson(json).Effects[0]);
    }

    [Fact]
    public async Task A_manager_goes_on_from_a_ledger_as_after_a_restart()
    {
        var scenario = Scenarios.Many(3) with { MaxConcurrentFailovers = 1 };
        var first = new SimulatedEnterpriseManager(scenario, _clock, 5);
        using var before = await EmClient.ToAsync(first);
        await before.FailOverNewestAsync("vapp-0001");
        _clock.Advance(TimeSpan.FromSeconds(3));
        await before.FailOverNewestAsync("vapp-0002");
        await before.FailOverNewestAsync("vapp-0001");
        _clock.Advance(TimeSpan.FromSeconds(7));
        var ledger = Ledger.FromJson(first.Ledger.ToJson());

        var second = new SimulatedEnterpriseManager(scenario, _clock, 5, ledger);
        Assert.Equal(first.Ledger.Effects, second.Ledger.Effects);
        using var stale = EmClient.Unauthenticated(second);
        using var after = await EmClient.ToAsync(second);
        Assert.NotEqual(before.Token, after.Token);
        Assert.Equal("500", await after.TaskAsync("task-1"));
        foreach (var seconds in new[] { 0, 25, 60 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(await before.SessionsAsync(), await after.SessionsAsync());
            Assert.Equal(await before.BodyAsync("restoreSessions"), await after.BodyAsync("restoreSessions"));
        }

        await after.FailOverNewestAsync("vapp-0003");
        Assert.Equal(4, second.Ledger.Effects[^1].Number);
    }

    [Fact]
    public void A_ledger_of_another_scenario_is_refused()
    {
        var effect = new Effect { Number = 1, Kind = EffectKind.VAppFailover, Target = "x", TargetUid = "urn:veeam:VAppReplicaPoint:00000000-0000-4000-8000-000000000000", At = _clock.GetUtcNow(), LogonSession = "", User = "", TaskId = "", Attempt = 1 };
        Assert.Throws<ArgumentException>(() => new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1, new Ledger { Started = _clock.GetUtcNow(), Effects = [effect] }));
    }

    [Fact]
    public async Task Ledgers_of_several_managers_make_one()
    {
        var one = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        var other = new SimulatedEnterpriseManager(Scenarios.OneVApp with { Name = "site-c" }, _clock, 1);
        using var toOther = await EmClient.ToAsync(other);
        await toOther.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var toOne = await EmClient.ToAsync(one);
        await toOne.FailOverNewestAsync("erp-db");
        var both = Ledger.Combine([one.Ledger, other.Ledger]);
        Assert.Equal([other.Ledger.Effects[0], one.Ledger.Effects[0]], both.Effects);
        Assert.Equal(2, both.Count(RequestKind.Logon));
        Assert.NotEqual(both.Effects[0].TargetUid, both.Effects[1].TargetUid);
    }

    [Fact]
    public async Task The_next_change_leads_from_one_visible_change_to_the_next()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        Assert.Null(manager.NextChange(_clock.GetUtcNow()));
        var start = _clock.GetUtcNow();
        await client.FailOverNewestAsync("erp-db");
        var seconds = new List<double>();
        for (var at = manager.NextChange(start); at is not null; at = manager.NextChange(at.Value))
        {
            seconds.Add((at.Value - start).TotalSeconds);
        }

        Assert.Equal([1, 2, 5, 31], seconds);
    }
}
