using System.Net;
using System.Text;

namespace DrRunbook.Simulator.Tests;

/// <summary>Logon, sessions, roles, verbs and status codes.</summary>
public sealed class ServiceTests
{
    private readonly HandClock _clock = new();

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_logon_gives_the_base64_of_the_session_id_as_token_and_cookie(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp, carrier);
        using var client = stage.Client();
        using var response = await client.LogOnAsync("OPERATOR");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"<SessionId>{Encoding.ASCII.GetString(Convert.FromBase64String(client.Token!))}</SessionId>", body);
        Assert.Equal($"X-RestSvcSessionId={client.Token}; Path=/api;", response.Headers.GetValues("Set-Cookie").Single());
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task Bad_credentials_are_refused_with_a_challenge(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp, carrier);
        using var client = stage.Client();
        using var response = await client.LogOnAsync(password: "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic Realm=RestSvc"), (response.StatusCode, response.Headers.GetValues("WWW-Authenticate").Single()));
        Assert.Equal(401, await client.StatusAsync(HttpMethod.Post, "sessionMngr/?v=latest"));
        Assert.Equal(400, await client.StatusAsync(HttpMethod.Post, "sessionMngr/?v=v1_3"));
    }

    [Fact]
    public async Task Idle_time_slides_and_ends_the_session()
    {
        using var client = await ClientAsync(Scenarios.OneVApp);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(14.9));
            Assert.Equal(200, await client.StatusAsync(HttpMethod.Get, "tasks"));
        }

        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Contains("Authentication token has expired", await client.BodyAsync("tasks"));
        Assert.Equal(401, await client.StatusAsync(HttpMethod.Get, "tasks"));
    }

    [Fact]
    public async Task Logging_out_ends_the_session_of_that_id()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var first = await EmClient.ToAsync(manager);
        using var second = await EmClient.ToAsync(manager);
        var id = Encoding.ASCII.GetString(Convert.FromBase64String(second.Token!));
        Assert.Equal(200, await first.StatusAsync(HttpMethod.Get, "logonSessions/" + id));
        Assert.Equal(204, await second.StatusAsync(HttpMethod.Delete, "logonSessions/" + id));
        Assert.Equal(401, await second.StatusAsync(HttpMethod.Get, "tasks"));
        Assert.Equal(200, await first.StatusAsync(HttpMethod.Get, "tasks"));
        Assert.Equal(500, await first.StatusAsync(HttpMethod.Get, "logonSessions/" + id));
    }

    [Fact]
    public async Task The_cookie_beats_the_header()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, _clock, 1);
        using var client = await EmClient.ToAsync(manager);
        using var handler = new HttpMessageInvoker(new SimulatorHandler(new Dictionary<string, SimulatedEnterpriseManager> { ["em"] = manager }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://em/api/tasks");
        request.Headers.Add("X-RestSvcSessionId", client.Token);
        request.Headers.Add("Cookie", "X-RestSvcSessionId=c3RhbGU=");
        using var response = await handler.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(TaskNumbering.PerSession, "task-1")]
    [InlineData(TaskNumbering.Global, "task-2")]
    public async Task Tasks_belong_to_their_session(TaskNumbering numbering, string expected)
    {
        var scenario = Scenarios.Many(2) with { TaskNumbering = numbering };
        var manager = new SimulatedEnterpriseManager(scenario, _clock, 1);
        using var first = await EmClient.ToAsync(manager);
        using var second = await EmClient.ToAsync(manager);
        Assert.Equal("task-1", await first.FailOverNewestAsync("vapp-0001"));
        Assert.Equal(expected, await second.FailOverNewestAsync("vapp-0002"));
        Assert.Equal("500", await second.TaskAsync(numbering is TaskNumbering.Global ? "task-1" : "task-2"));
        Assert.DoesNotContain("task-2", await first.BodyAsync("query?type=Task"));
    }

    [Theory]
    [InlineData("failoverPlans", 200, 403, 200)]
    [InlineData("query?type=FailoverPlan", 200, 403, 200)]
    [InlineData("replicaSessions", 200, 200, 403)]
    [InlineData("query?type=ReplicaTaskSession", 200, 200, 403)]
    [InlineData("backupServers", 200, 200, 403)]
    [InlineData("query?type=BackupServer", 200, 200, 403)]
    [InlineData("cdpReplica/vApps", 200, 403, 403)]
    [InlineData("query?type=CdpReplica", 200, 403, 403)]
    [InlineData("vAppReplicaPoints", 200, 200, 200)]
    [InlineData("query?type=RestoreSession", 200, 200, 200)]
    [InlineData("replicas", 200, 200, 200)]
    public async Task Roles_decide(string path, int administrator, int user, int restoreOperator)
    {
        var manager = new SimulatedEnterpriseManager(
            Scenarios.OneVApp with { Accounts = [.. Enum.GetValues<AccountRole>().Select(role => new ScenarioAccount { User = role.ToString(), Role = role })] }, _clock, 1);
        var seen = new List<int>();
        foreach (var role in Enum.GetValues<AccountRole>())
        {
            using var client = await EmClient.ToAsync(manager, role.ToString());
            seen.Add(await client.StatusAsync(HttpMethod.Get, path));
        }

        Assert.Equal([administrator, user, restoreOperator], seen);
    }

    [Theory]
    [InlineData(OutsideScope.NotFound, 404)]
    [InlineData(OutsideScope.Forbidden, 403)]
    public async Task Scope_hides_what_lies_outside(OutsideScope outside, int expected)
    {
        var manager = new SimulatedEnterpriseManager(
            Scenarios.Many(3) with { OutsideScope = outside, Accounts = [new(), new() { User = "bob", Role = AccountRole.VmRestoreOperator, Scope = ["*-0002"] }] }, _clock, 1);
        using var everything = await EmClient.ToAsync(manager);
        using var scoped = await EmClient.ToAsync(manager, "bob");
        var hidden = await everything.NewestPointAsync("vapp-0001");
        Assert.Equal(expected, await scoped.StatusAsync(HttpMethod.Post, $"vAppReplicaPoints/{hidden}?action=failover"));
        Assert.Equal(6, (await scoped.XmlAsync("vAppReplicaPoints")).Elements().Count());
        Assert.Single((await scoped.XmlAsync("replicas")).Elements());
        Assert.Equal("task-1", await scoped.FailOverNewestAsync("vapp-0002"));
    }

    [Theory]
    [InlineData("GET", "nonsense", 404)]
    [InlineData("GET", "restoreSessions/00000000-0000-4000-8000-000000000000", 404)]
    [InlineData("GET", "failoverPlans/no-guid", 404)]
    [InlineData("GET", "TASKS", 200)]
    [InlineData("DELETE", "vAppReplicaPoints", 405)]
    [InlineData("POST", "vAppReplicaPoints/POINT", 405)]
    [InlineData("POST", "vAppReplicaPoints/POINT?action=undo", 400)]
    [InlineData("POST", "vAppReplicaPoints/POINT?actions=failover", 405)]
    [InlineData("POST", "vAppReplicaPoints/POINT/more?action=failover", 404)]
    [InlineData("PUT", "", 405)]
    [InlineData("POST", "query?type=Task", 405)]
    [InlineData("POST", "failoverPlans/PLAN?action=start", 400)]
    public async Task Status_codes_are_those_of_the_reference(string method, string path, int expected)
    {
        using var client = await ClientAsync(Scenarios.OneVApp);
        path = path.Replace("POINT", await client.NewestPointAsync("erp-db"));
        path = path.Replace("PLAN", (await client.XmlAsync("failoverPlans")).Elements().First().Attribute("UID")!.Value.Split(':')[^1]);
        Assert.Equal(expected, await client.StatusAsync(new HttpMethod(method), path));
    }

    [Fact]
    public async Task Only_what_lies_below_api_is_imitated()
    {
        using var client = await ClientAsync(Scenarios.OneVApp);
        Assert.Equal(404, await client.StatusAsync(HttpMethod.Get, "/other"));
    }

    [Theory]
    [InlineData(ErrorBody.Negotiated, "application/xml", "<Error")]
    [InlineData(ErrorBody.Opposite, "application/json", "{\"FirstChance")]
    [InlineData(ErrorBody.PlainText, "text/plain", "Resource not found")]
    [InlineData(ErrorBody.Html, "text/html", "<!DOCTYPE")]
    [InlineData(ErrorBody.Empty, null, "")]
    public async Task Error_bodies_can_have_any_form(ErrorBody form, string? type, string start)
    {
        using var client = await ClientAsync(Scenarios.OneVApp with { Wire = new WireStyle { Errors = form } });
        using var response = await client.GetAsync("nonsense");
        Assert.Equal((404, type), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(start, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_date_header_shows_the_clock_of_the_manager()
    {
        using var client = await ClientAsync(Scenarios.OneVApp with { ClockOffset = TimeSpan.FromMinutes(-7) });
        using var response = await client.GetAsync("");
        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromMinutes(7), response.Headers.Date);
    }

    private async Task<EmClient> ClientAsync(ScenarioManager scenario) => await EmClient.ToAsync(new SimulatedEnterpriseManager(scenario, _clock, 1));
}
