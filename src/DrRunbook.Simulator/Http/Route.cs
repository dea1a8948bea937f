namespace DrRunbook.Simulator.Http;

/// <summary>What a request is about.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Kind">Its kind, for faults and the ledger.</param>
/// <param name="Segments">The segments below <c>/api</c>.</param>
/// <param name="Parameters">The query parameters, names without regard to case.</param>
internal sealed record Route(string Method, RequestKind Kind, ImmutableArray<string> Segments, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The first segment in lower case; empty for the root.</summary>
    public string Resource { get; } = Segments.IsEmpty ? "" : Segments[0].ToLowerInvariant();

    public string? Action => Parameters.GetValueOrDefault("action");

    /// <summary>Whether entities are asked for; <c>Entities</c> works as well as <c>Entity</c>.</summary>
    public bool Entities => Parameters.GetValueOrDefault("format") is { } format && format.StartsWith("Entit", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id in a segment; null: there is none.</summary>
    public Guid? Id(int segment) => segment < Segments.Length && Guid.TryParse(Segments[segment], out var id) ? id : null;

    /// <returns>Null: the path is not below <c>/api</c>.</returns>
    public static Route? Of(SimulatorRequest request)
    {
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0 || !segments[0].Equals("api", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parameters = ReadParameters(request.Query);
        ImmutableArray<string> below = [.. segments[1..]];
        return new Route(request.Method, Classify(request.Method, below, parameters), below, parameters);
    }

    private static Dictionary<string, string> ReadParameters(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            parameters[name] = equals < 0 ? "" : Decode(part[(equals + 1)..]);
        }

        return parameters;
    }

    // A plus sign is a blank to the service: its own links use it so.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static RequestKind Classify(string method, ImmutableArray<string> segments, Dictionary<string, string> parameters)
    {
        var resource = segments.IsEmpty ? "" : segments[0].ToLowerInvariant();
        var action = parameters.GetValueOrDefault("action", "").ToLowerInvariant();
        return (method, resource, action) switch
        {
            ("GET", "", _) => RequestKind.Root,
            ("POST", "sessionmngr", _) => RequestKind.Logon,
            ("DELETE", "logonsessions", _) => RequestKind.Logout,
            (_, "logonsessions", _) => RequestKind.LogonSessions,
            (_, "querysvc", _) => RequestKind.Query,
            (_, "query", _) => Query(parameters.GetValueOrDefault("type", "")),
            ("DELETE", "tasks", _) => RequestKind.DeleteTask,
            (_, "tasks", _) => segments.Length > 1 ? RequestKind.Task : RequestKind.Tasks,
            (_, "restoresessions", _) => segments.Length > 1 ? RequestKind.RestoreSession : RequestKind.RestoreSessions,
            ("POST", "vappreplicapoints", "failover") => RequestKind.Failover,
            (_, "vappreplicapoints", _) => segments.Length > 1 ? RequestKind.VAppPoint : RequestKind.VAppPoints,
            ("POST", "vmreplicapoints", "failover") => RequestKind.VmFailover,
            (_, "vmreplicapoints", _) => RequestKind.VmPoints,
            (_, "replicas", _) => RequestKind.Replicas,
            (_, "replicasessions" or "replicatasksessions" or "repicatasksessions", _) => RequestKind.ReplicaSessions,
            ("POST", "backupservers", "collect") => RequestKind.Collect,
            (_, "backupservers", _) => RequestKind.BackupServers,
            (_, "systemsessions", _) => RequestKind.SystemSessions,
            ("POST", "failoverplans", "start") => RequestKind.StartPlan,
            ("POST", "failoverplans", "undo") => RequestKind.UndoPlan,
            (_, "failoverplans", _) => RequestKind.FailoverPlans,
            ("POST", "cdpreplica", "intervals") => RequestKind.CdpIntervals,
            ("POST", "cdpreplica", "failover") => RequestKind.CdpFailover,
            (_, "cdpreplica", _) => RequestKind.CdpVApps,
            _ => RequestKind.Other,
        };
    }

    private static RequestKind Query(string type) => type.ToLowerInvariant() switch
    {
        "task" => RequestKind.QueryTasks,
        "restoresession" => RequestKind.QueryRestoreSessions,
        "vappreplicapoint" => RequestKind.QueryVAppPoints,
        "vmreplicapoint" => RequestKind.QueryVmPoints,
        _ => RequestKind.Query,
    };
}
