using System.Net;

namespace DrRunbook.Simulator.Tests;

/// <summary>What can become of a request, in memory and over sockets alike.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    [InlineData(Carrier.Https)]
    public async Task A_reset_before_the_effect_leaves_nothing_behind(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Reset }), carrier);
        using var client = await stage.LoggedOnAsync();
        var point = await client.NewestPointAsync("erp-db");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.FailOverAsync(point));
        Assert.Empty(stage.Manager.Ledger.Effects);
        var post = Assert.Single(stage.Manager.Ledger.FailoverPosts);
        Assert.Equal((null, null, false, "erp-db"), (post.Status, post.Effect, post.Answered, post.VApp));
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    [InlineData(Carrier.Https)]
    public async Task A_lost_reply_hides_an_effect_that_the_ledger_and_the_sessions_show(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Reset, Moment = FaultMoment.After }), carrier);
        using var client = await stage.LoggedOnAsync();
        var point = await client.NewestPointAsync("erp-db");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.FailOverAsync(point));
        Assert.Single(stage.Manager.Ledger.FailoversOf("erp-db"));
        var post = Assert.Single(stage.Manager.Ledger.FailoverPosts);
        Assert.Equal((202, 1, false), (post.Status, post.Effect, post.Answered));
        stage.Pass(60);
        Assert.Equal(["erp-db Stopped Success 100"], await client.SessionsAsync());
        Assert.Equal("Finished true Ok related", await client.TaskAsync("task-1"));
    }

    [Theory]
    [InlineData(Carrier.Memory, FaultMoment.Before, 0)]
    [InlineData(Carrier.Http, FaultMoment.Before, 0)]
    [InlineData(Carrier.Memory, FaultMoment.After, 1)]
    [InlineData(Carrier.Http, FaultMoment.After, 1)]
    public async Task An_error_status_may_come_before_the_effect_or_after(Carrier carrier, FaultMoment moment, int effects)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Status, Moment = moment }), carrier);
        using var client = await stage.LoggedOnAsync();
        using var response = await client.FailOverAsync(await client.NewestPointAsync("erp-db"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("ServiceUnavailable", response.ReasonPhrase);
        Assert.Equal(effects, stage.Manager.Ledger.FailoversOf("erp-db").Count());
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_redirect_leads_to_another_host(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Status, Status = 307 }), carrier);
        using var client = await stage.LoggedOnAsync();
        var point = await client.NewestPointAsync("erp-db");
        using var response = await client.FailOverAsync(point);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("elsewhere.invalid", response.Headers.Location?.Host);
        Assert.EndsWith("?action=failover", response.Headers.Location?.ToString());
        Assert.Empty(stage.Manager.Ledger.Effects);
    }

    [Fact]
    public async Task Bursts_begin_and_end_by_count_and_by_time()
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(
                new FaultRule { Requests = [RequestKind.Tasks], Fault = FaultKind.Status, From = 2, Count = 2 },
                new FaultRule { Requests = [RequestKind.Tasks], Fault = FaultKind.Status, Status = 500, After = TimeSpan.FromSeconds(60), For = TimeSpan.FromSeconds(10), Count = null }),
            Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        var seen = new List<int>();
        for (var second = 0; second < 80; second += 10)
        {
            seen.Add(await client.StatusAsync(HttpMethod.Get, "tasks"));
            stage.Pass(10);
        }

        Assert.Equal([200, 503, 503, 200, 200, 200, 500, 200], seen);
    }

    [Fact]
    public async Task A_rule_strikes_the_vapp_and_the_point_it_names()
    {
        var manager = Scenarios.Many(2) with
        {
            Faults = [new() { VApp = "*-0002", Requests = [RequestKind.VAppPoint], Fault = FaultKind.Status, Count = null }],
        };
        await using var stage = await Stage.SetAsync(manager, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        Assert.Equal(200, await client.StatusAsync(HttpMethod.Get, "vAppReplicaPoints/" + await client.NewestPointAsync("vapp-0001")));
        var struck = await client.NewestPointAsync("vapp-0002");
        Assert.Equal(503, await client.StatusAsync(HttpMethod.Get, "vAppReplicaPoints/" + struck));

        await using var other = await Stage.SetAsync(manager with { Faults = [new() { Point = struck, Fault = FaultKind.Status, Count = null }] }, Carrier.Memory);
        using var second = await other.LoggedOnAsync();
        Assert.Equal(503, await second.StatusAsync(HttpMethod.Get, "vAppReplicaPoints/" + struck));
        Assert.Equal(200, await second.StatusAsync(HttpMethod.Get, "vAppReplicaPoints/" + await second.NewestPointAsync("vapp-0001")));
    }

    [Theory]
    [InlineData(Carrier.Memory, FaultMoment.Before)]
    [InlineData(Carrier.Memory, FaultMoment.After)]
    [InlineData(Carrier.Http, FaultMoment.Before)]
    [InlineData(Carrier.Http, FaultMoment.After)]
    public async Task A_late_answer_comes_when_the_clock_says_so(Carrier carrier, FaultMoment moment)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Delay, Moment = moment, Delay = TimeSpan.FromSeconds(40) }), carrier);
        using var client = await stage.LoggedOnAsync();
        var answer = client.FailOverAsync(await client.NewestPointAsync("erp-db"));
        await stage.Clock.TimerSet(TimeSpan.FromSeconds(40));
        Assert.False(answer.IsCompleted);
        Assert.Equal(moment is FaultMoment.After ? 1 : 0, stage.Manager.Ledger.Effects.Length);
        stage.Pass(40);
        using var response = await answer;
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(stage.Manager.Ledger.Effects);
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_client_that_gives_up_does_not_stop_what_it_asked_for(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.Delay, Delay = TimeSpan.FromSeconds(40) }), carrier);
        using var client = await stage.LoggedOnAsync();
        using var patience = new CancellationTokenSource();
        var answer = client.SendAsync(HttpMethod.Post, $"vAppReplicaPoints/{await client.NewestPointAsync("erp-db")}?action=failover", null, patience.Token);
        await stage.Clock.TimerSet(TimeSpan.FromSeconds(40));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await stage.Clock.TimersGone();
        Assert.Empty(stage.Manager.Ledger.Effects);
        stage.Pass(60);
        var effect = Assert.Single(stage.Manager.Ledger.Effects);
        Assert.Equal(stage.Clock.GetUtcNow() - TimeSpan.FromSeconds(20), effect.At);
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task No_answer_at_all_waits_until_the_client_gives_up(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.NoAnswer, Moment = FaultMoment.After }), carrier);
        using var client = await stage.LoggedOnAsync();
        using var patience = new CancellationTokenSource();
        var answer = client.SendAsync(HttpMethod.Post, $"vAppReplicaPoints/{await client.NewestPointAsync("erp-db")}?action=failover", null, patience.Token);
        await stage.Clock.TimerSet(TimeSpan.FromDays(24));
        Assert.Single(stage.Manager.Ledger.Effects);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData(Carrier.Memory, FaultKind.HalfHead)]
    [InlineData(Carrier.Http, FaultKind.HalfHead)]
    [InlineData(Carrier.Https, FaultKind.HalfHead)]
    [InlineData(Carrier.Memory, FaultKind.TruncatedBody)]
    [InlineData(Carrier.Http, FaultKind.TruncatedBody)]
    [InlineData(Carrier.Https, FaultKind.TruncatedBody)]
    public async Task An_answer_can_end_half_way_after_the_effect(Carrier carrier, FaultKind fault)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = fault }), carrier);
        using var client = await stage.LoggedOnAsync();
        var point = await client.NewestPointAsync("erp-db");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.FailOverAsync(point));
        Assert.Single(stage.Manager.Ledger.FailoversOf("erp-db"));
    }

    [Theory]
    [InlineData(FaultKind.MalformedBody, "application/xml", false)]
    [InlineData(FaultKind.WrongContentType, "application/json", true)]
    [InlineData(FaultKind.EmptyBody, null, false)]
    [InlineData(FaultKind.HtmlBody, "text/html", false)]
    public async Task A_body_can_be_anything(FaultKind fault, string? type, bool isXml)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = fault }), Carrier.Http);
        using var client = await stage.LoggedOnAsync();
        using var response = await client.FailOverAsync(await client.NewestPointAsync("erp-db"));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Accepted, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(response.Content.Headers.ContentLength, body.Length);
        Assert.Equal(isXml, IsTask(body));
        Assert.Single(stage.Manager.Ledger.Effects);
    }

    [Theory]
    [InlineData(Carrier.Memory)]
    [InlineData(Carrier.Http)]
    public async Task A_session_can_expire_in_the_middle(Carrier carrier)
    {
        await using var stage = await Stage.SetAsync(Scenarios.With(new FaultRule { Requests = [RequestKind.Task], Fault = FaultKind.SessionExpired }), carrier);
        using var client = await stage.LoggedOnAsync();
        var task = await client.FailOverNewestAsync("erp-db");
        Assert.Equal("401", await client.TaskAsync(task));
        Assert.Contains("Authentication token has expired", await client.BodyAsync("tasks"));
        await client.LogOnAsync();
        Assert.Equal("500", await client.TaskAsync(task));
        stage.Pass(60);
        Assert.Equal(["erp-db Stopped Success 100"], await client.SessionsAsync());
    }

    [Theory]
    [InlineData(Carrier.Memory, FaultMoment.Before, 0)]
    [InlineData(Carrier.Http, FaultMoment.After, 1)]
    public async Task A_restart_loses_sessions_and_tasks_and_keeps_restore_sessions(Carrier carrier, FaultMoment moment, int sessions)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Requests = [RequestKind.Failover], Fault = FaultKind.ServiceRestart, Moment = moment, Delay = TimeSpan.FromSeconds(30) }), carrier);
        using var client = await stage.LoggedOnAsync();
        var point = await client.NewestPointAsync("erp-db");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.FailOverAsync(point));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("tasks"));
        stage.Pass(30);
        Assert.Equal(401, await client.StatusAsync(HttpMethod.Get, "tasks"));
        await client.LogOnAsync();
        Assert.DoesNotContain("task-1", await client.BodyAsync("tasks"));
        Assert.Equal(sessions, (await client.SessionsAsync()).Length);
    }

    [Fact]
    public async Task A_scenario_and_a_test_can_restart_the_service()
    {
        await using var stage = await Stage.SetAsync(Scenarios.OneVApp with { Restarts = [new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10))] }, Carrier.Memory);
        using var client = await stage.LoggedOnAsync();
        stage.Pass(60);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("tasks"));
        stage.Pass(10);
        Assert.Equal(401, await client.StatusAsync(HttpMethod.Get, "tasks"));
        await client.LogOnAsync();
        Assert.Equal(200, await client.StatusAsync(HttpMethod.Get, "tasks"));
        stage.Manager.Restart();
        Assert.Equal(401, await client.StatusAsync(HttpMethod.Get, "tasks"));
    }

    [Theory]
    [InlineData(Carrier.Memory, FaultKind.Down)]
    [InlineData(Carrier.Http, FaultKind.Down)]
    [InlineData(Carrier.Https, FaultKind.Down)]
    [InlineData(Carrier.Memory, FaultKind.TlsFailure)]
    [InlineData(Carrier.Https, FaultKind.TlsFailure)]
    public async Task A_manager_can_be_away_for_a_while(Carrier carrier, FaultKind fault)
    {
        await using var stage = await Stage.SetAsync(
            Scenarios.With(new FaultRule { Fault = fault, After = TimeSpan.FromSeconds(10), For = TimeSpan.FromSeconds(20) }), carrier);
        using var before = await stage.LoggedOnAsync();
        Assert.NotNull(before.Token);
        stage.Pass(10);
        using var during = stage.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => during.GetAsync(""));
        stage.Pass(20);
        using var after = stage.Client();
        Assert.Equal(200, await after.StatusAsync(HttpMethod.Get, ""));
        Assert.Equal(2, stage.Manager.Ledger.Requests.Values.Sum());
    }

    [Fact]
    public async Task Chance_and_jitter_come_from_the_seed()
    {
        var scenario = Scenarios.With(new FaultRule { Fault = FaultKind.Status, Chance = 0.3, Count = null, Requests = [RequestKind.Root] });
        var first = await SequenceAsync(scenario, 1);
        Assert.Equal(first, await SequenceAsync(scenario, 1));
        Assert.NotEqual(first, await SequenceAsync(scenario, 2));
        Assert.InRange(first.Count(status => status == 503), 15, 50);
    }

    private static async Task<List<int>> SequenceAsync(ScenarioManager scenario, ulong seed)
    {
        using var client = EmClient.Unauthenticated(new SimulatedEnterpriseManager(scenario, new HandClock(), seed));
        var statuses = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            statuses.Add(await client.StatusAsync(HttpMethod.Get, ""));
        }

        return statuses;
    }

    private static bool IsTask(string body)
    {
        try
        {
            return System.Xml.Linq.XElement.Parse(body).Name.LocalName == "Task";
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }
}
