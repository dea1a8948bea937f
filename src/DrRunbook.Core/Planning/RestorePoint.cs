namespace DrRunbook.Core.Planning;

/// <summary>A restore point of a vApp's replica, as a manager lists it (<c>vAppReplicaPoint</c>).</summary>
/// <param name="Uid">The manager's UID, <c>urn:veeam:VAppReplicaPoint:…</c>.</param>
/// <param name="Name">A label such as <c>erp-db@2026-11-23 05:59:59</c>; not a key.</param>
/// <param name="VApp">The vApp's name.</param>
/// <param name="ReplicaUid">The replica it belongs to.</param>
/// <param name="ReplicaName">That replica's name, or null where the manager does not tell.</param>
/// <param name="BackupServerUid">The backup server that holds it.</param>
/// <param name="BackupServerName">That server's name, or null where the manager does not tell.</param>
/// <param name="CreatedAt">UTC, by the backup server's clock.</param>
/// <param name="VmPoints">The points of the single VMs; empty where the manager does not list them.</param>
/// <param name="CanFailOver">Whether the manager offers the failover link.</param>
public sealed record RestorePoint(
    string Uid,
    string Name,
    string VApp,
    string ReplicaUid,
    string? ReplicaName,
    string BackupServerUid,
    string? BackupServerName,
    DateTimeOffset CreatedAt,
    ImmutableArray<VmPoint> VmPoints,
    bool CanFailOver = true)
{
    /// <summary>When the oldest VM point was created: what the RPO is measured against.</summary>
    public DateTimeOffset OldestAt => VmPoints.IsDefaultOrEmpty ? CreatedAt : VmPoints.Min(vm => vm.CreatedAt);

    /// <summary>When the newest VM point was created: what <c>notNewerThan</c> compares.</summary>
    public DateTimeOffset NewestAt => VmPoints.IsDefaultOrEmpty ? CreatedAt : VmPoints.Max(vm => vm.CreatedAt);
}

/// <summary>The part of a vApp's restore point that belongs to one VM.</summary>
/// <param name="Uid">The manager's UID, <c>urn:veeam:VmReplicaPoint:…</c>.</param>
/// <param name="Vm">The VM's display name.</param>
/// <param name="CreatedAt">UTC; may lie minutes or hours from that of the vApp's point.</param>
public sealed record VmPoint(string Uid, string Vm, DateTimeOffset CreatedAt);
