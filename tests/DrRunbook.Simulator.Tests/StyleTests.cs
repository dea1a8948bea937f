using System.Text;
using System.Text.Json;

namespace DrRunbook.Simulator.Tests;

/// <summary>Wire styles and determinism.</summary>
public sealed class StyleTests
{
    private const string Points = "query?type=VAppReplicaPoint&format=Entities";

    [Fact]
    public async Task A_byte_order_mark_and_escapes_can_come_first()
    {
        using var client = await ClientAsync(new WireStyle { ByteOrderMark = true, EscapeEquals = true }, 1);
        client.Accept = "application/json";
        using var response = await client.GetAsync(Points);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.DoesNotContain((byte)'=', bytes);
        using var document = JsonDocument.Parse(bytes.AsMemory(3));
        Assert.EndsWith("?format=Entity", document.RootElement.GetProperty("Entities").GetProperty("VAppReplicaPoints").GetProperty("VAppReplicaPoints")[0].GetProperty("Href").GetString());
    }

    [Fact]
    public async Task Nulls_are_written_where_the_style_says_so()
    {
        using var with = await ClientAsync(new WireStyle { Nulls = true }, 1);
        using var without = await ClientAsync(new WireStyle(), 1);
        with.Accept = without.Accept = "text/html, application/json";
        await with.FailOverAsync(await PointAsync(with));
        await without.FailOverAsync(await PointAsync(without));
        Assert.Contains("\"Result\":null", await with.BodyAsync("tasks/task-1"));
        Assert.DoesNotContain("null", await without.BodyAsync("tasks/task-1"));
    }

    [Theory]
    [InlineData(0, "2026-03-01T07:46:00Z")]
    [InlineData(3, "2026-03-01T07:46:00.343Z")]
    [InlineData(7, "2026-03-01T07:46:00.3431234Z")]
    public async Task Times_have_the_digits_of_the_style(int digits, string expected)
    {
        var manager = new SimulatedEnterpriseManager(
            Scenarios.OneVApp with { Wire = new WireStyle { TimeDigits = digits }, VApps = [new() { Name = "a", Points = [new() { At = DateTimeOffset.Parse("2026-03-01T07:46:00.3431234Z", System.Globalization.CultureInfo.InvariantCulture) }] }] },
            new HandClock(),
            1);
        using var client = await EmClient.ToAsync(manager);
        Assert.Contains($"<CreationTimeUTC>{expected}</CreationTimeUTC>", await client.BodyAsync(Points));
    }

    [Fact]
    public async Task A_running_session_can_say_1753_as_its_end()
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp with { Wire = new WireStyle { EndTimeWhileRunning = true } }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        await client.FailOverNewestAsync("erp-db");
        stage.Pass(1);
        Assert.Contains("<EndTimeUTC>1753-01-01T00:00:00Z</EndTimeUTC>", await client.BodyAsync("query?type=RestoreSession&format=Entities"));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var first = await TranscriptAsync(7);
        Assert.Equal(first, await TranscriptAsync(7));
        Assert.NotEqual(first, await TranscriptAsync(8));
    }

    [Fact]
    public async Task Seeds_vary_the_order_of_attributes_and_links_and_nothing_else()
    {
        using var sample = await ClientAsync(new WireStyle { Order = WireOrder.Sample }, 1);
        var expected = Sorted(Shape.OfXml(await sample.BodyAsync(Points)));
        var orders = new HashSet<string>();
        for (var seed = 1UL; seed <= 20; seed++)
        {
            using var client = await ClientAsync(new WireStyle(), seed);
            var shape = Shape.OfXml(await client.BodyAsync(Points));
            Assert.Equal(expected, Sorted(shape));
            orders.Add(shape);
        }

        Assert.True(orders.Count > 10, $"only {orders.Count} different orders");
    }

    private static async Task<string> TranscriptAsync(ulong seed)
    {
        var clock = new HandClock();
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp with { Wire = new WireStyle() }, clock, seed);
        using var client = await EmClient.ToAsync(manager);
        var transcript = new StringBuilder(client.Token);
        var task = await client.FailOverNewestAsync("erp-db");
        foreach (var path in new[] { "", Points, "tasks/" + task, "restoreSessions", "query?type=RestoreSession&format=Entities", "failoverPlans", "replicaSessions" })
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            transcript.Append(await client.BodyAsync(path));
        }

        return transcript.Append(Encoding.UTF8.GetString(manager.Ledger.ToJson())).ToString();
    }

    private static async Task<string> PointAsync(EmClient client)
    {
        using var document = JsonDocument.Parse(await client.BodyAsync("vAppReplicaPoints"));
        return document.RootElement.GetProperty("Refs")[0].GetProperty("UID").GetString()!.Split(':')[^1];
    }

    private static async Task<EmClient> ClientAsync(WireStyle wire, ulong seed)
    {
        var clock = new HandClock();
        var client = await EmClient.ToAsync(new SimulatedEnterpriseManager(Scenarios.OneVApp with { Wire = wire }, clock, seed));
        clock.Advance(TimeSpan.FromSeconds(1));
        return client;
    }

    private static string Sorted(string shape) => string.Join('\n', shape.Split('\n').Select(line => string.Join(' ', line.Trim().Split(' ').Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
}
