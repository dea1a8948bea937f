using DrRunbook.Simulator.Queries;
using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>What can be queried, by which names (filter tables of the Enterprise Manager REST API reference, v13).</summary>
internal sealed class QueryCatalog(
    ManagerState state, Addresses addresses, PointForms pointForms, SessionForms sessionForms, ServerForms serverForms, PointResources points, TaskResources tasks, ServerResources servers)
{
    private static readonly string[] Algorithms = ["Full", "ReversedIncremental", "Incremental", "SyntheticFull"];
    private static readonly string[] PointTypes = ["Full", "ReverseIncrement", "Increment", "Snapshot"];
    private static readonly string[] SessionStates = ["Starting", "Working", "Stopping", "Stopped"];
    private static readonly string[] Results = ["None", "Success", "Warning", "Failed"];

    public Dictionary<string, QueryType> Build()
    {
        QueryType[] types =
        [
            VAppPoints(), VmPoints(), Replicas(), RestoreSessions(), Tasks(), BackupServers(), FailoverPlans(), ReplicaSessions(), ReplicaTaskSessions(),
        ];
        var catalog = types.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var name in ServiceForms.PreparedQueries.Concat(["CdpPolicy", "CdpReplica", "CdpReplicaSession", "CdpReplicaTaskSession"]))
        {
            // Known to the service, but nothing of the kind exists here.
            catalog.TryAdd(name, new QueryType<Row>(name, _ => [], (_, _) => new Element(name), (_, _) => new Element("Ref")) { Fields = Named<Row>([]) });
        }

        return catalog;
    }

    private QueryType<PointListing> VAppPoints() => new(
        "VAppReplicaPoint",
        request => points.Visible(
            FilterIndex.Required(request.Filter, "VAppName") is { } name ? state.Inventory.ListingsByVApp[name] : state.Inventory.Listings, request.Session, request.Now),
        (row, _) => pointForms.Entity(row),
        (row, _) => pointForms.Reference(row))
    {
        Fields = Named<PointListing>(new()
        {
            ["UID"] = Field<PointListing>.Identifier(row => row.Point.Id),
            ["Name"] = Field<PointListing>.Text(row => row.Point.Name),
            ["VAppDisplayName"] = Field<PointListing>.Text(row => row.Point.VApp.Scenario.Name),
            ["VAppName"] = Field<PointListing>.Text(row => row.Point.VApp.Scenario.Name),
            ["CreationTime"] = Field<PointListing>.Time(row => row.Point.Created),
            ["Type"] = Field<PointListing>.Enumeration(row => row.Point.Scenario.PointType, PointTypes),
            ["Algorithm"] = Field<PointListing>.Enumeration(row => row.Point.Scenario.Algorithm, Algorithms),
            ["ReplicaUid"] = Field<PointListing>.Identifier(row => row.Point.VApp.Replica.Id),
            ["ReplicaName"] = Field<PointListing>.Text(row => row.Point.VApp.Replica.Name),
            ["BackupServerUid"] = Field<PointListing>.Identifier(row => row.Point.VApp.BackupServer.Id),
            ["BackupServerName"] = Field<PointListing>.Text(row => row.Point.VApp.BackupServer.Name),
        }),
    };

    private QueryType<VmPointRow> VmPoints() => new(
        "VmReplicaPoint",
        request => points.Visible(
            FilterIndex.Required(request.Filter, "VmDisplayName") is { } name ? state.Inventory.VmPointsByVm[name] : state.Inventory.VmPoints, request.Session, request.Now),
        (row, _) => pointForms.Entity(row),
        (row, _) => pointForms.Reference(row))
    {
        Fields = Named<VmPointRow>(new()
        {
            ["UID"] = Field<VmPointRow>.Identifier(row => row.Id),
            ["Name"] = Field<VmPointRow>.Text(row => row.Name),
            ["VmDisplayName"] = Field<VmPointRow>.Text(row => row.Vm),
            ["CreationTime"] = Field<VmPointRow>.Time(row => row.Created),
            ["Type"] = Field<VmPointRow>.Enumeration(row => row.Point.Scenario.PointType, PointTypes),
            ["Algorithm"] = Field<VmPointRow>.Enumeration(row => row.Point.Scenario.Algorithm, Algorithms),
            ["ReplicaUid"] = Field<VmPointRow>.Identifier(row => row.Point.VApp.Replica.Id),
            ["ReplicaName"] = Field<VmPointRow>.Text(row => row.Point.VApp.Replica.Name),
            ["BackupServerUid"] = Field<VmPointRow>.Identifier(row => row.Point.VApp.BackupServer.Id),
            ["BackupServerName"] = Field<VmPointRow>.Text(row => row.Point.VApp.BackupServer.Name),
        }),
    };

    private QueryType<ReplicaRow> Replicas() => new(
        "Replica", request => points.ReplicaRows(request.Session), (row, _) => pointForms.Entity(row), (row, _) => pointForms.Reference(row))
    {
        Fields = Named<ReplicaRow>(new()
        {
            ["UID"] = Field<ReplicaRow>.Identifier(row => row.Id),
            ["Name"] = Field<ReplicaRow>.Text(row => row.Name),
            ["JobUid"] = Field<ReplicaRow>.Identifier(row => row.JobId),
            ["JobName"] = Field<ReplicaRow>.Text(row => row.Name),
            ["RepositoryUid"] = Field<ReplicaRow>.Identifier(row => row.JobId),
            ["RepositoryName"] = Field<ReplicaRow>.Text(_ => PointForms.Repository),
        }),
    };

    private QueryType<RestoreSessionRow> RestoreSessions() => new(
        "RestoreSession", request => tasks.Listed(request.Session, request.Now), sessionForms.Entity, (row, _) => sessionForms.Reference(row))
    {
        Fields = Named<RestoreSessionRow>(new()
        {
            ["UID"] = Field<RestoreSessionRow>.Identifier(row => row.Id),
            ["Name"] = Field<RestoreSessionRow>.Text(row => row.Name),
            ["Type"] = Field<RestoreSessionRow>.Text(row => row.JobType),
            ["CreationTime"] = Field<RestoreSessionRow>.Time(row => addresses.ByManagersClock(row.Created)),
            ["EndTime"] = Field<RestoreSessionRow>.Time((row, now) => row.IsStopped(now) ? addresses.ByManagersClock(row.Stops!.Value) : null),
            ["State"] = Field<RestoreSessionRow>.Enumeration((row, now) => row.State(now), SessionStates),
            ["Result"] = Field<RestoreSessionRow>.Enumeration((row, now) => row.Result(now), Results),
            ["BackupServerUid"] = Field<RestoreSessionRow>.Identifier(row => row.BackupServer.Id),
            ["BackupServerName"] = Field<RestoreSessionRow>.Text(row => row.BackupServer.Name),
            ["VmDisplayName"] = Field<RestoreSessionRow>.Text(row => row.VmDisplayName),
        }),
    };

    private QueryType<EmTask> Tasks() => new("Task", request => tasks.Shown(request.Session, request.Now).ToList(), tasks.Show, tasks.Show)
    {
        IsKeyResource = false,
        Fields = Named<EmTask>(new()
        {
            ["TaskId"] = Field<EmTask>.Text(row => row.Id),
            ["TaskUid"] = Field<EmTask>.Text(row => row.Id),
            ["State"] = Field<EmTask>.Enumeration((row, now) => row.State(now), "Running", "OperationFinished", "Finished"),
            ["Operation"] = Field<EmTask>.Text(row => row.Operation),
        }),
    };

    private QueryType<BackupServerRow> BackupServers() => new(
        "BackupServer", _ => state.Inventory.BackupServers, (row, _) => serverForms.Entity(row), (row, _) => serverForms.Reference(row))
    {
        Fields = Named<BackupServerRow>(new()
        {
            ["UID"] = Field<BackupServerRow>.Identifier(row => row.Id),
            ["Name"] = Field<BackupServerRow>.Text(row => row.Name),
            ["Description"] = Field<BackupServerRow>.Text(row => row.Description),
            ["Version"] = Field<BackupServerRow>.Text(row => row.Version),
        }),
    };

    private QueryType<FailoverPlanRow> FailoverPlans() => new(
        "FailoverPlan", _ => state.Inventory.FailoverPlans, (row, _) => serverForms.Entity(row), (row, _) => serverForms.Reference(row, inQuery: true))
    {
        Fields = Named<FailoverPlanRow>(new()
        {
            ["UID"] = Field<FailoverPlanRow>.Identifier(row => row.Id),
            ["Name"] = Field<FailoverPlanRow>.Text(row => row.Name),
            ["Description"] = Field<FailoverPlanRow>.Text(row => row.Description),
            ["BackupServerUid"] = Field<FailoverPlanRow>.Identifier(row => row.BackupServer.Id),
            ["BackupServerName"] = Field<FailoverPlanRow>.Text(row => row.BackupServer.Name),
        }),
    };

    private QueryType<ReplicaSessionRow> ReplicaSessions() => new(
        "ReplicaJobSession", request => servers.Runs(request.Session, request.Now), (row, _) => sessionForms.Entity(row), (row, _) => sessionForms.Reference(row))
    {
        Fields = Named<ReplicaSessionRow>(new()
        {
            ["UID"] = Field<ReplicaSessionRow>.Identifier(row => row.Id),
            ["Name"] = Field<ReplicaSessionRow>.Text(row => row.Name),
            ["JobUid"] = Field<ReplicaSessionRow>.Identifier(row => row.Replica.JobId),
            ["JobName"] = Field<ReplicaSessionRow>.Text(row => row.Replica.Name),
            ["CreationTime"] = Field<ReplicaSessionRow>.Time(row => row.Created),
            ["EndTime"] = Field<ReplicaSessionRow>.Time(row => row.Ended),
            ["State"] = Field<ReplicaSessionRow>.Enumeration(_ => "Stopped", "Starting", "Stopping", "Working", "Pausing", "Resuming", "Stopped"),
            ["Result"] = Field<ReplicaSessionRow>.Enumeration(_ => "Success", Results),
            ["BackupServerUid"] = Field<ReplicaSessionRow>.Identifier(row => row.Replica.BackupServer.Id),
            ["BackupServerName"] = Field<ReplicaSessionRow>.Text(row => row.Replica.BackupServer.Name),
        }),
    };

    private QueryType<ReplicaTaskSessionRow> ReplicaTaskSessions() => new(
        "ReplicaTaskSession", request => servers.Runs(request.Session, request.Now).SelectMany(run => run.Tasks), (row, _) => sessionForms.Entity(row), (row, _) => sessionForms.Reference(row))
    {
        Fields = Named<ReplicaTaskSessionRow>(new()
        {
            ["UID"] = Field<ReplicaTaskSessionRow>.Identifier(row => row.Id),
            ["Name"] = Field<ReplicaTaskSessionRow>.Text(row => row.Name),
            ["VmDisplayName"] = Field<ReplicaTaskSessionRow>.Text(row => row.VmPoint.Vm),
            ["JobSessionUid"] = Field<ReplicaTaskSessionRow>.Identifier(row => row.SessionId),
            ["CreationTime"] = Field<ReplicaTaskSessionRow>.Time(row => row.Created),
            ["EndTime"] = Field<ReplicaTaskSessionRow>.Time(row => row.Ended),
            ["State"] = Field<ReplicaTaskSessionRow>.Enumeration(_ => "Completed", "InProgress", "Pending", "Completed"),
            ["Result"] = Field<ReplicaTaskSessionRow>.Enumeration(_ => "Success", Results),
            ["BackupServerUid"] = Field<ReplicaTaskSessionRow>.Identifier(row => row.VmPoint.Point.VApp.BackupServer.Id),
            ["BackupServerName"] = Field<ReplicaTaskSessionRow>.Text(row => row.VmPoint.Point.VApp.BackupServer.Name),
        }),
    };

    private static Dictionary<string, Field<T>> Named<T>(Dictionary<string, Field<T>> fields) => new(fields, StringComparer.OrdinalIgnoreCase);
}
