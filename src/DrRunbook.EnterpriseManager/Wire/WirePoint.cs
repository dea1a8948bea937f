namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>One entry of a list of vApp restore points. A point is listed once for each VM of its vApp, each time with another VM link.</summary>
/// <param name="VApp">The vApp's name; null where it is not told.</param>
/// <param name="VmPoints">The VM points this entry links to: UID and the VM's name from the link's label, or null.</param>
internal sealed record WirePoint(
    string Uid,
    string Name,
    string? VApp,
    DateTimeOffset? CreatedAt,
    WireOwner? Replica,
    WireOwner? BackupServer,
    ImmutableArray<WireOwner> VmPoints,
    bool CanFailOver)
{
    public const string Type = "VAppReplicaPoint";

    public static IEnumerable<WirePoint> AllIn(WireNode? body) => body is null ? [] : body.Entities(Type).Select(From).OfType<WirePoint>();

    public static WirePoint? From(WireNode node)
    {
        if (Wire.Uid.Of(Type, node.TextOf("UID")) is not { } uid)
        {
            return null;
        }

        var name = node.TextOf("Name") ?? uid;
        return new WirePoint(
            uid,
            name,
            node.TextOf("VAppName") ?? node.TextOf("VAppDisplayName"),
            WireValue.Time(node.TextOf("CreationTimeUTC")),
            WireOwner.Linked(node, "Up", Wire.Uid.Replica, "replicas").FirstOrDefault(),
            WireOwner.Linked(node, "Up", Wire.Uid.BackupServer, "backupServers").FirstOrDefault(),
            [.. WireOwner.Linked(node, "Down", Wire.Uid.VmReplicaPoint, "vmReplicaPoints")],
            node.LinkList().Any(link => link.Is("Failover")));
    }
}

/// <summary>What a link of an entity leads to.</summary>
/// <param name="Name">As the link says, or null.</param>
internal sealed record WireOwner(string Uid, string? Name)
{
    /// <summary>The targets of the links of this relation whose path is of this kind.</summary>
    public static IEnumerable<WireOwner> Linked(WireNode node, string rel, string type, string collection)
    {
        foreach (var link in node.LinkList().Where(link => link.Is(rel)))
        {
            if (Wire.Uid.InLink(type, collection, link.Href) is { } uid)
            {
                yield return new WireOwner(uid, link.Name);
            }
        }
    }
}

/// <summary>The restore point of one VM.</summary>
/// <param name="Vm">The VM's display name; empty where it is not told.</param>
internal sealed record WireVmPoint(string Uid, string Vm, DateTimeOffset? CreatedAt, WireOwner? Replica, WireOwner? BackupServer)
{
    /// <summary>The schema's list of VM points calls its items <c>VmRestorePoint</c>, the samples <c>VmReplicaPoint</c>.</summary>
    public static IEnumerable<WireVmPoint> AllIn(WireNode? body) =>
        body is null ? [] : body.Entities(Wire.Uid.VmReplicaPoint).Concat(body.Entities("VmRestorePoint")).Select(From).OfType<WireVmPoint>();

    private static WireVmPoint? From(WireNode node)
    {
        if (Wire.Uid.Of(Wire.Uid.VmReplicaPoint, node.TextOf("UID")) is not { } uid)
        {
            return null;
        }

        return new WireVmPoint(
            uid,
            node.TextOf("VmDisplayName") ?? node.TextOf("VmName") ?? WireValue.NameInLabel(node.TextOf("Name")) ?? "",
            WireValue.Time(node.TextOf("CreationTimeUTC")),
            WireOwner.Linked(node, "Up", Wire.Uid.Replica, "replicas").FirstOrDefault(),
            WireOwner.Linked(node, "Up", Wire.Uid.BackupServer, "backupServers").FirstOrDefault());
    }
}
