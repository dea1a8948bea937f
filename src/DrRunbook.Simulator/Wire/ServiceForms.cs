using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>The service itself: root, logon sessions, prepared queries, query results and errors.</summary>
internal sealed class ServiceForms(Addresses addresses)
{
    private static readonly (string Type, string Path)[] LogonLinks =
    [
        ("BackupServerReferenceList", "backupServers"), ("ManagedServerReferenceList", "managedServers"), ("JobReferenceList", "jobs"),
        ("FailoverPlanReferenceList", "failoverPlans"), ("HierarchyRootReferenceList", "hierarchyRoots"), ("RepositoryReferenceList", "repositories"),
        ("BackupReferenceList", "backups"), ("RestorePointReferenceList", "restorePoints"), ("VmRestorePointReferenceList", "vmRestorePoints"),
        ("VAppRestorePointReferenceList", "vAppRestorePoints"), ("ReplicaReferenceList", "replicas"), ("VmReplicaPointReferenceList", "vmReplicaPoints"),
        ("CatalogVmReferenceList", "catalog/vms"), ("BackupJobSessionReferenceList", "backupSessions"), ("RestoreSessionReferenceList", "restoreSessions"),
        ("ReplicaJobSessionReferenceList", "replicaSessions"), ("BackupTaskSessionReferenceList", "backupTaskSessions"),
        ("ReplicaTaskSessionReferenceList", "replicaTaskSessions"), ("TaskList", "tasks"), ("QueryService", "querySvc"), ("LookupService", "lookupSvc"),
        ("BackupServerList", "backupServers?format=Entity"), ("FailoverPlanList", "failoverPlans?format=Entity"), ("ReplicaList", "replicas?format=Entity"),
        ("VmReplicaPointList", "vmReplicaPoints?format=Entity"), ("RestoreSessionList", "restoreSessions?format=Entity"),
        ("ReplicaJobSessionList", "replicaSessions?format=Entity"), ("ReplicaTaskSessionList", "replicaTaskSessions?format=Entity"),
        ("VCloudService", "vCloud"), ("AgentsService", "agents"), ("NasService", "nas"),
    ];

    /// <summary>The prepared queries in the published order. Nothing of CDP is among them, and vApp points come last.</summary>
    public static readonly string[] PreparedQueries =
    [
        "VmRestorePoint", "VAppRestorePoint", "VmReplicaPoint", "Task", "Job", "RestorePoint", "BackupTaskSession", "ReplicaTaskSession",
        "RestoreSession", "Repository", "Backup", "Replica", "HierarchyRoot", "BackupJobSession", "ReplicaJobSession", "BackupServer",
        "ManagedServer", "FailoverPlan", "WanAccelerator", "CloudGateway", "CloudTenant", "Passwords", "Credentials", "CloudReplica",
        "BackupFile", "VCloudOrganizationConfig", "CloudSubtenant", "CloudHardwarePlan", "CloudPublicIpAddress", "AgentBackupJob",
        "AgentRestorePoint", "AgentProtectionGroup", "DiscoveredComputer", "CloudFailoverPlan", "CloudGatewayPool",
        "VSphereSelfServiceConfig", "ExternalRepository", "NasJob", "FileServer", "VAppReplicaPoint",
    ];

    public Element Root()
    {
        var versions = new[] { "v1_5", "v1_6", "v1_7" }.Select(version => new Element("SupportedVersion").With("Name", version)
            .Link("Create", addresses.Root + "sessionMngr/?v=" + version, "LogonSession"));
        return new Element("EnterpriseManager")
            .Link("Down", addresses.Root + "logonSessions", "LogonSessionList")
            .Link("Create", addresses.Root + "sessionMngr/?v=latest", "LogonSession")
            .Child(Element.Collection("SupportedVersions", versions));
    }

    public Element LogonSession(LogonSession session)
    {
        var href = addresses.Root + "logonSessions/" + session.IdText;
        var element = new Element("LogonSession").With("Type", "LogonSession").With("Href", href)
            .Link("Up", addresses.Root, "EnterpriseManager");
        foreach (var (type, path) in LogonLinks)
        {
            element.Link("Down", addresses.Root + path, type);
        }

        return element
            .Link("Create", addresses.Root + "backupServers?action=create")
            .Link("Delete", href, addresses.LeavesOut("Type of the Delete link of a logon session") ? null : "LogonSession")
            .Text("UserName", session.Account.User)
            .Text("SessionId", session.IdText);
    }

    public Element QueryService(LogonSession session)
    {
        var element = new Element("QuerySvc").With("Type", "QueryService").With("Href", addresses.Root + "querySvc")
            .Link("Up", addresses.Root + "logonSessions/" + session.IdText, "LogonSession");
        foreach (var type in PreparedQueries)
        {
            var sort = type == "Task" ? "TaskUid" : type is "Passwords" or "Credentials" ? "BackupServerUid" : "name";
            element.Link("Down", $"{addresses.Root}query?type={type}&format=Entities&sortAsc={sort}&pageSize=15&page=1", type switch
            {
                "Passwords" => "PasswordKeyList",
                "Credentials" => "CredentialsList",
                _ => type + "List",
            });
        }

        return element;
    }

    /// <param name="content">Refs, Entities or Resources; null where an empty result shows nothing.</param>
    /// <param name="parameters">The query without its page.</param>
    public Element QueryResult(Element? content, string parameters, int page, int pageSize, int pagesCount)
    {
        string Page(int number) => $"{addresses.Root}query?{parameters}&pageSize={pageSize}&page={number}";
        var paging = new Element("PagingInfo") { Shape = JsonShape.Alphabetical }
            .WithNumber("PagesCount", pagesCount).WithNumber("PageSize", pageSize).WithNumber("PageNum", page)
            .Link("First", Page(1));
        if (page > 1)
        {
            paging.Link("Previous", Page(page - 1));
        }

        if (page < pagesCount)
        {
            paging.Link("Next", Page(page + 1));
        }

        paging.Link("Last", Page(Math.Max(1, pagesCount)));
        var result = new Element("QueryResult");
        if (content is not null)
        {
            result.Child(content);
        }

        return result.Child(paging);
    }

    /// <param name="inner">What the service first met inside; null: nothing.</param>
    public static Element Error(int status, string message, string? inner = null) => new Element("Error") { Shape = JsonShape.Alphabetical }
        .With("Message", message).WithNumber("StatusCode", status)
        .Text("FirstChanceExceptionMessage", inner).Text("StackTrace", null).Text("Status", null);
}
