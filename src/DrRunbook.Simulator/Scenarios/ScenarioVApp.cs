namespace DrRunbook.Simulator;

/// <summary>A vApp with a replica.</summary>
public sealed record ScenarioVApp
{
    /// <summary>Its name; need not be unique across backup servers and replicas.</summary>
    public required string Name { get; init; }

    /// <summary>The backup server; null: the first.</summary>
    public string? BackupServer { get; init; }

    /// <summary>The replica, named as the job that makes it; null: <c>Replication of NAME</c>. VApps with the same replica share its UID.</summary>
    public string? Replica { get; init; }

    /// <summary>The VMs; where empty, there is one called <c>NAME-vm1</c>.</summary>
    public ImmutableArray<string> Vms { get; init; } = [];

    /// <summary>The restore points; where empty, there is one of 15 minutes.</summary>
    public ImmutableArray<ScenarioPoint> Points { get; init; } = [];

    /// <summary>How failovers go, by attempt; the last entry stands for all later ones. Empty: they succeed.</summary>
    public ImmutableArray<FailoverBehaviour> Failovers { get; init; } = [];

    /// <summary>What a failover does while the replica is failed over or being failed over.</summary>
    public SecondFailover SecondFailover { get; init; }
}

/// <summary>A restore point of a vApp.</summary>
/// <remarks>Either <see cref="At"/> or <see cref="Age"/> gives the time.</remarks>
public sealed record ScenarioPoint
{
    /// <summary>The GUID in its UID; null: one from the seed.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its label; null: the vApp's name and the time, as the product makes it.</summary>
    public string? Name { get; init; }

    /// <summary>The creation time as the manager prints it; null: see <see cref="Age"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>True age at the start of the simulation; negative: the point is made so much later.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>VMs whose own time differs from that of the point.</summary>
    public ImmutableArray<VmPointTime> Vms { get; init; } = [];

    /// <summary>When the backup server deletes the point, from the start of the simulation; null: never. The manager lists it for the collection lag after that.</summary>
    public TimeSpan? DeletedAfter { get; init; }

    /// <summary>Whether the point is listed although the backup server no longer has it.</summary>
    public bool Ghost { get; init; }

    /// <summary>What a failover to a listed point that is gone gives.</summary>
    public GonePoint Gone { get; init; }

    /// <summary>Whether the entity offers its <c>Failover</c> link.</summary>
    public bool FailoverLink { get; init; } = true;

    /// <summary>Full, ReversedIncremental, Incremental or SyntheticFull.</summary>
    public string Algorithm { get; init; } = "Full";

    /// <summary>Full, ReverseIncrement, Increment or Snapshot.</summary>
    public string PointType { get; init; } = "Snapshot";

    /// <summary>How failovers to this point go, by attempt on the vApp; empty: as the vApp says.</summary>
    public ImmutableArray<FailoverBehaviour> Failovers { get; init; } = [];
}

/// <summary>The time of one VM inside a vApp's point.</summary>
/// <param name="Vm">The VM.</param>
/// <param name="Later">How much later than the point; negative: earlier.</param>
public sealed record VmPointTime(string Vm, TimeSpan Later);

/// <summary>What a failover to a listed point that is gone gives.</summary>
public enum GonePoint
{
    /// <summary>404.</summary>
    NotFound,

    /// <summary>202, and a task that finishes with <c>Success="false"</c>.</summary>
    TaskFails,
}

/// <summary>What a failover does while the replica is failed over or being failed over; undocumented.</summary>
public enum SecondFailover
{
    /// <summary>The task finishes with <c>Success="false"</c>.</summary>
    TaskFails,

    /// <summary>The task succeeds, its restore session fails.</summary>
    SessionFails,

    /// <summary>The failover is carried out again.</summary>
    Executes,
}
