using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using static DrRunbook.Engine.Tests.Outside.Values;

namespace DrRunbook.Engine.Tests.Outside;

public sealed class HttpTests : IDisposable
{
    private const string Good = "HTTP/1.1 200 OK\nContent-Type: text/plain\nSet-Cookie: session=abc\nContent-Length: 7\n\nhealthy";
    private static readonly GateId Gate = new("application:verify:1");
    private static readonly StepId Step = new("page");
    private readonly string _root = Directory.CreateTempSubdirectory("drrun-").FullName;
    private readonly OutsideWorld _world;

    public HttpTests() => _world = new OutsideWorld(_root, new Dictionary<string, string>(), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_gate_holds_where_the_answer_is_as_stated()
    {
        await using var server = new TestHttpServer(Good);
        var gate = GateAt(server.Url) with { Contains = Text("health"), Headers = Headers(("X-Run", Plain("${run.id}"))) };
        var answer = await _world.ProbeAsync(Gate, gate, 1, New(), Token);

        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal("200 OK", answer.Detail);
        Assert.Equal("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 7\n\nhealthy", Evidence(answer));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /health HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-Run: run-1\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n", "503 Service Unavailable, not 200 to 299")]
    [InlineData("HTTP/1.1 204 No Content\n\n", "204 No Content, but the answer does not contain 'healthy'")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 4\n\nsick", "200 OK, but the answer does not contain 'healthy'")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 99\n\nhealth", "200 OK, broken off, but the answer does not contain 'healthy'")]
    public async Task A_gate_does_not_hold_on_any_other_answer(string said, string detail)
    {
        await using var server = new TestHttpServer(said);
        var answer = await _world.ProbeAsync(Gate, GateAt(server.Url) with { Contains = Text("healthy") }, 1, New(), Token);

        Assert.False(answer.Holds);
        Assert.Equal(detail, answer.Detail);
    }

    [Fact]
    public async Task An_authority_that_is_not_the_one_that_was_planned_is_not_trusted()
    {
        File.WriteAllText(Path.Combine(_root, "ca.pem"), "another authority");
        var world = new OutsideWorld(_root, new Dictionary<string, string>(), TimeProvider.System) { Files = [new FileDigest("ca.pem", new string('0', 64))] };
        var answer = await world.ProbeAsync(Gate, GateAt("https://localhost:1/") with { CaFile = "ca.pem" }, 1, New(), Token);

        Assert.True(answer is { Holds: false, Sent: false, Known: true });
        Assert.Equal("'ca.pem' is not the file that was planned", answer.Detail);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var target = new TestHttpServer(Good);
        await using var server = new TestHttpServer($"HTTP/1.1 302 Found\nLocation: {target.Url}\nContent-Length: 0\n\n");
        var answer = await _world.ProbeAsync(Gate, GateAt(server.Url), 1, New(), Token);
        Assert.False(answer.Holds);
        Assert.Equal($"302 Found to {target.Url}, which is not followed, not 200 to 299", answer.Detail);

        Assert.True((await _world.ProbeAsync(Gate, GateAt(server.Url) with { Statuses = [301, 302] }, 1, New(), Token)).Holds);
        Assert.Equal(0, target.Connections);
    }

    [Fact]
    public async Task A_step_sends_json_whose_strings_are_filled_in_and_stay_strings()
    {
        await using var server = new TestHttpServer("HTTP/1.1 201 Created\nContent-Length: 2\n\nok");
        var body = """{"run":"${run.id}","why":"${failure.reason}","literal":"$${run.id}","n":1.50,"list":["${run.id}",true,null]}""";
        var answer = await _world.SendAsync(Step, Post(server.Url) with { Body = new HttpBody(null, body) }, 1, New(), Token);

        Assert.True(answer is { Holds: true, Sent: true, Known: true }, answer.Detail);
        var request = Assert.Single(server.Requests);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith(
            "\r\n\r\n" + """{"run":"run-1","why":"said \"no\" to ${env.TOKEN} & left\n","literal":"${run.id}","n":1.50,"list":["run-1",true,null]}""",
            request,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_sends_text_and_its_own_headers()
    {
        await using var server = new TestHttpServer(Good);
        var request = Post(server.Url) with
        {
            Method = "PUT",
            Body = new HttpBody(Text("run ${run.id} ž"), null),
            Headers = Headers(("Authorization", TokenSecret), ("Content-Type", Plain("text/x-note"))),
        };
        Assert.True((await _world.SendAsync(Step, request, 1, New(), Token)).Holds);

        var sent = Assert.Single(server.Requests);
        Assert.StartsWith("PUT ", sent, StringComparison.Ordinal);
        Assert.Contains($"Authorization: {Secret}\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/x-note\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("run run-1 ž", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("GET")]
    public async Task A_request_whose_connection_closes_is_sent_once_and_its_effect_is_not_known(string method)
    {
        await using var server = new TestHttpServer("");
        var answer = await _world.SendAsync(Step, Post(server.Url) with { Method = method }, 1, New(), Token);

        Assert.True(answer is { Holds: false, Sent: true, Known: false }, answer.Detail);
        Assert.StartsWith("no answer: ", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_request_whose_answer_does_not_come_in_time_is_not_known()
    {
        using var limit = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        await using var server = new TestHttpServer(async _ =>
        {
            await limit.CancelAsync();
            await never.Task;
        });
        var answer = await _world.SendAsync(Step, Post(server.Url), 1, New(), limit.Token);
        never.SetResult();

        Assert.True(answer is { Holds: false, Sent: true, Known: false }, answer.Detail);
        Assert.Equal("no answer in time", answer.Detail);
    }

    [Fact]
    public async Task A_status_that_came_is_known_although_the_body_breaks_off()
    {
        await using var server = new TestHttpServer("HTTP/1.1 202 Accepted\nContent-Length: 99\n\nwill be do");
        var answer = await _world.SendAsync(Step, Post(server.Url), 1, New(), Token);

        Assert.True(answer is { Holds: true, Sent: true, Known: true }, answer.Detail);
        Assert.Equal("202 Accepted, broken off", answer.Detail);
        Assert.EndsWith("\n\nwill be do", Evidence(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_found_no_connection_never_left()
    {
        using var bound = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var answer = await _world.SendAsync(Step, Post($"http://{bound.LocalEndPoint}/"), 1, New(), Token);

        Assert.True(answer is { Holds: false, Sent: false, Known: true }, answer.Detail);
        Assert.Equal("no connection: Connection refused", answer.Detail);
    }

    [Theory]
    [InlineData("no url", "'no url' is no http or https URL")]
    [InlineData("file:///etc/passwd", "'file:///etc/passwd' is no http or https URL")]
    [InlineData("http://localhost/${env.MISSING}", "environment variable 'env.MISSING' is not set")]
    [InlineData("http://localhost/${env.SHORT}", "a secret used here has fewer than 8 characters, which cannot be kept out of the evidence: nothing was done")]
    public async Task What_cannot_be_sent_is_told_before_anything_leaves(string url, string detail)
    {
        var answer = await _world.SendAsync(Step, Post(url), 1, New(), Token);
        Assert.True(answer is { Holds: false, Sent: false, Known: true }, answer.Detail);
        Assert.Equal(detail, answer.Detail);
    }

    [Fact]
    public async Task A_method_that_is_none_is_told()
    {
        var answer = await _world.SendAsync(Step, Post("http://localhost:1/") with { Method = "GET /other" }, 1, New(), Token);
        Assert.False(answer.Sent);
        Assert.Equal("'GET /other' is no HTTP method", answer.Detail);
    }

    [Fact]
    public async Task A_header_that_would_become_two_is_refused()
    {
        await using var server = new TestHttpServer(Good);
        var request = Post(server.Url) with { Headers = Headers(("X-Note", Plain("one\r\nX-Other: two"))) };
        var answer = await _world.SendAsync(Step, request, 1, New(), Token);

        Assert.True(answer is { Holds: false, Sent: false }, answer.Detail);
        Assert.Equal("header 'X-Note' cannot be sent with this request", answer.Detail);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Secrets_that_come_back_are_not_kept_also_where_the_answer_is_packed()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Secret));
        var text = $"you said {Secret}, as URL {Uri.EscapeDataString(Secret)}, and {basic}";
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(text), Token);
        }

        await using var server = new TestHttpServer(async stream =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 500 {Secret}\r\nContent-Encoding: gzip\r\nX-Echo: {Uri.EscapeDataString(Secret)}\r\nContent-Length: {packed.Length}\r\n\r\n"));
            await stream.WriteAsync(packed.ToArray());
        });
        var answer = await _world.SendAsync(Step, Post(server.Url) with { Headers = Headers(("X-Token", TokenSecret)) }, 1, New(), Token);

        Assert.Equal("500 ***, not 200 to 299", answer.Detail);
        var evidence = Evidence(answer);
        Assert.Contains("X-Echo: ***\n", evidence, StringComparison.Ordinal);
        Assert.Matches(@"you said \*\*\*, as URL \*\*\*, and [A-Za-z0-9+/]{6}\*\*\*=*$", evidence);
    }

    [Fact]
    public async Task A_long_answer_is_cut_with_a_mark()
    {
        await using var server = new TestHttpServer(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            for (var i = 0; i < 64; i++)
            {
                await stream.WriteAsync(new byte[32 * 1024]);
            }
        });
        var answer = await _world.ProbeAsync(Gate, GateAt(server.Url), 1, New(), Token);

        Assert.True(answer.Holds, answer.Detail);
        Assert.Equal(1 << 20, answer.Evidence!.Value.Length);
        Assert.EndsWith("\n[cut here: there was more than 1 MiB]\n", Evidence(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_trusted_only_through_the_stated_authority()
    {
        using var authority = Authority("CN=Site B CA");
        using var certificate = Issue(authority);
        await File.WriteAllTextAsync(Path.Combine(_root, "ca.pem"), authority.ExportCertificatePem(), Token);
        using var stranger = Authority("CN=Another CA");
        await File.WriteAllTextAsync(Path.Combine(_root, "other.pem"), stranger.ExportCertificatePem(), Token);
        await using var server = new TestHttpServer(Good, certificate);

        var trusted = await _world.ProbeAsync(Gate, GateAt(server.Url) with { CaFile = "ca.pem" }, 1, New(), Token);
        Assert.True(trusted.Holds, trusted.Detail);

        foreach (var caFile in new[] { "other.pem", null })
        {
            var refused = await _world.ProbeAsync(Gate, GateAt(server.Url) with { CaFile = caFile }, 1, New(), Token);
            Assert.True(refused is { Holds: false, Sent: false }, refused.Detail);
            Assert.StartsWith("no connection: The remote certificate is invalid", refused.Detail, StringComparison.Ordinal);
        }

        var otherName = server.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        Assert.False((await _world.ProbeAsync(Gate, GateAt(otherName) with { CaFile = "ca.pem" }, 1, New(), Token)).Holds);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_certificate_file_that_is_none_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "empty.pem"), "no certificate", Token);
        foreach (var caFile in new[] { "empty.pem", "missing.pem" })
        {
            var answer = await _world.ProbeAsync(Gate, GateAt("https://localhost:1/") with { CaFile = caFile }, 1, New(), Token);
            Assert.False(answer.Sent);
            Assert.StartsWith($"certificate file '{caFile}' cannot be used: ", answer.Detail, StringComparison.Ordinal);
        }
    }

    private static HttpGate GateAt(string url) => new(Text(url), "GET", [], null, ImmutableSortedDictionary<string, ValueSource>.Empty, null);

    private static HttpAction Post(string url) => new("POST", Text(url), ImmutableSortedDictionary<string, ValueSource>.Empty, null, []);

    private static ImmutableSortedDictionary<string, ValueSource> Headers(params (string Name, ValueSource Value)[] headers) =>
        headers.ToImmutableSortedDictionary(header => header.Name, header => header.Value);

    private static string Evidence(ProbeAnswer answer) => Encoding.UTF8.GetString(answer.Evidence!.Value.Span);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }
}
