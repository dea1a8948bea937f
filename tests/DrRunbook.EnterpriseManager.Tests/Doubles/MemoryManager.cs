using System.Net;
using System.Text;
using System.Xml.Linq;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>An Enterprise Manager in memory that answers at once, on the caller's thread, from state that the test sets.</summary>
internal sealed class MemoryManager(TimeProvider clock) : HttpMessageHandler
{
    public static readonly XNamespace Ns = "http://www.veeam.com/ent/v1.0";
    private const string SessionHeader = "X-RestSvcSessionId";
    private readonly HashSet<string> _tokens = [];
    private int _logons;

    /// <summary>Every request, as <c>GET tasks?x=y</c>, the path below <c>/api/</c>.</summary>
    public List<string> Requests { get; } = [];

    public List<XElement> Tasks { get; } = [];

    public List<XElement> Sessions { get; } = [];

    public List<XElement> Points { get; } = [];

    public List<XElement> VmPoints { get; } = [];

    public int PageSize { get; set; } = 500;

    /// <summary>Its clock minus the run's.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Answers in place of the usual answer; null lets it pass.</summary>
    public Func<string, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>Answers later in place of the usual answer; null lets it pass.</summary>
    public Func<string, Task<HttpResponseMessage>?>? Later { get; set; }

    /// <summary>Sees every request whole.</summary>
    public Action<HttpRequestMessage>? Seen { get; set; }

    /// <summary>How long the logon session lives without a request.</summary>
    public TimeSpan IdleLimit { get; } = TimeSpan.FromMinutes(15);

    public DateTimeOffset LastRequestAt { get; private set; }

    public int LogonCount => _logons;

    public int CountOf(string start) => Requests.Count(request => request.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Forgets all logon sessions and their tasks, as a restart of the service does.</summary>
    public void Restart()
    {
        _tokens.Clear();
        Tasks.Clear();
    }

    public static HttpResponseMessage Xml(HttpStatusCode status, XElement body) =>
        new(status) { Content = new StringContent(body.ToString(), Encoding.UTF8, "application/xml") };

    public static HttpResponseMessage Error(int status, string message) =>
        Xml((HttpStatusCode)status, new XElement(Ns + "Error", new XAttribute("Message", message), new XAttribute("StatusCode", status)));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = $"{request.Method} {request.RequestUri!.PathAndQuery["/api/".Length..]}";
        Requests.Add(path);
        Seen?.Invoke(request);
        if (Later?.Invoke(path) is { } later)
        {
            return later.WaitAsync(cancellationToken);
        }

        var response = Instead?.Invoke(path) ?? Answer(request, path);
        response.Headers.Date = clock.GetUtcNow() + ClockOffset;
        return Task.FromResult(response);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path)
    {
        if (path == "GET ")
        {
            return Xml(HttpStatusCode.OK, XElement.Parse(Samples.Text("enterprisemanager.xml")));
        }

        if (path.StartsWith("POST sessionMngr", StringComparison.Ordinal))
        {
            return LogOn();
        }

        var token = request.Headers.TryGetValues(SessionHeader, out var tokens) ? tokens.Single() : "";
        if (clock.GetUtcNow() - LastRequestAt > IdleLimit)
        {
            Restart();
        }

        LastRequestAt = clock.GetUtcNow();
        return _tokens.Contains(token) ? Answer(path) : Error(401, "Authentication token has expired");
    }

    /// <summary>Makes a logon session.</summary>
    public HttpResponseMessage LogOn()
    {
        _logons++;
        LastRequestAt = clock.GetUtcNow();
        _tokens.Add($"secret-token-{_logons}");
        var response = Xml(HttpStatusCode.Created, new XElement(Ns + "LogonSession", new XElement(Ns + "SessionId", $"secret-session-{_logons}")));
        response.Headers.Add(SessionHeader, $"secret-token-{_logons}");
        return response;
    }

    private HttpResponseMessage Answer(string path) => path switch
    {
        "GET tasks" => Xml(HttpStatusCode.OK, new XElement(Ns + "Tasks", Tasks)),
        _ when path.StartsWith("GET tasks/", StringComparison.Ordinal) => One(Tasks, "TaskId", path, Error(500, "There is no backup task with that id in current rest session")),
        _ when path.StartsWith("GET query?type=VAppReplicaPoint", StringComparison.Ordinal) => Page("VAppReplicaPoints", Points, path),
        _ when path.StartsWith("GET query?type=VmReplicaPoint", StringComparison.Ordinal) => Page("VmReplicaPoints", VmPoints, path),
        _ when path.StartsWith("GET query?type=RestoreSession", StringComparison.Ordinal) => Page("RestoreSessions", Sessions.Where(IsListed), path),
        _ when path.StartsWith("GET restoreSessions/", StringComparison.Ordinal) => One(Sessions, "UID", path, Error(404, "not found")),
        _ when path.StartsWith("GET vmReplicaPoints/", StringComparison.Ordinal) => One(VmPoints, "UID", path, Error(404, "not found")),
        _ when path.StartsWith("GET logonSessions/", StringComparison.Ordinal) => Xml(HttpStatusCode.OK, new XElement(Ns + "LogonSession")),
        _ when path.StartsWith("DELETE logonSessions/", StringComparison.Ordinal) => new HttpResponseMessage(HttpStatusCode.NoContent),
        _ when path.StartsWith("POST vAppReplicaPoints/", StringComparison.Ordinal) => new HttpResponseMessage(HttpStatusCode.Accepted),
        _ => Error(404, $"no such resource: {path}"),
    };

    private static bool IsListed(XElement session) => session.Attribute("unlisted") is null;

    private static HttpResponseMessage One(List<XElement> all, string key, string path, HttpResponseMessage otherwise)
    {
        var id = path.Split('/', '?')[1];
        var found = all.FirstOrDefault(item => ((string?)item.Element(Ns + key) ?? (string?)item.Attribute(key))!.EndsWith(id, StringComparison.Ordinal));
        return found is null ? otherwise : Xml(HttpStatusCode.OK, found);
    }

    private HttpResponseMessage Page(string plural, IEnumerable<XElement> all, string path)
    {
        var page = int.Parse(path[(path.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        var items = all.ToList();
        var pages = Math.Max(1, (items.Count + PageSize - 1) / PageSize);
        return Xml(HttpStatusCode.OK, new XElement(
            Ns + "QueryResult",
            new XElement(Ns + "Entities", new XElement(Ns + plural, items.Skip((page - 1) * PageSize).Take(PageSize))),
            new XElement(Ns + "PagingInfo", new XAttribute("PagesCount", pages), new XAttribute("PageNum", page))));
    }
}
