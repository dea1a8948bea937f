using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;

namespace DrRunbook.Simulator.Tests;

/// <summary>A client as plain as can be: what the simulator sends is what the test sees.</summary>
internal sealed class EmClient : IDisposable
{
    private static readonly XNamespace Ns = "http://www.veeam.com/ent/v1.0";

    private readonly HttpClient _http;

    public EmClient(HttpMessageHandler handler, Uri address) =>
        _http = new HttpClient(handler) { BaseAddress = new Uri(address, "/api/"), Timeout = Timeout.InfiniteTimeSpan };

    public string? Token { get; private set; }

    public string Accept { get; set; } = "application/xml";

    /// <summary>A client inside the process, logged on.</summary>
    public static async Task<EmClient> ToAsync(SimulatedEnterpriseManager manager, string user = "operator", string password = "simulated")
    {
        var client = Unauthenticated(manager);
        await client.LogOnAsync(user, password);
        return client;
    }

    public static EmClient Unauthenticated(SimulatedEnterpriseManager manager) => new(
        new SimulatorHandler(new Dictionary<string, SimulatedEnterpriseManager> { ["em.example:9398"] = manager }), new Uri("https://em.example:9398"));

    public async Task<HttpResponseMessage> LogOnAsync(string user = "operator", string password = "simulated")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessionMngr/?v=latest") { Content = new ByteArrayContent([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        request.Headers.Accept.ParseAdd(Accept);
        var response = await CarryAsync(request, CancellationToken.None);
        if (response.StatusCode is HttpStatusCode.Created)
        {
            Token = response.Headers.GetValues("X-RestSvcSessionId").Single();
        }

        return response;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content ?? (method == HttpMethod.Get ? null : new ByteArrayContent([])) };
        request.Headers.Accept.ParseAdd(Accept);
        if (Token is not null)
        {
            request.Headers.Add("X-RestSvcSessionId", Token);
        }

        return await CarryAsync(request, cancellationToken);
    }

    /// <summary>A connection that is gone the moment it was accepted may come as the socket's own exception: it is a broken connection like the others.</summary>
    private async Task<HttpResponseMessage> CarryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (SocketException gone)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, gone.Message, gone);
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<string> BodyAsync(string path)
    {
        using var response = await GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Only the number of the answer.</summary>
    public async Task<int> StatusAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var response = await SendAsync(method, path, content);
        return (int)response.StatusCode;
    }

    public async Task<XElement> XmlAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return XElement.Parse(await response.Content.ReadAsStringAsync());
    }

    /// <summary>The UID's GUID of the newest point of a vApp.</summary>
    public async Task<string> NewestPointAsync(string vApp)
    {
        var result = await XmlAsync($"query?type=VAppReplicaPoint&format=Entities&sortDesc=CreationTime&filter=VAppName==%22{vApp}%22");
        return result.Descendants(Ns + "VAppReplicaPoint").First().Attribute("UID")!.Value.Split(':')[^1];
    }

    public async Task<HttpResponseMessage> FailOverAsync(string point) =>
        await SendAsync(HttpMethod.Post, $"vAppReplicaPoints/{point}?action=failover");

    /// <summary>Starts a failover and returns the task's id.</summary>
    public async Task<string> FailOverNewestAsync(string vApp)
    {
        using var response = await FailOverAsync(await NewestPointAsync(vApp));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return XElement.Parse(await response.Content.ReadAsStringAsync()).Element(Ns + "TaskId")!.Value;
    }

    /// <summary>A task in one line: <c>Running</c>, <c>Finished true Ok related</c>, <c>500</c>.</summary>
    public async Task<string> TaskAsync(string id)
    {
        using var response = await GetAsync("tasks/" + id);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            return ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }

        var task = XElement.Parse(await response.Content.ReadAsStringAsync());
        var result = task.Element(Ns + "Result");
        var related = task.Descendants(Ns + "Link").Any(link => link.Attribute("Rel")!.Value == "Related");
        return string.Join(' ', new[] { task.Element(Ns + "State")!.Value, result?.Attribute("Success")?.Value, result?.Element(Ns + "Message")?.Value, related ? "related" : null }.OfType<string>());
    }

    /// <summary>The path of the session that a task shows.</summary>
    public async Task<string> RelatedAsync(string task)
    {
        var link = (await XmlAsync("tasks/" + task)).Descendants(Ns + "Link").Single(link => link.Attribute("Rel")!.Value == "Related");
        return new Uri(link.Attribute("Href")!.Value).PathAndQuery["/api/".Length..];
    }

    /// <summary>A session in one line: <c>Stopped Success 100</c>, <c>404</c>.</summary>
    public async Task<string> SessionAsync(string path)
    {
        using var response = await GetAsync(path);
        return response.StatusCode is HttpStatusCode.OK
            ? Session(XElement.Parse(await response.Content.ReadAsStringAsync()))
            : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>All sessions in lines with their names.</summary>
    public async Task<string[]> SessionsAsync()
    {
        var result = await XmlAsync("query?type=RestoreSession&format=Entities&sortAsc=CreationTime");
        return [.. result.Descendants(Ns + "RestoreSession").Select(session => $"{session.Attribute("VmDisplayName")!.Value} {Session(session)}")];
    }

    public void Dispose() => _http.Dispose();

    private static string Session(XElement session) => string.Join(' ', new[]
    {
        session.Element(Ns + "State")!.Value, session.Element(Ns + "Result")!.Value, session.Element(Ns + "Progress")?.Value, session.Element(Ns + "FailureMessage")?.Value,
    }.OfType<string>());
}
