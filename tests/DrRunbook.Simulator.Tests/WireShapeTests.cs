using DrRunbook.TestKit;

namespace DrRunbook.Simulator.Tests;

/// <summary>Bodies have the shape of the published samples: the same elements, attributes, links and members in the same order.</summary>
public sealed class WireShapeTests
{
    private readonly HandClock _clock = new();

    [Theory]
    [InlineData("enterprisemanager.xml", "")]
    [InlineData("vappreplicapoint-entity.xml", "vAppReplicaPoints/POINT?format=Entity")]
    [InlineData("vappreplicapoint-entityref.xml", "vAppReplicaPoints/POINT")]
    [InlineData("query-vappreplicapoint.xml", "query?type=VAppReplicaPoint&format=Entities&sortDesc=CreationTime&filter=VAppName==erp-db")]
    [InlineData("query-vappreplicapoint-empty.xml", "query?type=VAppReplicaPoint&format=Entities&filter=VAppName==vAppX")]
    [InlineData("replica-entity.xml", "replicas/REPLICA?format=Entity")]
    [InlineData("failoverplans-list.xml", "failoverPlans")]
    [InlineData("query-failoverplan.xml", "query?type=FailoverPlan&sortAsc=name")]
    [InlineData("cdpreplica-vapps-list.xml", "cdpReplica/vApps")]
    [InlineData("cdpreplica-vapp-entity.xml", "cdpReplica/vApps/CDP?format=Entity")]
    [InlineData("cdpreplica-vapp-vms.xml", "cdpReplica/vApps/CDP/vms?format=Entity")]
    public async Task Answers_have_the_shape_of_the_samples(string sample, string path)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample }, "application/xml");
        var body = await BodyAsync(client, path);
        Assert.Equal(InAnyAttributeOrder(Shape.OfXml(Shape.Sample(sample))), InAnyAttributeOrder(Shape.OfXml(body)));
    }

    [Theory]
    [InlineData("vappreplicapoint-entity.json", JsonKeys.Pascal, false, "vAppReplicaPoints/POINT?format=Entity")]
    [InlineData("vappreplicapoint-entity-v13.json", JsonKeys.Camel, true, "vAppReplicaPoints/POINT?format=Entity")]
    [InlineData("failoverplans-list.json", JsonKeys.Pascal, false, "failoverPlans")]
    [InlineData("query-vappreplicapoint.json", JsonKeys.Pascal, false, "query?type=VAppReplicaPoint&format=Entities&sortDesc=CreationTime&filter=VAppName==erp-db")]
    public async Task Answers_in_json_have_the_shape_of_the_samples(string sample, JsonKeys keys, bool nulls, string path)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample, Json = keys, Nulls = nulls }, "application/json");
        Assert.Equal(Shape.OfJson(Shape.Sample(sample)), Shape.OfJson(await BodyAsync(client, path)));
    }

    [Theory]
    [InlineData(0, "task-accepted-202-failover.xml", "tasks/task-1")]
    [InlineData(2, "task-running-success-true.xml", "tasks/task-1")]
    [InlineData(5, "task-finished-failover.xml", "tasks/task-1")]
    [InlineData(5, "restoresession-failover-working.xml", "restoreSessions/SESSION?format=Entity")]
    [InlineData(60, "restoresession-failover-success.xml", "restoreSessions/SESSION?format=Entity")]
    [InlineData(0, "error-500-task-not-in-session.xml", "tasks/task-297")]
    [InlineData(0, "error-404.xml", "vAppReplicaPoints/00000000-0000-4000-8000-000000000000")]
    [InlineData(1000, "error-401-expired.xml", "tasks")]
    public async Task A_failover_has_the_shape_of_the_samples(int seconds, string sample, string path)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample }, "application/xml");
        await client.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(Math.Min(seconds, 60)));
        var address = await AddressAsync(client, path);
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromSeconds(Math.Min(seconds, 60)));
        Assert.Equal(InAnyAttributeOrder(Shape.OfXml(Shape.Sample(sample))), InAnyAttributeOrder(Shape.OfXml(await client.BodyAsync(address))));
    }

    [Theory]
    [InlineData("task-finished-failover.json", "tasks/task-1")]
    [InlineData("query-restoresession.json", "query?type=RestoreSession&format=Entities")]
    public async Task A_failover_in_json_has_the_shape_of_the_samples(string sample, string path)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample }, "application/xml");
        await client.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(60));
        client.Accept = "application/json";
        Assert.Equal(Shape.OfJson(Shape.Sample(sample)), Shape.OfJson(await BodyAsync(client, path)));
    }

    [Theory]
    [InlineData(JsonKeys.Pascal, "error-401-expired.json")]
    [InlineData(JsonKeys.Camel, "error-401-expired-v13.json")]
    public async Task Errors_in_json_have_the_shape_of_the_samples(JsonKeys keys, string sample)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample, Json = keys }, "application/json");
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(Shape.OfJson(Shape.Sample(sample)), Shape.OfJson(await BodyAsync(client, "tasks")));
    }

    [Theory]
    [InlineData("vmReplicaPoints/VMPOINT?format=Entity", "vmPoint")]
    [InlineData("query?type=RestoreSession", "restoreSessionRefs")]
    [InlineData("query?type=Task&format=Entities", "tasks")]
    [InlineData("replicaSessions?format=Entity", "replicaSessions")]
    [InlineData("replicaTaskSessions?format=Entity&pageSize=1", "replicaTaskSessions")]
    [InlineData("backupServers?format=Entity", "backupServers")]
    [InlineData("failoverPlans?format=Entity", "failoverPlans")]
    [InlineData("vAppReplicaPoints", "points")]
    [InlineData("logonSessions", "logonSessions")]
    public async Task Whole_bodies_stay_as_they_are(string path, string name)
    {
        using var client = await ClientAsync(new WireStyle { Order = WireOrder.Sample }, "application/xml");
        await client.FailOverNewestAsync("erp-db");
        _clock.Advance(TimeSpan.FromSeconds(4));
        Snap.Verify(System.Xml.Linq.XElement.Parse(await BodyAsync(client, path)).ToString(), "xml", $"body={name}");
    }

    private async Task<EmClient> ClientAsync(WireStyle wire, string accept)
    {
        var client = await EmClient.ToAsync(new SimulatedEnterpriseManager(Scenarios.OneVApp with { Wire = wire }, _clock, 1));
        client.Accept = accept;
        return client;
    }

    private static async Task<string> BodyAsync(EmClient client, string path) => await client.BodyAsync(await AddressAsync(client, path));

    // The ids of a path are looked up in XML, whatever the test asks for.
    private static async Task<string> AddressAsync(EmClient client, string path)
    {
        var accept = client.Accept;
        client.Accept = "application/xml";
        path = path switch
        {
            _ when path.Contains("VMPOINT") => path.Replace("VMPOINT", await FirstAsync(client, "vmReplicaPoints")),
            _ when path.Contains("POINT") => path.Replace("POINT", await FirstAsync(client, "vAppReplicaPoints")),
            _ when path.Contains("REPLICA") => path.Replace("REPLICA", await FirstAsync(client, "replicas")),
            _ when path.Contains("CDP") => path.Replace("CDP", await FirstAsync(client, "cdpReplica/vApps")),
            _ when path.Contains("SESSION") => path.Replace("SESSION", await FirstAsync(client, "restoreSessions")),
            _ => path,
        };
        client.Accept = accept;
        return path;
    }

    private static async Task<string> FirstAsync(EmClient client, string collection) =>
        (await client.XmlAsync(collection)).Elements().First().Attribute("UID")!.Value.Split(':')[^1];

    // The samples themselves disagree in the order of attributes.
    private static string InAnyAttributeOrder(string shape) => string.Join('\n', shape.Split('\n').Select(line =>
        line[..^line.TrimStart().Length] + string.Join(' ', line.TrimStart().Split(' ').Take(1).Concat(line.TrimStart().Split(' ').Skip(1).Order(StringComparer.Ordinal)))));
}
