using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace DrRunbook.Simulator.Tests;

/// <summary>What only sockets show.</summary>
public sealed class HostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_manager_has_a_port_and_answers_beside_its_api()
    {
        var scenario = new Scenario { Name = "two", Managers = [Scenarios.OneVApp, Scenarios.Many(2) with { Name = "site-c" }] };
        await using var host = await SimulatorHost.StartAsync(scenario, new SimulatorHostOptions { Clock = new HandClock(), UseHttps = false }, Token);
        Assert.NotEqual(host.AddressOf("site-b").Port, host.AddressOf("site-c").Port);
        using var client = new EmClient(new SocketsHttpHandler { UseCookies = false }, host.AddressOf("site-c"));
        await client.LogOnAsync();
        await client.FailOverNewestAsync("vapp-0002");
        var ledger = Ledger.FromJson(Encoding.UTF8.GetBytes(await client.BodyAsync("/ledger")));
        Assert.Equal(("site-c", "vapp-0002"), (ledger.Manager, Assert.Single(ledger.Effects).Target));
        Assert.Empty(host.Manager("site-b").Ledger.Requests);
        using var document = JsonDocument.Parse(await client.BodyAsync("/scenario"));
        Assert.Equal("two", document.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_certificate_is_self_signed_and_known_by_its_thumbprint()
    {
        await using var host = await SimulatorHost.StartAsync(new Scenario { Managers = [Scenarios.OneVApp] }, new SimulatorHostOptions(), Token);
        using var certificate = X509Certificate2.CreateFromPem(host.CertificatePem);
        Assert.Equal(host.Thumbprint, certificate.GetCertHashString(HashAlgorithmName.SHA256));
        using var distrustful = new HttpClient();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => distrustful.GetAsync(new Uri(host.AddressOf("site-b"), "/api/"), Token));
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        using var trusting = new EmClient(Scenarios.Trusting(host), host.AddressOf("site-b"));
        Assert.Equal(200, await trusting.StatusAsync(HttpMethod.Get, ""));
    }

    [Fact]
    public async Task A_post_without_a_length_is_411()
    {
        await using var host = await PlainAsync(Scenarios.OneVApp);
        var answer = await RawAsync(host, "POST /api/sessionMngr/?v=latest HTTP/1.1\r\nHost: em\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 411", answer);
        Assert.StartsWith("HTTP/1.1 401", await RawAsync(host, "POST /api/sessionMngr/?v=latest HTTP/1.1\r\nHost: em\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    [Fact]
    public async Task A_half_head_is_half_a_head()
    {
        await using var host = await PlainAsync(Scenarios.With(new FaultRule { Fault = FaultKind.HalfHead }));
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Ty", await RawAsync(host, "GET /api/ HTTP/1.1\r\nHost: em\r\n\r\n"));
    }

    [Fact]
    public async Task A_truncated_body_announces_all_and_sends_half()
    {
        await using var host = await PlainAsync(Scenarios.With(new FaultRule { Fault = FaultKind.TruncatedBody }));
        var answer = await RawAsync(host, "GET /api/ HTTP/1.1\r\nHost: em\r\n\r\n");
        var length = int.Parse(answer.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(length / 2, answer.Split("\r\n\r\n")[1].Length);
    }

    [Fact]
    public async Task Heads_are_those_of_the_service()
    {
        await using var host = await PlainAsync(Scenarios.OneVApp);
        var head = (await RawAsync(host, "PUT /api/ HTTP/1.1\r\nHost: em\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Split("\r\n\r\n")[0];
        Assert.StartsWith("HTTP/1.1 405 MethodNotAllowed\r\n", head);
        Assert.Contains("Server: Microsoft-HTTPAPI/2.0", head);
        Assert.Contains("Date: Sun, 01 Mar 2026 08:00:00 GMT", head);
    }

    [Fact]
    public async Task A_fixed_port_is_taken_and_a_taken_one_is_refused()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        var options = new SimulatorHostOptions { UseHttps = false, Ports = ImmutableDictionary<string, int>.Empty.Add("site-b", port) };
        await Assert.ThrowsAnyAsync<IOException>(() => SimulatorHost.StartAsync(new Scenario { Managers = [Scenarios.OneVApp] }, options, Token));
        probe.Stop();
        await using var host = await SimulatorHost.StartAsync(new Scenario { Managers = [Scenarios.OneVApp] }, options, Token);
        Assert.Equal(port, host.AddressOf("site-b").Port);
    }

    [Fact]
    public async Task The_handler_answers_before_it_returns()
    {
        var manager = new SimulatedEnterpriseManager(Scenarios.OneVApp, new HandClock(), 1);
        using var invoker = new HttpMessageInvoker(new SimulatorHandler(new Dictionary<string, SimulatedEnterpriseManager> { ["em.example:9398"] = manager }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://em.example:9398/api/");
        var answer = invoker.SendAsync(request, Token);
        Assert.True(answer.IsCompletedSuccessfully);
        using var response = await answer;
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "https://other.example/api/");
        var unknown = await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(elsewhere, Token));
        Assert.Equal(HttpRequestError.NameResolutionError, unknown.HttpRequestError);
    }

    private static Task<SimulatorHost> PlainAsync(ScenarioManager manager) =>
        SimulatorHost.StartAsync(new Scenario { Managers = [manager] }, new SimulatorHostOptions { Clock = new HandClock(), UseHttps = false }, Token);

    /// <summary>All that comes back until the connection ends, be it by a reset.</summary>
    private static async Task<string> RawAsync(SimulatorHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.AddressOf("site-b").Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        using var answer = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            for (var count = 1; count > 0;)
            {
                count = await stream.ReadAsync(buffer, Token);
                answer.Write(buffer, 0, count);
            }
        }
        catch (IOException)
        {
            // What came before the reset counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
