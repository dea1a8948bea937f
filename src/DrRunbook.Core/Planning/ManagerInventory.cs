namespace DrRunbook.Core.Planning;

/// <summary>What a manager shows of the vApps that it could fail over, and of the failover plans that somebody made in its console.</summary>
/// <param name="VApps">By name; two replicas of one name are one entry.</param>
/// <param name="Plans">By name.</param>
/// <param name="ReplicasWithoutPoints">The names of replicas of which no vApp has a restore point.</param>
/// <param name="Problem">Why nothing can be said, or null.</param>
public sealed record ManagerInventory(
    ImmutableArray<KnownVApp> VApps, ImmutableArray<KnownFailoverPlan> Plans, ImmutableArray<string> ReplicasWithoutPoints, string? Problem)
{
    /// <summary>Why the failover plans could not be read, such as a role that does not suffice; or null.</summary>
    public string? PlansProblem { get; init; }
}

/// <summary>A vApp.</summary>
/// <param name="Points">Its restore points, newest first; those of every replica of that name.</param>
/// <param name="Problem">Why its points cannot be used, or null.</param>
public sealed record KnownVApp(string Name, ImmutableArray<RestorePoint> Points, string? Problem)
{
    /// <summary>Whether the name means more than one replica: a plan refuses it until the runbook says which.</summary>
    public bool IsAmbiguous => Points.DistinctBy(point => (point.ReplicaUid, point.BackupServerUid)).Count() > 1;
}

/// <summary>A failover plan of the console. It holds single VMs, and its order says when each is started, not what it waits for.</summary>
public sealed record KnownFailoverPlan(string Name, ImmutableArray<KnownPlanVm> Vms);

/// <summary>A VM of a failover plan.</summary>
/// <param name="Order">From 0; the smaller is started earlier. Null where the manager does not tell.</param>
public sealed record KnownPlanVm(string Name, int? Order);
