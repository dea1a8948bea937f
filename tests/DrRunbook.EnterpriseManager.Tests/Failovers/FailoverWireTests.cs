using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Failovers;

/// <summary>Every way in which the connection around a failover request can die or be answered oddly, byte for byte over real sockets.</summary>
public sealed class FailoverWireTests : IAsyncDisposable
{
    private const string Body = "<Task xmlns=\"http://www.veeam.com/ent/v1.0\" Type=\"Task\"><TaskId>task-7</TaskId><State>Running</State></Task>";
    private const string Accepted = "accepted";
    private const string AcceptedWithoutTask = "accepted without a task";
    private const string InDoubt = "in doubt";

    private readonly SocketManager _manager = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FactList _facts = new();
    private readonly EnterpriseManagerClient _client;

    public FailoverWireTests() => _client = EnterpriseManagerClient.Create(SocketClient.Options(_manager.Url, _clock) with { Facts = _facts });

    /// <summary>What comes back, how the connection ends, and what that proves.</summary>
    public static TheoryData<string, string, string> Answers => new()
    {
        { "HTTP/1.1 100 Continue\r\n\r\n" + Whole("202 Accepted", Body), "KeepOpen", Accepted },
        { "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Whole("202 Accepted", Body), "KeepOpen", Accepted },
        { string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 500)) + Whole("202 Accepted", Body), "KeepOpen", Accepted },
        { "HTTP/1.1 100 Continue\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 100 Continue\r\n\r\n", "Reset", InDoubt },
        { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: none\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.0 202 Accepted\r\nContent-Type: application/xml\r\n\r\n" + Body, "Close", Accepted },
        { "HTTP/1.0 503 Service Unavailable\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 202 Created\r\nContent-Type: application/xml\r\n\r\n" + Body, "Close", Accepted },
        { "HTTP/1.1 202\r\nContent-Length: 0\r\n\r\n", "KeepOpen", AcceptedWithoutTask },
        { "HTTP/9.9 202 Accepted\r\nContent-Length: 0\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 20 Accepted\r\nContent-Length: 0\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 2020 Accepted\r\nContent-Length: 0\r\n\r\n", "Close", InDoubt },
        { "202 Accepted\r\n\r\n", "Close", InDoubt },
        { "\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 202 Accepted\r\nno header at all\r\n\r\n", "Close", InDoubt },
        { "HTTP/1.1 202 Accepted\r\nContent-Length: 9000\r\nContent-Type: application/xml\r\n\r\n" + Body, "Close", AcceptedWithoutTask },
        { "HTTP/1.1 202 Accepted\r\nContent-Length: 9000\r\nContent-Type: application/xml\r\n\r\n" + Body, "Reset", AcceptedWithoutTask },
        { "HTTP/1.1 202 Accepted\r\nContent-Length: 20\r\nContent-Type: application/xml\r\n\r\n" + Body, "Close", AcceptedWithoutTask },
        { "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Type: application/xml\r\n\r\nno length\r\n" + Body, "Close", AcceptedWithoutTask },
        { "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Type: application/xml\r\n\r\nffffffffffffffff\r\n" + Body, "Close", AcceptedWithoutTask },
        { "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Type: application/xml\r\n\r\n20\r\n<Task", "Reset", AcceptedWithoutTask },
        { $"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Type: application/xml\r\n\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n", "KeepOpen", Accepted },
        { Whole("202 Accepted", Body, "application/json"), "KeepOpen", Accepted },
        { Whole("202 Accepted", "{\"TaskId\":\"task-7\",\"Type\":\"Task\",\"State\":\"Running\"}", "application/xml"), "KeepOpen", Accepted },
        { Whole("202 Accepted", "{\"TaskId\":\"\\ud800\",\"Type\":\"Task\"}", "application/json"), "KeepOpen", AcceptedWithoutTask },
        { Whole("202 Accepted", "<html><body>queued</body></html>", "text/html"), "KeepOpen", AcceptedWithoutTask },
        { Whole("202 Accepted", "<!DOCTYPE Task [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Task>&a;</Task>"), "KeepOpen", AcceptedWithoutTask },
        { Whole("202 Accepted", "<?xml version=\"1.0\" encoding=\"no-such-one\"?><Task/>"), "KeepOpen", AcceptedWithoutTask },
        { Whole("202 Accepted", "\u0000\u0001\u0002", "application/octet-stream"), "KeepOpen", AcceptedWithoutTask },
        { Whole("403 Forbidden", "{\"Message\":\"\\ud800\",\"StackTrace\":null,\"FirstChanceExceptionMessage\":null,\"StatusCode\":403}", "application/json"), "KeepOpen", InDoubt },
        { Whole("403 Forbidden", "{\"statusCode\":403,\"message\":\"Access denied due to missing subscription key\"}", "application/json"), "KeepOpen", InDoubt },
        { Whole("403 Forbidden", "<Error xmlns=\"urn:somebody-else\" Message=\"no\" StatusCode=\"403\"/>"), "KeepOpen", InDoubt },
        { Whole("403 Forbidden", "<Error xmlns=\"http://www.veeam.com/ent/v1.0\" Message=\"no\"/>"), "KeepOpen", InDoubt },
        { Whole("403 Forbidden", "<Error xmlns=\"http://www.veeam.com/ent/v1.0\" Message=\"no\" StatusCode=\"403\""), "KeepOpen", InDoubt },
        { "HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\nContent-Type: application/xml\r\n\r\n" + ErrorOf(403), "Close", InDoubt },
        { Whole("411 Length Required", ErrorOf(411)), "KeepOpen", "refused with 411" },
        { Whole("411 Length Required", "<h2>Length Required</h2>", "text/html"), "KeepOpen", InDoubt },
    };

    /// <summary>Every status that is neither 202 nor a refusal, each with a whole <c>Error</c> of the manager that names it.</summary>
    public static TheoryData<int> Undecided => new(
        300, 304, 402, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 421, 422, 423, 425, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599);

    public static TheoryData<int, string> Redirects
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var status in new[] { 301, 302, 303, 307, 308 })
            {
                rows.Add(status, "same host");
                rows.Add(status, "other host");
                rows.Add(status, "nowhere");
            }

            return rows;
        }
    }

    public static TheoryData<int, string, string> ForeignBodies
    {
        get
        {
            var rows = new TheoryData<int, string, string>();
            foreach (var status in new[] { 400, 401, 403, 404, 405, 411, 500, 502, 503, 504 })
            {
                rows.Add(status, "text/html", $"<html><body><h2>{status}</h2></body></html>");
                rows.Add(status, "text/plain", "upstream connect error");
                rows.Add(status, "application/json", "{\"error\":\"no\"}");
                rows.Add(status, "application/xml", "");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_proves_what_its_bytes_prove_and_no_more(string bytes, string ending, string expected)
    {
        var reply = await RequestAsync(SocketReply.Raw(bytes, Enum.Parse<SocketEnding>(ending)));

        Assert.Equal(expected, Word(reply));
        Assert.Single(_manager.Failovers);
        Assert.Equal(1, LogonCount());
    }

    [Theory]
    [MemberData(nameof(Undecided))]
    public async Task A_status_that_is_neither_acceptance_nor_refusal_leaves_it_in_doubt_whoever_sends_it(int status)
    {
        var reply = await RequestAsync(SocketReply.Raw(Whole($"{status} Whatever", ErrorOf(status)), SocketEnding.Close));

        Assert.Equal(InDoubt, Word(reply));
        Assert.Single(_manager.Failovers);
    }

    [Theory]
    [MemberData(nameof(ForeignBodies))]
    public async Task A_body_that_is_not_the_managers_own_word_leaves_it_in_doubt(int status, string mediaType, string body)
    {
        var reply = await RequestAsync(SocketReply.Raw(Whole($"{status} Whatever", body, mediaType), SocketEnding.KeepOpen));

        Assert.Equal(InDoubt, Word(reply));
        Assert.Single(_manager.Failovers);
        Assert.Equal(1, LogonCount());
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task A_redirect_is_not_followed_whatever_its_kind_and_the_token_goes_nowhere(int status, string target)
    {
        await using var elsewhere = new SocketManager();
        var location = target switch
        {
            "same host" => $"Location: {_manager.Url}api/vAppReplicaPoints/x?action=failover\r\n",
            "other host" => $"Location: {elsewhere.Url}api/vAppReplicaPoints/x?action=failover\r\n",
            _ => "",
        };
        var reply = await RequestAsync(SocketReply.Raw($"HTTP/1.1 {status} Elsewhere\r\n{location}Content-Length: 0\r\n\r\n", SocketEnding.KeepOpen));

        Assert.Equal(InDoubt, Word(reply));
        Assert.Single(_manager.Failovers);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData(0, "Close")]
    [InlineData(0, "Reset")]
    [InlineData(1, "Close")]
    [InlineData(1, "Reset")]
    [InlineData(100, "Reset")]
    public async Task A_connection_that_ends_before_the_request_is_read_is_not_tried_again(int bytes, string ending)
    {
        await ConnectAsync();
        var before = _manager.Connections;
        _manager.EndsAfter = (bytes, Enum.Parse<SocketEnding>(ending));
        var reply = await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);

        // Whether a peer that is gone the moment it has accepted was sent anything only the sender knows: both answers are safe.
        Assert.True(reply is FailoverUnanswered || (bytes == 0 && reply is FailoverUnsent), reply.ToString());
        Assert.Empty(_manager.Failovers);
        Assert.Equal(before + 1, _manager.Connections);
    }

    [Theory]
    [InlineData("Close")]
    [InlineData("Reset")]
    public async Task Over_TLS_as_well_a_connection_that_ends_before_the_request_is_read_is_not_tried_again(string ending)
    {
        using var certificate = Certificates.SelfSigned("localhost");
        await using var secure = new SocketManager(certificate);
        await using var client = EnterpriseManagerClient.Create(SocketClient.Options(secure.Url, _clock) with { CaPem = certificate.ExportCertificatePem() });
        Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None));
        var before = secure.Connections;
        secure.EndsAfter = (1, Enum.Parse<SocketEnding>(ending));

        Assert.IsType<FailoverUnanswered>(await client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Empty(secure.Failovers);
        Assert.Equal(before + 1, secure.Connections);
    }

    [Fact]
    public async Task A_handshake_that_fails_proves_that_it_was_not_sent_and_loses_the_manager()
    {
        using var certificate = Certificates.SelfSigned("localhost");
        await using var secure = new SocketManager(certificate);
        await using var client = EnterpriseManagerClient.Create(SocketClient.Options(secure.Url, _clock) with { CaPem = certificate.ExportCertificatePem(), Facts = _facts });
        Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None));
        secure.BreaksHandshakes = true;

        Assert.IsType<FailoverUnsent>(await client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Empty(secure.Failovers);
        Assert.Single(_facts.Of<ManagerLost>());
    }

    [Fact]
    public async Task A_server_that_closes_kept_connections_right_when_a_request_comes_sees_it_once()
    {
        await ConnectAsync();
        for (var number = 1; number <= 5; number++)
        {
            _manager.OnFailover = _ => SocketReply.Nothing(SocketEnding.Close);
            Assert.IsType<FailoverUnanswered>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
            Assert.Equal(number, _manager.Failovers.Length);
        }
    }

    [Fact]
    public async Task A_body_without_end_keeps_an_accepted_request_waiting_for_ten_seconds_at_most()
    {
        await ConnectAsync();
        _manager.OnFailover = _ => SocketReply.Raw("HTTP/1.1 202 Accepted\r\nContent-Length: 9000\r\nContent-Type: application/xml\r\n\r\n<Task", SocketEnding.Silence);
        var request = _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
        await _manager.FailoverSeen.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!request.IsCompleted)
        {
            // The head has to be read before its body can be late.
            await Task.Yield();
            Assert.InRange(_clock.GetUtcNow() - _clock.Start, TimeSpan.Zero, TimeSpan.FromMinutes(3));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(AcceptedWithoutTask, Word(await request));
        Assert.Single(_manager.Failovers);
    }

    [Fact]
    public async Task A_refusal_whose_body_does_not_end_is_no_refusal()
    {
        await ConnectAsync();
        _manager.OnFailover = _ => SocketReply.Raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 9000\r\nContent-Type: application/xml\r\n\r\n" + ErrorOf(403), SocketEnding.Silence);
        var request = _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
        await _manager.FailoverSeen.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!request.IsCompleted)
        {
            await Task.Yield();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(InDoubt, Word(await request));
    }

    [Fact]
    public async Task A_head_without_end_leaves_it_in_doubt()
    {
        var reply = await RequestAsync(SocketReply.Raw("HTTP/1.1 202 Accepted\r\n" + string.Concat(Enumerable.Repeat("X: 0123456789012345678901234567890123456789\r\n", 4000)), SocketEnding.Close));

        Assert.Equal(InDoubt, Word(reply));
        Assert.Single(_manager.Failovers);
    }

    [Fact]
    public async Task A_burst_of_503_is_one_request_for_each_intent()
    {
        await ConnectAsync();
        _manager.OnFailover = _ => SocketReply.Sample("503 ServiceUnavailable", "error-503.xml");
        for (var number = 1; number <= 3; number++)
        {
            Assert.IsType<FailoverUnanswered>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
            Assert.Equal(number, _manager.Failovers.Length);
        }
    }

    [Fact]
    public async Task A_401_whose_new_logon_is_refused_as_well_is_unsent_and_not_tried_twice()
    {
        await ConnectAsync();
        _manager.Instead = line => line.StartsWith("POST /api/sessionMngr/", StringComparison.Ordinal) ? SocketReply.Sample("401 Unauthorized", "error-401-credentials.xml") : null;
        _manager.OnFailover = _ => SocketReply.Sample("401 Unauthorized", "error-401-expired.xml");

        Assert.IsType<FailoverUnsent>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.IsType<FailoverUnsent>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));
        Assert.Single(_manager.Failovers);
        Assert.Equal(2, LogonCount());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _manager.DisposeAsync();
    }

    private static string Whole(string status, string body, string mediaType = "application/xml") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\nContent-Type: {mediaType}\r\n\r\n{body}";

    private static string ErrorOf(int status) =>
        $"<Error xmlns=\"http://www.veeam.com/ent/v1.0\" Message=\"no\" StatusCode=\"{status.ToString(CultureInfo.InvariantCulture)}\"/>";

    private static string Word(FailoverReply reply) => reply switch
    {
        FailoverAccepted { Task: "task-7" } => Accepted,
        FailoverAccepted { Task: null } => AcceptedWithoutTask,
        FailoverRefused refused => string.Create(CultureInfo.InvariantCulture, $"refused with {refused.Status}"),
        FailoverUnanswered => InDoubt,
        _ => reply.ToString(),
    };

    private int LogonCount() => _manager.Requests.Count(request => request.StartsWith("POST /api/sessionMngr/", StringComparison.Ordinal));

    private async Task ConnectAsync() => Assert.IsType<Connected>(await _client.ConnectAsync(CancellationToken.None));

    private async Task<FailoverReply> RequestAsync(SocketReply reply)
    {
        await ConnectAsync();
        _manager.OnFailover = _ => reply;
        return await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None);
    }
}
