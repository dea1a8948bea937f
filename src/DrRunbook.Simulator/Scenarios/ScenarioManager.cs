namespace DrRunbook.Simulator;

/// <summary>One simulated Enterprise Manager.</summary>
public sealed record ScenarioManager
{
    /// <summary>The runbook's name of this manager.</summary>
    public required string Name { get; init; }

    /// <summary>The host, with a port where there is one, that links carry. A real manager names itself, not the address that was dialled.</summary>
    public string ServerHost { get; init; } = "em.internal.example:9398";

    /// <summary>Who may log on.</summary>
    public ImmutableArray<ScenarioAccount> Accounts { get; init; } = [new()];

    /// <summary>How answers look on the wire.</summary>
    public WireStyle Wire { get; init; } = new();

    /// <summary>How far the manager's clock is ahead of true time; negative: behind.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Idle time after which a logon session ends; 15 minutes in the product.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How much later than the backup server the manager learns of new and of deleted points.</summary>
    public TimeSpan CollectionLag { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a requested data collection takes.</summary>
    public TimeSpan CollectionDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether task ids count per logon session or per service.</summary>
    public TaskNumbering TaskNumbering { get; init; }

    /// <summary>Items on a query page where the request names no size; 1 or more.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Failovers that run at once; further ones wait in the manager's own queue. 1 or more.</summary>
    public int MaxConcurrentFailovers { get; init; } = 10;

    /// <summary>Whether <c>DELETE /tasks/ID</c> also aborts the failover behind the task.</summary>
    public bool DeletingTaskAborts { get; init; }

    /// <summary>What a query does with a filter name it does not know.</summary>
    public UnknownFilterName UnknownFilterName { get; init; }

    /// <summary>How an object outside the account's scope is refused.</summary>
    public OutsideScope OutsideScope { get; init; }

    /// <summary>Whether the links between query pages forget the filter, as in several published samples.</summary>
    public bool PagingLinksDropFilter { get; init; }

    /// <summary>The product version that backup servers report unless they say otherwise.</summary>
    public string ServiceVersion { get; init; } = "13.0.1.180";

    /// <summary>The backup servers; where empty, there is one called <c>backup.internal.example</c>.</summary>
    public ImmutableArray<ScenarioBackupServer> BackupServers { get; init; } = [];

    /// <summary>The vApps with replicas.</summary>
    public ImmutableArray<ScenarioVApp> VApps { get; init; } = [];

    /// <summary>The failover plans.</summary>
    public ImmutableArray<ScenarioFailoverPlan> FailoverPlans { get; init; } = [];

    /// <summary>The vApps with CDP replicas.</summary>
    public ImmutableArray<ScenarioCdpVApp> CdpVApps { get; init; } = [];

    /// <summary>Restore sessions from before the simulation.</summary>
    public ImmutableArray<ScenarioRestoreSession> RestoreSessions { get; init; } = [];

    /// <summary>Faults, tried in order; the first that matches a request acts on it.</summary>
    public ImmutableArray<FaultRule> Faults { get; init; } = [];

    /// <summary>Restarts of the service: logon sessions and tasks are gone afterwards, restore sessions stay.</summary>
    public ImmutableArray<ServiceRestart> Restarts { get; init; } = [];
}

/// <summary>A backup server that the manager knows.</summary>
public sealed record ScenarioBackupServer
{
    /// <summary>Its name, as vApps refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its version; null: the manager's <see cref="ScenarioManager.ServiceVersion"/>.</summary>
    public string? Version { get; init; }
}

/// <summary>A restart of the Enterprise Manager service.</summary>
/// <param name="After">When, from the start of the simulation.</param>
/// <param name="Lasts">How long connections are refused.</param>
public sealed record ServiceRestart(TimeSpan After, TimeSpan Lasts);

/// <summary>A restore session from before the simulation: history, or noise between the sessions that matter.</summary>
public sealed record ScenarioRestoreSession
{
    /// <summary>The VM or vApp restored.</summary>
    public required string VmDisplayName { get; init; }

    /// <summary>How long before the start of the simulation it was created; sessions older than 30 days are not listed.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How it ended.</summary>
    public SessionEnd End { get; init; }

    /// <summary>The backup server; null: the first.</summary>
    public string? BackupServer { get; init; }

    /// <summary>The kind of restore.</summary>
    public string JobType { get; init; } = "RestoreVm";
}

/// <summary>How tasks are numbered.</summary>
public enum TaskNumbering
{
    /// <summary>Each logon session begins at task-1.</summary>
    PerSession,

    /// <summary>One count for the service.</summary>
    Global,
}

/// <summary>What a query does with a filter name it does not know.</summary>
public enum UnknownFilterName
{
    /// <summary>400.</summary>
    Refuse,

    /// <summary>The comparison counts as true.</summary>
    Ignore,
}

/// <summary>How an object outside an account's scope is refused.</summary>
public enum OutsideScope
{
    /// <summary>404, as if it were not there.</summary>
    NotFound,

    /// <summary>403.</summary>
    Forbidden,
}
