namespace DrRunbook.Simulator;

/// <summary>When something goes wrong, and what. All conditions must hold. Durations count from the start of the simulation, where nothing else is said.</summary>
public sealed record FaultRule
{
    /// <summary>The requests it strikes; empty: all.</summary>
    public ImmutableArray<RequestKind> Requests { get; init; } = [];

    /// <summary>A glob of the vApp's name; null: any request. Only requests for a point or CDP replica have one.</summary>
    public string? VApp { get; init; }

    /// <summary>The UID or GUID of a point; null: any.</summary>
    public string? Point { get; init; }

    /// <summary>The first request it strikes, counted from 1 among those that fulfil the other conditions.</summary>
    public int From { get; init; } = 1;

    /// <summary>How many requests it strikes; null: all from then on.</summary>
    public int? Count { get; init; } = 1;

    /// <summary>The window's begin, from the start of the simulation.</summary>
    public TimeSpan After { get; init; }

    /// <summary>The window's length; null: without end.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How likely it strikes, 0 to 1, decided by the seed.</summary>
    public double Chance { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Fault { get; init; }

    /// <summary>Whether that is before the request takes effect or after; for <see cref="FaultKind.Reset"/>, <see cref="FaultKind.Status"/>,
    /// <see cref="FaultKind.Delay"/>, <see cref="FaultKind.NoAnswer"/>, <see cref="FaultKind.SessionExpired"/> and <see cref="FaultKind.ServiceRestart"/>.</summary>
    public FaultMoment Moment { get; init; }

    /// <summary>The status that is sent; for <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The message that is sent; null: the usual one. For <see cref="FaultKind.Status"/>.</summary>
    public string? Message { get; init; }

    /// <summary>How long it takes; for <see cref="FaultKind.Delay"/>. For <see cref="FaultKind.ServiceRestart"/> how long connections are refused.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What the seed may add to the delay at most.</summary>
    public TimeSpan Jitter { get; init; }
}

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The connection is reset without an answer.</summary>
    Reset,

    /// <summary>The answer is an error status.</summary>
    Status,

    /// <summary>The answer is late.</summary>
    Delay,

    /// <summary>There is no answer; the connection stays open until the client gives up.</summary>
    NoAnswer,

    /// <summary>The connection ends inside the head of the answer.</summary>
    HalfHead,

    /// <summary>The connection ends inside the body of the answer.</summary>
    TruncatedBody,

    /// <summary>The body has its announced length and is not well-formed.</summary>
    MalformedBody,

    /// <summary>The body is right, the <c>Content-Type</c> is not.</summary>
    WrongContentType,

    /// <summary>The status is right, the body is empty.</summary>
    EmptyBody,

    /// <summary>The status is right, the body is a page for browsers.</summary>
    HtmlBody,

    /// <summary>The logon session of the request expires.</summary>
    SessionExpired,

    /// <summary>The service restarts: logon sessions and tasks are gone.</summary>
    ServiceRestart,

    /// <summary>Connections are refused; by window, <see cref="FaultRule.From"/> and <see cref="FaultRule.Count"/> do not apply.</summary>
    Down,

    /// <summary>The TLS handshake fails; by window, <see cref="FaultRule.From"/> and <see cref="FaultRule.Count"/> do not apply.</summary>
    TlsFailure,
}

/// <summary>Whether a fault strikes before the request takes effect or after.</summary>
public enum FaultMoment
{
    /// <summary>The request has no effect; with <see cref="FaultKind.Delay"/>: not yet.</summary>
    Before,

    /// <summary>The request has taken effect; only the answer suffers.</summary>
    After,
}

/// <summary>What a request asks for, as faults and the ledger's counts tell requests apart.</summary>
public enum RequestKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary><c>GET /api/</c>.</summary>
    Root,

    /// <summary><c>POST /sessionMngr/</c>.</summary>
    Logon,

    /// <summary><c>DELETE /logonSessions/ID</c>.</summary>
    Logout,

    /// <summary><c>GET /logonSessions</c> and below.</summary>
    LogonSessions,

    /// <summary><c>GET /querySvc</c>, and queries for what has no kind of its own.</summary>
    Query,

    /// <summary><c>GET /query?type=Task</c>.</summary>
    QueryTasks,

    /// <summary><c>GET /query?type=RestoreSession</c>.</summary>
    QueryRestoreSessions,

    /// <summary><c>GET /query?type=VAppReplicaPoint</c>.</summary>
    QueryVAppPoints,

    /// <summary><c>GET /query?type=VmReplicaPoint</c>.</summary>
    QueryVmPoints,

    /// <summary><c>GET /tasks</c>.</summary>
    Tasks,

    /// <summary><c>GET /tasks/ID</c>.</summary>
    Task,

    /// <summary><c>DELETE /tasks/ID</c>.</summary>
    DeleteTask,

    /// <summary><c>GET /restoreSessions</c>.</summary>
    RestoreSessions,

    /// <summary><c>GET /restoreSessions/ID</c>.</summary>
    RestoreSession,

    /// <summary><c>GET /vAppReplicaPoints</c>.</summary>
    VAppPoints,

    /// <summary><c>GET /vAppReplicaPoints/ID</c>.</summary>
    VAppPoint,

    /// <summary><c>POST /vAppReplicaPoints/ID?action=failover</c>.</summary>
    Failover,

    /// <summary><c>GET /vmReplicaPoints</c> and below.</summary>
    VmPoints,

    /// <summary><c>POST /vmReplicaPoints/ID?action=failover</c>.</summary>
    VmFailover,

    /// <summary><c>GET /replicas</c> and below.</summary>
    Replicas,

    /// <summary><c>GET /replicaSessions</c>, <c>GET /replicaTaskSessions</c> and below.</summary>
    ReplicaSessions,

    /// <summary><c>GET /backupServers</c> and below.</summary>
    BackupServers,

    /// <summary><c>POST /backupServers/ID?action=collect</c>.</summary>
    Collect,

    /// <summary><c>GET /systemSessions</c> and below.</summary>
    SystemSessions,

    /// <summary><c>GET</c> and <c>PUT /failoverPlans</c> and below.</summary>
    FailoverPlans,

    /// <summary><c>POST /failoverPlans/ID?action=start</c>.</summary>
    StartPlan,

    /// <summary><c>POST /failoverPlans/ID?action=undo</c>.</summary>
    UndoPlan,

    /// <summary><c>GET /cdpReplica/vApps</c> and below.</summary>
    CdpVApps,

    /// <summary><c>POST /cdpReplica/vApps/ID?action=intervals</c>.</summary>
    CdpIntervals,

    /// <summary><c>POST /cdpReplica/vApps/ID?action=failover</c>.</summary>
    CdpFailover,
}
