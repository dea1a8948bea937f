using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>The imitated API: who may come in, and which resource answers.</summary>
internal sealed class Api
{
    private static readonly string[] Versions = ["latest", "v1_5", "v1_6", "v1_7"];

    private readonly ManagerState _state;
    private readonly ServiceForms _service;
    private readonly Dictionary<string, Func<Call, Reply>> _resources;

    public Api(ManagerState state)
    {
        _state = state;
        var addresses = new Addresses(state.Scenario, state.Seed);
        _service = new ServiceForms(addresses);
        var sessionForms = new SessionForms(addresses, state.Scenario.Wire);
        var serverForms = new ServerForms(addresses);
        var pointForms = new PointForms(addresses);
        var tasks = new TaskResources(state, sessionForms);
        var points = new PointResources(state, pointForms, tasks);
        var servers = new ServerResources(state, serverForms, sessionForms, tasks);
        var queries = new QueryResources(
            state, _service, new QueryCatalog(state, addresses, pointForms, sessionForms, serverForms, points, tasks, servers).Build());
        _resources = new(StringComparer.Ordinal)
        {
            ["logonsessions"] = LogonSessions,
            ["querysvc"] = queries.QueryService,
            ["query"] = queries.Query,
            ["tasks"] = tasks.Tasks,
            ["restoresessions"] = tasks.RestoreSessions,
            ["vappreplicapoints"] = points.VAppPoints,
            ["vmreplicapoints"] = points.VmPoints,
            ["replicas"] = points.Replicas,
            ["replicasessions"] = servers.ReplicaSessions,
            ["replicatasksessions"] = servers.ReplicaTaskSessions,
            ["repicatasksessions"] = servers.ReplicaTaskSessions,
            ["backupservers"] = servers.BackupServers,
            ["systemsessions"] = servers.SystemSessions,
            ["failoverplans"] = new PlanResources(state, serverForms, tasks).FailoverPlans,
            ["cdpreplica"] = new CdpResources(state, serverForms, tasks).VApps,
        };
    }

    public Reply Answer(SimulatorRequest request, Route route, DateTimeOffset now)
    {
        if (request.Method is "POST" or "PUT" && !request.HasLength)
        {
            return Reply.Error(411, "Length required");
        }

        if (route.Resource.Length == 0)
        {
            return request.Method == "GET" ? new Reply(200, _service.Root()) : Reply.WrongVerb;
        }

        if (route.Resource == "sessionmngr")
        {
            return Logon(request, route, now);
        }

        var session = _state.Logons.Find(request.Token);
        if (session is null)
        {
            return Reply.Error(401, "Access denied");
        }

        if (_state.Logons.HasExpired(session, now))
        {
            session.Expired = true;
            return Reply.Error(401, "Authentication token has expired");
        }

        session.LastUsed = now;
        if (!_resources.TryGetValue(route.Resource, out var resource))
        {
            return Reply.NotFound;
        }

        return Roles.Allow(session.Account.Role, route) ? resource(new Call(request, route, session, now)) : Reply.AccessDenied;
    }

    private Reply Logon(SimulatorRequest request, Route route, DateTimeOffset now)
    {
        if (request.Method != "POST")
        {
            return Reply.WrongVerb;
        }

        if (route.Parameters.TryGetValue("v", out var version) && !Versions.Contains(version, StringComparer.OrdinalIgnoreCase))
        {
            return Reply.Error(400, $"Version '{version}' is not supported");
        }

        var account = request.Credentials() is { } credentials
            ? _state.Scenario.Accounts.FirstOrDefault(other => string.Equals(other.User, credentials.User, StringComparison.OrdinalIgnoreCase) && other.Password == credentials.Password)
            : null;
        if (account is null)
        {
            return Reply.Error(401, "Access denied") with { Headers = [("WWW-Authenticate", "Basic Realm=RestSvc")] };
        }

        var session = _state.Logons.Create(account, now);
        return new Reply(201, _service.LogonSession(session))
        {
            Headers = [("X-RestSvcSessionId", session.Token), ("Set-Cookie", $"X-RestSvcSessionId={session.Token}; Path=/api;")],
        };
    }

    private Reply LogonSessions(Call call)
    {
        var alive = _state.Logons.Alive(call.Now).ToList();
        if (call.Route.Segments.Length == 1)
        {
            return call.Request.Method == "GET"
                ? new Reply(200, Element.Collection("LogonSessions", alive.Select(_service.LogonSession)))
                : Reply.WrongVerb;
        }

        var session = alive.FirstOrDefault(other => other.Id == call.Route.Id(1));
        if (session is null)
        {
            return Reply.Error(500, "Logon session does not exist", "Logon session does not exist");
        }

        switch (call.Request.Method)
        {
            case "GET":
                return new Reply(200, _service.LogonSession(session));
            case "DELETE":
                _state.Logons.Remove(session);
                return new Reply(204);
            default:
                return Reply.WrongVerb;
        }
    }
}
