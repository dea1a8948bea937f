using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Failovers;

/// <summary>Every way a failover request can end, over real sockets. Whatever happens, one request is on the wire.</summary>
public sealed class FailoverRequestTests : IAsyncDisposable
{
    private readonly SocketManager _manager = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EnterpriseManagerClient _client;

    public FailoverRequestTests() => _client = EnterpriseManagerClient.Create(SocketClient.Options(_manager.Url, _clock));

    public static TheoryData<string, string, string> Undecided => new()
    {
        { "502 Bad Gateway", "text/html", "<html><body>502 Bad Gateway</body></html>" },
        { "503 ServiceUnavailable", "application/xml", Samples.Text("error-503.xml") },
        { "500 InternalServerError", "application/xml", Samples.Text("error-500-real.xml") },
        { "403 Forbidden", "text/html", "<html><body>403 Forbidden</body></html>" },
        { "404 Not Found", "text/plain", "" },
        { "404 NotFound", "application/xml", Samples.Text("error-403.xml") },
        { "200 OK", "application/xml", Samples.Text("task-accepted-202-failover.xml") },
        { "201 Created", "application/xml", Samples.Text("task-accepted-202-failover.xml") },
        { "204 No Content", "application/xml", "" },
        { "409 Conflict", "application/xml", Samples.Text("error-400.xml") },
        { "429 Too Many Requests", "application/json", """{"Message":"slow down","StatusCode":429}""" },
    };

    [Fact]
    public async Task An_accepted_request_names_its_task_and_carries_the_token_and_nothing_ambient()
    {
        var reply = await RequestAsync(_ => SocketReply.Sample("202 Accepted", "task-accepted-202-failover.xml"));

        Assert.Equal(new FailoverAccepted("task-1", 1), reply);
        var head = _manager.Failovers.Single();
        Assert.StartsWith("POST /api/vAppReplicaPoints/7ba40ff8-2fd2-49e8-9c14-831f6e8203ca?action=failover HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-RestSvcSessionId: secret-token-1==\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Accept: application/xml\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie:", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Authorization:", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Transfer-Encoding:", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_accepted_request_with_an_empty_body_is_accepted() =>
        Assert.Equal(new FailoverAccepted(null, 1), await RequestAsync(_ => SocketReply.Of("202 Accepted", null, "")));

    [Fact]
    public async Task An_accepted_request_whose_body_breaks_off_is_accepted() =>
        Assert.Equal(
            new FailoverAccepted(null, 1),
            await RequestAsync(_ => SocketReply.Raw("HTTP/1.1 202 Accepted\r\nContent-Length: 900\r\nContent-Type: application/xml\r\n\r\n<Task", SocketEnding.Close)));

    [Theory]
    [InlineData("400 BadRequest", "error-400.xml", "Request body is invalid")]
    [InlineData("400 BadRequest", "error-400-real.json", "Node [root] does not exist.")]
    [InlineData("403 Forbidden", "error-403.xml", "Access denied")]
    [InlineData("404 NotFound", "error-404.xml", "Resource not found")]
    [InlineData("405 MethodNotAllowed", "error-405.json", "Method not allowed")]
    public async Task A_refusal_in_the_managers_own_words_is_a_refusal(string status, string sample, string message)
    {
        var reply = await RequestAsync(_ => SocketReply.Sample(status, sample));

        Assert.Equal(new FailoverRefused(int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture), message), reply);
        Assert.Single(_manager.Failovers);
    }

    [Theory]
    [MemberData(nameof(Undecided))]
    public async Task Any_other_answer_decides_nothing(string status, string mediaType, string body)
    {
        Assert.IsType<FailoverUnanswered>(await RequestAsync(_ => SocketReply.Of(status, mediaType, body)));
        Assert.Single(_manager.Failovers);
    }

    [Theory]
    [InlineData("", "Close")]
    [InlineData("", "Reset")]
    [InlineData("HTTP/1.1 202 Acc", "Close")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Le", "Reset")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n<Error Message=\"no\"", "Close")]
    [InlineData("garbage\r\n\r\n", "Close")]
    public async Task A_connection_that_breaks_after_the_request_leaves_it_unanswered_and_it_is_not_sent_again(string bytes, string ending)
    {
        Assert.IsType<FailoverUnanswered>(await RequestAsync(_ => SocketReply.Raw(bytes, Enum.Parse<SocketEnding>(ending))));
        Assert.Single(_manager.Failovers);
    }

    [Fact]
    public async Task An_answer_that_is_late_leaves_it_unanswered()
    {
        await ConnectAsync();
        _manager.OnFailover = _ => SocketReply.Nothing(SocketEnding.Silence);
        var request = _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
        await _manager.FailoverSeen.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(request.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(new FailoverUnanswered("no answer came in time"), await request);
        Assert.Single(_manager.Failovers);
    }

    [Fact]
    public async Task Giving_up_after_it_left_leaves_it_unanswered()
    {
        await ConnectAsync();
        _manager.OnFailover = _ => SocketReply.Nothing(SocketEnding.Silence);
        using var abandon = new CancellationTokenSource();
        var request = _client.RequestFailoverAsync(SocketClient.PointUid, () => true, abandon.Token);
        await _manager.FailoverSeen.Task.WaitAsync(TestContext.Current.CancellationToken);
        await abandon.CancelAsync();

        Assert.IsType<FailoverUnanswered>(await request);
    }

    [Fact]
    public async Task Giving_up_before_it_left_proves_that_it_was_not_sent()
    {
        await ConnectAsync();
        Assert.IsType<FailoverUnsent>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, new CancellationToken(canceled: true)));
        Assert.Empty(_manager.Failovers);
    }

    [Fact]
    public async Task A_refused_connection_proves_that_it_was_not_sent()
    {
        await ConnectAsync();
        await _manager.StopAsync();

        Assert.IsType<FailoverUnsent>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Empty(_manager.Failovers);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_token_goes_nowhere_else()
    {
        await using var elsewhere = new SocketManager();
        var location = $"Location: {elsewhere.Url}api/vAppReplicaPoints/x?action=failover";

        Assert.IsType<FailoverUnanswered>(await RequestAsync(_ => SocketReply.Of("307 Temporary Redirect", null, "", location)));
        Assert.Single(_manager.Failovers);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_token_that_ran_out_leads_to_one_new_logon_and_to_no_second_request()
    {
        var reply = await RequestAsync(number => number == 1
            ? SocketReply.Sample("401 Unauthorized", "error-401-expired.xml")
            : SocketReply.Sample("202 Accepted", "task-accepted-202-failover.xml"));

        Assert.Equal(new FailoverUnsent("the logon had run out; a new one was made"), reply);
        Assert.Single(_manager.Failovers);
        Assert.Equal(2, LogonCount());

        Assert.Equal(new FailoverAccepted("task-1", 2), await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Contains("X-RestSvcSessionId: secret-token-2==\r\n", _manager.Failovers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_token_that_is_refused_as_well_is_a_refusal_not_a_circle()
    {
        var first = await RequestAsync(_ => SocketReply.Sample("401 Unauthorized", "error-401-expired.xml"));
        var second = await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);

        Assert.IsType<FailoverUnsent>(first);
        Assert.Equal(new FailoverRefused(401, "Authentication token has expired"), second);
        Assert.Equal(2, LogonCount());
    }

    [Fact]
    public async Task A_401_of_a_proxy_decides_nothing()
    {
        Assert.IsType<FailoverUnanswered>(await RequestAsync(_ => SocketReply.Of("401 Unauthorized", "text/html", "<html>log in</html>")));
        Assert.Equal(1, LogonCount());
    }

    [Fact]
    public async Task Every_request_has_a_connection_of_its_own()
    {
        await ConnectAsync();
        var before = _manager.Connections;
        for (var number = 1; number <= 3; number++)
        {
            await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
        }

        Assert.Equal(before + 3, _manager.Connections);
        Assert.Equal(3, _manager.Failovers.Length);
    }

    [Fact]
    public async Task No_secret_of_a_refusal_gets_into_its_message()
    {
        const string leaky = """
            <Error xmlns="http://www.veeam.com/ent/v1.0" StatusCode="403" Message="secret-token-1== of 15a3fc97-0325-4119-b789-5c0367c6c565 (secret-password) may not" />
            """;

        var reply = await RequestAsync(_ => SocketReply.Of("403 Forbidden", "application/xml", leaky));

        Assert.Equal(new FailoverRefused(403, "*** of *** (***) may not"), reply);
    }

    [Fact]
    public async Task What_is_no_UID_is_a_bug_and_nothing_is_sent()
    {
        await ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => _client.RequestFailoverAsync("../backupServers/1", () => true, CancellationToken.None));
        Assert.Empty(_manager.Failovers);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _manager.DisposeAsync();
    }

    private int LogonCount() => _manager.Requests.Count(request => request.StartsWith("POST /api/sessionMngr/", StringComparison.Ordinal));

    private async Task ConnectAsync() => Assert.IsType<Connected>(await _client.ConnectAsync(CancellationToken.None));

    private async Task<FailoverReply> RequestAsync(Func<int, SocketReply> reply)
    {
        await ConnectAsync();
        _manager.OnFailover = reply;
        return await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
    }
}
