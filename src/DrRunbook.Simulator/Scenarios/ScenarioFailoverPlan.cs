namespace DrRunbook.Simulator;

/// <summary>A failover plan of single VMs. Its tasks show no restore session.</summary>
public sealed record ScenarioFailoverPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, the only thing that can be edited.</summary>
    public string Description { get; init; } = "";

    /// <summary>The backup server; null: the first.</summary>
    public string? BackupServer { get; init; }

    /// <summary>The VMs in boot order.</summary>
    public ImmutableArray<string> Vms { get; init; } = [];

    /// <summary>How much later than the one before each VM is started.</summary>
    public TimeSpan BootDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How starts go, by attempt; <see cref="FailoverBehaviour.SessionsPer"/> and the link are fixed. Empty: they succeed.</summary>
    public ImmutableArray<FailoverBehaviour> Failovers { get; init; } = [];
}

/// <summary>A vApp with a CDP replica.</summary>
public sealed record ScenarioCdpVApp
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The backup server; null: the first.</summary>
    public string? BackupServer { get; init; }

    /// <summary>The CDP policy.</summary>
    public string Policy { get; init; } = "CDP Policy";

    /// <summary>The VMs; where empty, there is one called <c>NAME-vm1</c>.</summary>
    public ImmutableArray<string> Vms { get; init; } = [];

    /// <summary>How far back single moments can be restored.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The distance between crash-consistent moments; whole seconds.</summary>
    public TimeSpan Rpo { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Ages, at the start of the simulation, of the application-consistent points.</summary>
    public ImmutableArray<TimeSpan> ApplicationConsistent { get; init; } = [TimeSpan.FromHours(1)];

    /// <summary>How failovers go, by attempt; empty: they succeed.</summary>
    public ImmutableArray<FailoverBehaviour> Failovers { get; init; } = [];

    /// <summary>What a failover does while the replica is failed over or being failed over.</summary>
    public SecondFailover SecondFailover { get; init; }
}
