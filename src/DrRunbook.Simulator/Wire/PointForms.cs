using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>vApp points, VM points and replicas. Points never change, so their forms are built once.</summary>
internal sealed class PointForms(Addresses addresses)
{
    /// <summary>The repository of every replica.</summary>
    public const string Repository = "Default Backup Repository";

    private readonly Dictionary<(PointListing, bool), Element> _listings = [];
    private readonly Dictionary<(VmPointRow, bool), Element> _vmPoints = [];

    public Element Entity(PointListing listing) => Cached(_listings, (listing, true), () => BuildEntity(listing));

    public Element Reference(PointListing listing) => Cached(_listings, (listing, false), () => BuildReference(listing, "Ref"));

    public Element BuildReference(PointListing listing, string name)
    {
        var point = listing.Point;
        var element = addresses.ReferenceOf("vAppReplicaPoints", point, name);
        Up(element, point.VApp);
        return element
            .Link("Alternate", addresses.Entity("vAppReplicaPoints", point.Id), "VAppReplicaPoint", point.Name)
            .Link("Down", addresses.Of("vmReplicaPoints", listing.Vm.Id), "VmReplicaPointReference", listing.Vm.Name);
    }

    public Element Entity(VmPointRow point) => Cached(_vmPoints, (point, true), () => BuildEntity(point));

    public Element Reference(VmPointRow point) => Cached(_vmPoints, (point, false), () => BuildReference(point, "Ref"));

    public Element BuildReference(VmPointRow point, string name)
    {
        var element = addresses.ReferenceOf("vmReplicaPoints", point, name);
        Up(element, point.Point.VApp);
        return element.Link("Alternate", addresses.Entity("vmReplicaPoints", point.Id), "VmReplicaPoint", point.Name);
    }

    public Element Entity(ReplicaRow replica) => Replica(addresses.EntityOf("Replica", "replicas", replica)
        .Text("Platform", "VMware"), replica, repositoryFirst: true, ("ReplicaReference", addresses.Of("replicas", replica.Id)));

    public Element Reference(ReplicaRow replica, string name = "Ref") =>
        Replica(addresses.ReferenceOf("replicas", replica, name), replica, repositoryFirst: false, ("Replica", addresses.Entity("replicas", replica.Id)));

    private Element BuildEntity(PointListing listing)
    {
        var point = listing.Point;
        var element = addresses.EntityOf("VAppReplicaPoint", "vAppReplicaPoints", point).With("VAppDisplayName", point.VApp.Scenario.Name);
        if (point.Scenario.FailoverLink)
        {
            element.Link("Failover", addresses.Of("vAppReplicaPoints", point.Id) + "?action=failover");
        }

        Up(element, point.VApp);
        return element
            .Link("Alternate", addresses.Of("vAppReplicaPoints", point.Id), "VAppReplicaPointReference", point.Name)
            .Link("Down", addresses.Of("vmReplicaPoints", listing.Vm.Id), "VmReplicaPointReference", listing.Vm.Name)
            .Text("CreationTimeUTC", addresses.Time(point.Created))
            .Text("VAppName", point.VApp.Scenario.Name)
            .Text("Algorithm", point.Scenario.Algorithm)
            .Text("PointType", point.Scenario.PointType);
    }

    private Element BuildEntity(VmPointRow point)
    {
        var element = addresses.EntityOf("VmReplicaPoint", "vmReplicaPoints", point).With("VmDisplayName", point.Vm)
            .Link("Failover", addresses.Of("vmReplicaPoints", point.Id) + "?action=failover");
        Up(element, point.Point.VApp);
        var mounts = addresses.Of("vmReplicaPoints", point.Id) + "/mounts";
        element
            .Link("Alternate", addresses.Of("vmReplicaPoints", point.Id), "VmReplicaPointReference", point.Name)
            .Link("Down", mounts, "VmReplicaPointMountList")
            .Link("Create", mounts, "VmReplicaPointMount")
            .Text("CreationTimeUTC", addresses.Time(point.Created));
        if (!addresses.LeavesOut("VmName"))
        {
            element.Text("VmName", point.Vm);
        }

        return element.Text("Algorithm", point.Point.Scenario.Algorithm).Text("PointType", point.Point.Scenario.PointType);
    }

    private void Up(Element element, VAppState vApp) => element
        .Link("Up", addresses.Of("backupServers", vApp.BackupServer.Id), "BackupServerReference", vApp.BackupServer.Name)
        .Link("Up", addresses.Of("replicas", vApp.Replica.Id), "ReplicaReference", vApp.Replica.Name);

    private Element Replica(Element element, ReplicaRow replica, bool repositoryFirst, (string Type, string Href) alternate)
    {
        var repository = ("repositories", replica.JobId, "RepositoryReference", Repository);
        var server = ("backupServers", replica.BackupServer.Id, "BackupServerReference", replica.BackupServer.Name);
        foreach (var (collection, id, type, name) in repositoryFirst ? [repository, server] : new[] { server, repository })
        {
            element.Link("Up", addresses.Of(collection, id), type, name);
        }

        return element
            .Link("Alternate", alternate.Href, alternate.Type, replica.Name)
            .Link("Down", addresses.Of("replicas", replica.Id) + "/vmReplicaPoints", "VmReplicaPointReferenceList");
    }

    private static Element Cached<TKey>(Dictionary<TKey, Element> cache, TKey key, Func<Element> build)
        where TKey : notnull
    {
        if (!cache.TryGetValue(key, out var element))
        {
            cache.Add(key, element = build());
        }

        return element;
    }
}
