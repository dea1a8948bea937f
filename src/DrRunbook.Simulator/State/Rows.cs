namespace DrRunbook.Simulator.State;

/// <summary>A key resource: something with a UID.</summary>
internal abstract class Row
{
    /// <summary>The last segment of its address.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its label.</summary>
    public required string Name { get; init; }

    /// <summary>The type in the UID and in links.</summary>
    public abstract string Type { get; }

    /// <summary><c>urn:veeam:Type:guid</c>.</summary>
    public string Uid => field ??= $"urn:veeam:{Type}:{Id}";
}

internal sealed class BackupServerRow : Row
{
    public override string Type => "BackupServer";

    public required string Description { get; init; }

    public required string Version { get; init; }
}

internal sealed class ReplicaRow : Row
{
    public override string Type => "Replica";

    public required BackupServerRow BackupServer { get; init; }

    public required Guid JobId { get; init; }
}

/// <summary>A VM's part of a vApp's point.</summary>
internal sealed class VmPointRow : Row
{
    public override string Type => "VmReplicaPoint";

    public required string Vm { get; init; }

    /// <summary>By the manager's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    public VAppPointRow Point { get; set; } = null!;
}

internal sealed class VAppPointRow : Row
{
    public override string Type => "VAppReplicaPoint";

    public required VAppState VApp { get; init; }

    public required ScenarioPoint Scenario { get; init; }

    /// <summary>By the manager's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the backup server has it, in true time.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When the backup server deletes it, in true time; null: never.</summary>
    public required DateTimeOffset? DeletedAt { get; init; }

    public required ImmutableArray<VmPointRow> Vms { get; init; }

    public bool IsGone(DateTimeOffset now) => Scenario.Ghost || DeletedAt <= now;
}

/// <summary>A vApp's point as lists and queries show it: once per VM.</summary>
internal sealed record PointListing(VAppPointRow Point, VmPointRow Vm);

/// <summary>A vApp with a replica.</summary>
internal sealed class VAppState
{
    public required ScenarioVApp Scenario { get; init; }

    public required BackupServerRow BackupServer { get; init; }

    public required ReplicaRow Replica { get; init; }

    public required ImmutableArray<string> Vms { get; init; }

    /// <summary>What tells it from others of the same name.</summary>
    public required string Key { get; init; }
}

internal sealed class FailoverPlanRow : Row
{
    public override string Type => "FailoverPlan";

    public required ScenarioFailoverPlan Scenario { get; init; }

    public required BackupServerRow BackupServer { get; init; }

    public required string Description { get; set; }
}

internal sealed class CdpVAppRow : Row
{
    public override string Type => "VAppCdpReplica";

    public required ScenarioCdpVApp Scenario { get; init; }

    public required BackupServerRow BackupServer { get; init; }

    public required Guid PolicyId { get; init; }

    public required ImmutableArray<CdpVmRow> Vms { get; init; }
}

internal sealed class CdpVmRow : Row
{
    public override string Type => "VAppCdpReplicaVm";
}

/// <summary>A run of a replication job, derived from a point.</summary>
internal sealed class ReplicaSessionRow : Row
{
    public override string Type => "ReplicaJobSession";

    public required ReplicaRow Replica { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required ImmutableArray<ReplicaTaskSessionRow> Tasks { get; init; }
}

/// <summary>One VM of a run of a replication job.</summary>
internal sealed class ReplicaTaskSessionRow : Row
{
    public override string Type => "ReplicaTaskSession";

    public required VmPointRow VmPoint { get; init; }

    public required Guid SessionId { get; init; }

    public required string SessionName { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Ended { get; init; }
}
