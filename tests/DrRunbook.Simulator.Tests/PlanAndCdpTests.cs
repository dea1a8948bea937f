using System.Text;

namespace DrRunbook.Simulator.Tests;

/// <summary>Failover plans, single VMs, and CDP replicas of vApps.</summary>
public sealed class PlanAndCdpTests
{
    private const string Root = "xmlns=\"http://www.veeam.com/ent/v1.0\"";
    private readonly HandClock _clock = new();

    [Fact]
    public async Task A_plan_starts_its_vms_one_after_the_other_and_its_task_shows_no_session()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        var plan = "failoverPlans/" + await IdAsync(client, "failoverPlans");
        Assert.Equal(202, await client.StatusAsync(HttpMethod.Post, plan + "?action=start", Xml($"<FailoverPlanManagementSpec {Root}><StartNow>true</StartNow></FailoverPlanManagementSpec>")));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("Finished true Ok", await client.TaskAsync("task-1"));
        Assert.Equal(["sql01 Stopped Success 100"], (await client.SessionsAsync()).Where(session => session.Contains("Stopped")));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["sql01 Stopped Success 100", "sql02 Stopped Success 100"], await client.SessionsAsync());
        Assert.Equal(202, await client.StatusAsync(HttpMethod.Post, plan + "?action=undo"));
        Assert.Equal(202, await client.StatusAsync(HttpMethod.Post, plan + "?action=start", Xml($"<FailoverPlanManagementSpec {Root}><StartDate>2026-03-01T07:00:00Z</StartDate></FailoverPlanManagementSpec>")));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Finished true Ok", await client.TaskAsync("task-3"));
        Assert.Equal([EffectKind.PlanStart, EffectKind.PlanUndo, EffectKind.PlanStart], manager.Ledger.Effects.Select(effect => effect.Kind));
    }

    [Theory]
    [InlineData("<FailoverPlanManagementSpec ROOT><StartNow>maybe</StartNow></FailoverPlanManagementSpec>", "application/xml")]
    [InlineData("<FailoverPlanManagementSpec ROOT><StartNow>false</StartNow></FailoverPlanManagementSpec>", "application/xml")]
    [InlineData("<FailoverPlanManagementSpec><StartNow>true</StartNow></FailoverPlanManagementSpec>", "application/xml")]
    [InlineData("<FailoverPlanManagementSpec ROOT><StartDate>2026-03-01T07:00:00Z</StartDate><StartNow>true</StartNow></FailoverPlanManagementSpec>", "application/xml")]
    [InlineData("<Other ROOT><StartNow>true</StartNow></Other>", "application/xml")]
    [InlineData("<FailoverPlan", "application/xml")]
    [InlineData("{\"StartNow\":true}", "application/json")]
    [InlineData("<FailoverPlanManagementSpec ROOT><StartNow>true</StartNow></FailoverPlanManagementSpec>", null)]
    public async Task A_plan_is_not_started_by_a_bad_body(string body, string? type)
    {
        using var client = await EmClient.ToAsync(new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1));
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Replace("ROOT", Root)));
        content.Headers.ContentType = type is null ? null : new(type);
        Assert.Equal(400, await client.StatusAsync(HttpMethod.Post, $"failoverPlans/{await IdAsync(client, "failoverPlans")}?action=start", content));
    }

    [Fact]
    public async Task Only_the_description_of_a_plan_can_be_edited()
    {
        using var client = await EmClient.ToAsync(new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1));
        var plan = "failoverPlans/" + await IdAsync(client, "failoverPlans");
        Assert.Equal(202, await client.StatusAsync(HttpMethod.Put, plan, Xml($"<FailoverPlan {Root}><Description>tier one</Description></FailoverPlan>")));
        Assert.Contains("<Description>tier one</Description>", await client.BodyAsync(plan + "?format=Entity"));
        Assert.Contains("<Operation>EditFailoverPlan</Operation>", await client.BodyAsync("tasks/task-1"));
    }

    [Fact]
    public async Task A_vm_can_be_failed_over_alone_and_then_blocks_its_vapp()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        Assert.Equal(202, await client.StatusAsync(HttpMethod.Post, $"vmReplicaPoints/{await IdAsync(client, "vmReplicaPoints")}?action=failover"));
        var task = await client.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("Finished false Replica VM is already in the failover state.", await client.TaskAsync(task));
        Assert.Equal(["db1 Stopped Success 100"], await client.SessionsAsync());
        Assert.Empty(manager.Ledger.FailoversOf("erp-db"));
    }

    [Theory]
    [InlineData("<RestoreCurrent>true</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>", 202)]
    [InlineData("<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss><RestoreAtPointInTime>2026-03-01T07:00:00</RestoreAtPointInTime>", 202)]
    [InlineData("<RestoreCurrentVss>false</RestoreCurrentVss><RestoreCurrent>true</RestoreCurrent>", 400)]
    [InlineData("<RestoreCurrent>true</RestoreCurrent><RestoreCurrentVss>true</RestoreCurrentVss>", 400)]
    [InlineData("<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>", 400)]
    [InlineData("<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss><RestoreAtInterval>soon</RestoreAtInterval>", 400)]
    public async Task A_cdp_failover_needs_exactly_one_selector_in_order(string selectors, int status)
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        var path = $"cdpReplica/vApps/{await IdAsync(client, "cdpReplica/vApps")}?action=failover";
        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, path, Xml($"<CdpFailoverStartSpec {Root}>{selectors}</CdpFailoverStartSpec>")));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(status == 202 ? ["vApp02 Stopped Success 100"] : [], await client.SessionsAsync());
        Assert.Equal(status == 202 ? 1 : 0, manager.Ledger.FailoversOf("vApp02").Count());
    }

    [Fact]
    public async Task Intervals_are_answered_at_once_and_without_zones()
    {
        using var client = await EmClient.ToAsync(new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1));
        client.Accept = "application/json";
        var content = new StringContent("{\"StartDate\":\"2026-03-01T00:00:00\",\"EndDate\":\"2026-03-02T00:00:00\"}", Encoding.UTF8, "application/json");
        client.Accept = "application/xml";
        var id = await IdAsync(client, "cdpReplica/vApps");
        client.Accept = "application/json";
        using var response = await client.SendAsync(HttpMethod.Post, $"cdpReplica/vApps/{id}?action=intervals", content, TestContext.Current.CancellationToken);
        DrRunbook.TestKit.Snap.Verify(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "json");
    }

    private static async Task<string> IdAsync(EmClient client, string collection) =>
        (await client.XmlAsync(collection)).Elements().First().Attribute("UID")!.Value.Split(':')[^1];

    private static StringContent Xml(string body) => new(body, Encoding.UTF8, "application/xml");
}
