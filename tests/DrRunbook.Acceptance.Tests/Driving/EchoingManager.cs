using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Text;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>An Enterprise Manager on loopback with one vApp, which repeats a text in every header and message that it writes.</summary>
internal sealed class EchoingManager : IAsyncDisposable
{
    private const string Point = "11111111-1111-1111-1111-111111111111";
    private const string VmPoint = "22222222-2222-2222-2222-222222222222";
    private const string Server = "33333333-3333-3333-3333-333333333333";
    private const string Replica = "44444444-4444-4444-4444-444444444444";
    private const string Session = "55555555-5555-5555-5555-555555555555";

    private readonly HttpListener _listener = new();
    private readonly string _token;
    private readonly string _sessionId;
    private readonly string _echo;
    private readonly Lock _gate = new();
    private readonly List<string> _heads = [];
    private readonly Task _serving;
    private DateTimeOffset? _requestedAt;

    /// <param name="token">What a logon gets as its token.</param>
    /// <param name="sessionId">What a logon gets as its id.</param>
    /// <param name="echo">What it repeats.</param>
    public EchoingManager(string token, string sessionId, string echo)
    {
        (_token, _sessionId, _echo) = (token, sessionId, echo);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>How the one restore session ends.</summary>
    public string Result { get; set; } = "Success";

    /// <summary>Whether a failover is answered with 500, which leaves it in doubt.</summary>
    public bool Doubts { get; set; }

    /// <summary>Every header that came, one a line.</summary>
    public string Received
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _heads);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        lock (_gate)
        {
            _heads.AddRange(context.Request.Headers.AllKeys.Select(name => $"{name}: {context.Request.Headers[name]}"));
        }

        var (status, body) = Answer(context.Request.HttpMethod, context.Request.Url!.PathAndQuery);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.Headers["X-Echo"] = string.Concat(_echo.Where(c => c is >= ' ' and < '\u007f'));
        if (status == 201)
        {
            context.Response.Headers["X-RestSvcSessionId"] = _token;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        try
        {
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // The other side is gone.
        }
    }

    private (int Status, string Body) Answer(string method, string path) => (method, path) switch
    {
        ("GET", "/api/") => (200, Xml("EnterpriseManager", "<SupportedVersions><SupportedVersion Name=\"v1_7\" /></SupportedVersions>")),
        ("POST", _) when path.StartsWith("/api/sessionMngr/", StringComparison.Ordinal) => (201, Xml("LogonSession", $"<UserName>{Echo}</UserName><SessionId>{_sessionId}</SessionId>")),
        ("POST", _) when path.Contains("action=failover", StringComparison.Ordinal) => Failover(),
        ("DELETE", _) => (204, ""),
        (_, _) when path.StartsWith("/echo", StringComparison.Ordinal) => (418, _echo),
        ("GET", "/api/tasks") => (200, Xml("Tasks", _requestedAt is null ? "" : TaskBody("Finished"))),
        ("GET", _) when path.Contains("type=VAppReplicaPoint", StringComparison.Ordinal) => (200, Page("VAppReplicaPoints", PointBody)),
        ("GET", _) when path.Contains("type=VmReplicaPoint", StringComparison.Ordinal) => (200, Page("VmReplicaPoints", VmPointBody)),
        ("GET", _) when path.Contains("type=RestoreSession", StringComparison.Ordinal) => Doubts ? (400, Error(400)) : (200, Page("RestoreSessions", _requestedAt is null ? "" : SessionBody)),
        ("GET", _) when path.Contains("/restoreSessions/", StringComparison.Ordinal) => (200, Xml("Nothing", "")),
        _ => (404, Error(404)),
    };

    private string Echo => SecurityElement.Escape(_echo)!;

    private static string Created => "2026-11-23T03:00:00Z";

    private static string PointBody => $"""
        <VAppReplicaPoint Type="VAppReplicaPoint" Name="erp@1" UID="urn:veeam:VAppReplicaPoint:{Point}"><Links>{Link("Failover", $"vAppReplicaPoints/{Point}?action=failover")}{Link("Up", $"backupServers/{Server}")}{Link("Up", $"replicas/{Replica}")}{Link("Down", $"vmReplicaPoints/{VmPoint}")}</Links><CreationTimeUTC>{Created}</CreationTimeUTC><VAppName>erp</VAppName></VAppReplicaPoint>
        """;

    private static string VmPointBody => $"""<VmReplicaPoint Type="VmReplicaPoint" UID="urn:veeam:VmReplicaPoint:{VmPoint}" VmDisplayName="erp1"><CreationTimeUTC>{Created}</CreationTimeUTC></VmReplicaPoint>""";

    private string SessionBody => $"""
        <RestoreSession Type="RestoreSession" UID="urn:veeam:RestoreSession:{Session}" VmDisplayName="erp" Name="erp@1"><Links>{Link("Up", $"backupServers/{Server}")}</Links><CreationTimeUTC>{_requestedAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}</CreationTimeUTC><EndTimeUTC>{_requestedAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}</EndTimeUTC><State>Stopped</State><Result>{Result}</Result><FailureMessage>{Echo}</FailureMessage></RestoreSession>
        """;

    private (int Status, string Body) Failover()
    {
        _requestedAt ??= DateTimeOffset.UtcNow;
        return Doubts ? (500, Error(500)) : (202, TaskBody("Running").Replace("<Task ", "<Task xmlns=\"http://www.veeam.com/ent/v1.0\" ", StringComparison.Ordinal));
    }

    private string TaskBody(string state) => $"""
        <Task Type="Task"><Links>{Link("Related", $"restoreSessions/{Session}?format=Entity")}</Links><TaskId>task-1</TaskId><State>{state}</State><Operation>StartReplicaFailover</Operation><Result Success="true"><Message>{Echo}</Message></Result></Task>
        """;

    private string Error(int status) => $"""<Error xmlns="http://www.veeam.com/ent/v1.0" StatusCode="{status}" Message="{Echo}" />""";

    private static string Link(string rel, string path) => $"""<Link Rel="{rel}" Href="https://elsewhere.invalid/api/{path}" />""";

    private static string Page(string plural, string items) =>
        Xml("QueryResult", $"<Entities><{plural}>{items}</{plural}></Entities><PagingInfo PageNum=\"1\" PageSize=\"500\" PagesCount=\"1\" />");

    private static string Xml(string root, string content) => $"""<{root} xmlns="http://www.veeam.com/ent/v1.0">{content}</{root}>""";
}
