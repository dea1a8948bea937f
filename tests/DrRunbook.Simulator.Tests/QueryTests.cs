using System.Globalization;
using System.Xml.Linq;
using CsCheck;

namespace DrRunbook.Simulator.Tests;

public sealed class QueryTests
{
    private static readonly XNamespace Ns = "http://www.veeam.com/ent/v1.0";
    private readonly HandClock _clock = new();

    [Fact]
    public async Task Pages_of_a_hundred_come_unasked_and_hold_everything_once_per_vm()
    {
        using var client = await ClientAsync(Scenarios.Many(60));
        var seen = new List<string>();
        var pages = 0;
        for (var page = 1; pages == 0 || page <= pages; page++)
        {
            var result = await client.XmlAsync(string.Create(CultureInfo.InvariantCulture, $"query?type=VAppReplicaPoint&format=Entities&sortAsc=Name&page={page}"));
            pages = (int)result.Element(Ns + "PagingInfo")!.Attribute("PagesCount")!;
            seen.AddRange(result.Descendants(Ns + "VAppReplicaPoint").Select(point => point.Attribute("UID")!.Value));
            Assert.Equal(page == 1 ? "First Next Last" : page == pages ? "First Previous Last" : "First Previous Next Last", Rels(result));
        }

        Assert.Equal((4, 360, 120), (pages, seen.Count, seen.Distinct().Count()));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Paging_links_can_forget_the_filter(bool drop, bool expected)
    {
        using var client = await ClientAsync(Scenarios.OneVApp with { PagingLinksDropFilter = drop });
        var result = await client.XmlAsync("query?type=VAppReplicaPoint&filter=VAppName==%22erp-db%22&pageSize=1");
        Assert.Equal(expected, result.Element(Ns + "PagingInfo")!.Descendants(Ns + "Link").All(link => link.Attribute("Href")!.Value.Contains("filter=VAppName%3D%3D%22erp-db%22")));
    }

    [Theory]
    [InlineData("VAppName==ERP-DB", 4)]
    [InlineData("vappdisplayname==erp-db;Type==Snapshot", 4)]
    [InlineData("Type>Full", 4)]
    [InlineData("Type<Snapshot", 0)]
    [InlineData("CreationTime>\"2026-03-01T00:00:00Z\"", 2)]
    [InlineData("CreationTime<=\"2026-03-01 00:00:00\",VAppName==erp-db", 4)]
    [InlineData("BackupServerName==other", 0)]
    public async Task Filters_select(string filter, int expected)
    {
        using var client = await ClientAsync(Scenarios.OneVApp);
        var result = await client.XmlAsync("query?type=vappreplicapoint&filter=" + Uri.EscapeDataString(filter));
        Assert.Equal(expected, result.Descendants(Ns + "Ref").Count());
    }

    [Fact]
    public async Task Identifiers_may_be_urns_or_bare()
    {
        using var client = await ClientAsync(Scenarios.OneVApp);
        var id = await client.NewestPointAsync("erp-db");
        foreach (var form in new[] { id, $"urn:veeam:VAppReplicaPoint:{id}", $"\"{id.ToUpperInvariant()}\"" })
        {
            Assert.Equal(2, (await client.XmlAsync("query?type=VAppReplicaPoint&filter=UID==" + form)).Descendants(Ns + "Ref").Count());
        }
    }

    [Theory]
    [InlineData("query?type=VAppReplicaPoint&filter=Nonsense==1", 400, 200)]
    [InlineData("query?type=VAppReplicaPoint&sortAsc=Nonsense", 400, 200)]
    [InlineData("query?type=VAppReplicaPoint&filter=Name", 400, 400)]
    [InlineData("query?type=VAppReplicaPoint&filter=CreationTime>soon", 400, 400)]
    [InlineData("query?type=VAppReplicaPoint&filter=Type==Odd", 400, 400)]
    [InlineData("query?type=VAppReplicaPoint&pageSize=0", 400, 400)]
    [InlineData("query?type=VAppReplicaPoint&page=x", 400, 400)]
    [InlineData("query?type=Nonsense", 400, 400)]
    [InlineData("query", 400, 400)]
    [InlineData("query?type=Job", 200, 200)]
    [InlineData("query?type=CdpPolicy", 200, 200)]
    public async Task What_is_not_understood_is_refused_or_ignored(string path, int refused, int ignored)
    {
        using var strict = await ClientAsync(Scenarios.OneVApp);
        using var lax = await ClientAsync(Scenarios.OneVApp with { UnknownFilterName = UnknownFilterName.Ignore });
        Assert.Equal((refused, ignored), (await strict.StatusAsync(HttpMethod.Get, path), await lax.StatusAsync(HttpMethod.Get, path)));
    }

    [Fact]
    public async Task An_empty_result_has_two_shapes()
    {
        using var usual = await ClientAsync(Scenarios.OneVApp);
        using var absent = await ClientAsync(Scenarios.OneVApp with { Wire = new WireStyle { EmptyResult = EmptyResult.Absent } });
        const string Path = "query?type=RestoreSession&format=Entities";
        Assert.Equal(["Entities", "PagingInfo"], (await usual.XmlAsync(Path)).Elements().Select(element => element.Name.LocalName));
        var result = await absent.XmlAsync(Path);
        Assert.Equal(["PagingInfo"], result.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("0", result.Element(Ns + "PagingInfo")!.Attribute("PagesCount")!.Value);
    }

    [Fact]
    public async Task A_plus_sign_is_a_blank()
    {
        using var client = await ClientAsync(Scenarios.OneVApp with { VApps = [new() { Name = "ERP database" }] });
        Assert.Single((await client.XmlAsync("query?type=VAppReplicaPoint&filter=VAppName==%22ERP+database%22")).Descendants(Ns + "Ref"));
    }

    [Fact]
    public async Task Any_filter_over_times_gives_what_a_plain_comparison_gives()
    {
        using var client = await ClientAsync(Scenarios.Many(30));
        var times = (await client.XmlAsync("query?type=VmReplicaPoint&format=Entities&pageSize=1000")).Descendants(Ns + "CreationTimeUTC")
            .Select(time => DateTimeOffset.Parse(time.Value, CultureInfo.InvariantCulture)).ToList();
        await Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300]).SampleAsync(async (older, newer) =>
        {
            var from = _clock.GetUtcNow() - TimeSpan.FromMinutes(older);
            var to = _clock.GetUtcNow() - TimeSpan.FromMinutes(newer);
            var filter = string.Create(CultureInfo.InvariantCulture, $"CreationTime>=\"{from:yyyy-MM-ddTHH:mm:ssZ}\";CreationTime<\"{to:yyyy-MM-ddTHH:mm:ssZ}\"");
            var result = await client.XmlAsync("query?type=VmReplicaPoint&pageSize=1000&filter=" + Uri.EscapeDataString(filter));
            Assert.Equal(times.Count(time => time >= from && time < to), result.Descendants(Ns + "Ref").Count());
        }, iter: 50, threads: 1);
    }

    [Fact]
    public async Task Restore_sessions_older_than_thirty_days_are_not_listed()
    {
        using var client = await ClientAsync(Scenarios.OneVApp with
        {
            RestoreSessions = [new() { VmDisplayName = "old", Age = TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1) }, new() { VmDisplayName = "new", Age = TimeSpan.FromDays(29), End = SessionEnd.Failed }],
        });
        Assert.Equal(["new Stopped Failed 0"], await client.SessionsAsync());
        Assert.Single((await client.XmlAsync("restoreSessions")).Elements());
    }

    [Fact]
    public async Task New_points_appear_late_deleted_ones_linger_and_a_collection_mends_both()
    {
        var manager = Scenarios.OneVApp with
        {
            VApps = [new() { Name = "erp-db", Points = [new() { Age = TimeSpan.FromHours(1), DeletedAfter = TimeSpan.FromMinutes(2) }, new() { Age = TimeSpan.FromMinutes(-1) }] }],
            SessionIdle = TimeSpan.FromHours(2),
        };
        using var patient = await ClientAsync(manager);
        using var hasty = await ClientAsync(manager);
        Assert.Equal(1, await CountAsync(patient));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((1, 1), (await CountAsync(patient), await CountAsync(hasty)));
        var gone = await hasty.NewestPointAsync("erp-db");
        Assert.Equal(404, await hasty.StatusAsync(HttpMethod.Post, $"vAppReplicaPoints/{gone}?action=failover"));
        var server = (await hasty.XmlAsync("backupServers")).Elements().Single().Attribute("UID")!.Value.Split(':')[^1];
        Assert.Equal(202, await hasty.StatusAsync(HttpMethod.Post, $"backupServers/{server}?action=collect"));
        Assert.Equal("InProgress", (await hasty.XmlAsync("systemSessions?format=Entity")).Descendants(Ns + "State").Single().Value);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("CompletedSuccessfully", (await hasty.XmlAsync("systemSessions?format=Entity")).Descendants(Ns + "State").Single().Value);
        Assert.NotEqual(gone, await hasty.NewestPointAsync("erp-db"));
        Assert.Equal((1, 1), (await CountAsync(patient), await CountAsync(hasty)));
        Assert.Equal(gone, await patient.NewestPointAsync("erp-db"));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(2, await CountAsync(patient));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await CountAsync(patient));
    }

    private async Task<EmClient> ClientAsync(ScenarioManager manager) => await EmClient.ToAsync(new SimulatedEnterpriseManager(manager, _clock, 1));

    private static async Task<int> CountAsync(EmClient client) => (await client.XmlAsync("query?type=VAppReplicaPoint")).Descendants(Ns + "Ref").Count();

    private static string Rels(XElement result) =>
        string.Join(' ', result.Element(Ns + "PagingInfo")!.Descendants(Ns + "Link").Select(link => link.Attribute("Rel")!.Value));
}
