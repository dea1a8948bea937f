using System.Globalization;
using DrRunbook.Simulator.State;

namespace DrRunbook.Simulator.Wire;

/// <summary>Backup servers, failover plans and CDP replicas.</summary>
internal sealed class ServerForms(Addresses addresses)
{
    public Element Entity(BackupServerRow server)
    {
        var href = addresses.Of("backupServers", server.Id);
        return addresses.EntityOf("BackupServer", "backupServers", server)
            .Link("Alternate", href, "BackupServerReference", server.Name)
            .Link("Edit", href, "BackupServerReference")
            .Link("Delete", href, "BackupServerReference")
            .Link("Down", href + "/jobs", "JobReferenceList")
            .Link("Down", href + "/managedServers", "ManagedServerReferenceList")
            .Link("Down", href + "/repositories", "RepositoryReferenceList")
            .Link("Down", href + "/credentials", "CredentialsList")
            .Link("Create", href + "/credentials?action=create")
            .Link("Down", href + "/passwords", "PasswordKeyList")
            .Link("Create", href + "/passwords?action=create")
            .Link("VeeamZip", href + "?action=veeamzip")
            .Link("QuickBackup", href + "?action=quickbackup")
            .Link("Start", href + "?action=collect")
            .Text("Description", server.Description)
            .Number("Port", 9392)
            .Text("Version", server.Version)
            .Number("WcfPort", 9405);
    }

    public Element Reference(BackupServerRow server, string name = "Ref")
    {
        var href = addresses.Of("backupServers", server.Id);
        return addresses.ReferenceOf("backupServers", server, name)
            .Link("Down", href + "/jobs", "JobReferenceList")
            .Link("Down", href + "/repositories", "RepositoryReferenceList")
            .Link("Down", href + "/credentials", "CredentialsList")
            .Link("Down", href + "/passwords", "PasswordKeyList")
            .Link("Alternate", addresses.Entity("backupServers", server.Id), "BackupServer", server.Name)
            .Link("Down", href + "/managedServers", "ManagedServerReferenceList");
    }

    public Element Entity(FailoverPlanRow plan)
    {
        var href = addresses.Of("failoverPlans", plan.Id);
        var vms = plan.Scenario.Vms.Select((vm, order) => Included(plan, vm, order));
        return addresses.EntityOf("FailoverPlan", "failoverPlans", plan)
            .Link("Up", addresses.Of("backupServers", plan.BackupServer.Id), "BackupServerReference", plan.BackupServer.Name)
            .Link("Alternate", href, "FailoverPlanReference", plan.Name)
            .Link("Edit", href, "FailoverPlanReference", plan.Name)
            .Link("Start", href + "?action=start")
            .Link("Undo", href + "?action=undo")
            .Text("Description", plan.Description)
            .Child(new Element("FailoverPlanInfo").Child(Element.Collection("Includes", vms, "FailoveredVms")));
    }

    /// <param name="inQuery">Queries print the address of another resource, as the published sample does.</param>
    public Element Reference(FailoverPlanRow plan, bool inQuery, string name = "Ref") =>
        addresses.ReferenceOf(inQuery ? "managedServers" : "failoverPlans", plan, name)
            .Link("Up", addresses.Of("backupServers", plan.BackupServer.Id), "BackupServerReference", plan.BackupServer.Name)
            .Link("Alternate", addresses.Entity("failoverPlans", plan.Id), "FailoverPlan", plan.Name);

    public Element Entity(CdpVAppRow vApp)
    {
        var href = addresses.Of("cdpReplica/vApps", vApp.Id);
        return addresses.EntityOf("VAppCdpReplica", "cdpReplica/vApps", vApp)
            .Link("Up", addresses.Entity("backupServers", vApp.BackupServer.Id), "BackupServer", vApp.BackupServer.Name)
            .Link("Alternate", href, "VAppCdpReplicaReference", vApp.Name)
            .Link("Down", href + "/vms", "VAppCdpReplicaVmReferenceList")
            .Link("Intervals", href + "?action=intervals")
            .Link("Failover", href + "?action=failover")
            .Link("Up", addresses.Of("cdpPolicies", vApp.PolicyId), "CdpPolicyReference", vApp.Scenario.Policy)
            .Text("vAppRef", $"urn:vCloud:Vapp:{vApp.BackupServer.Id}.urn:vcloud:vapp:{vApp.Id}")
            .Text("ReplicaUid", vApp.Id.ToString())
            .Text("BackupServer", vApp.BackupServer.Name)
            .Text("PolicyUid", vApp.PolicyId.ToString())
            .Text("PolicyName", vApp.Scenario.Policy);
    }

    public Element Reference(CdpVAppRow vApp, string name = "Ref") =>
        addresses.ReferenceOf("cdpReplica/vApps", vApp, name)
            .Link("Up", addresses.Of("backupServers", vApp.BackupServer.Id), "BackupServerReference", vApp.BackupServer.Name)
            .Link("Alternate", addresses.Entity("cdpReplica/vApps", vApp.Id), "VAppCdpReplica", vApp.Name);

    public Element Entity(CdpVAppRow vApp, CdpVmRow vm, string name = "VAppCdpReplicaVm") =>
        CdpVm(new Element(name), vApp, vm, "VAppCdpReplicaVm", "?format=Entity", ("VAppCdpReplicaVmReference", "?format=Reference"))
            .Text("ReplicaUid", vApp.Id.ToString())
            .Text("VmRef", $"urn:VMware:Vm:{vApp.BackupServer.Id}.vm-{vApp.Vms.IndexOf(vm) + 4216}");

    public Element Reference(CdpVAppRow vApp, CdpVmRow vm, string name = "Ref") =>
        CdpVm(new Element(name) { Shape = JsonShape.Reference }, vApp, vm, "VAppCdpReplicaVmReference", "", ("VAppCdpReplicaVm", "?format=Entity"));

    private Element CdpVm(Element element, CdpVAppRow vApp, CdpVmRow vm, string type, string format, (string Type, string Format) alternate)
    {
        var parent = addresses.Of("cdpReplica/vApps", vApp.Id);
        var href = $"{parent}/vms/{vm.Id}";
        return element
            .With("Type", type).With("Href", href + format).With("Name", vm.Name).With("UID", vm.Uid)
            .Link("Up", addresses.Of("backupServers", vApp.BackupServer.Id), "BackupServerReference", vApp.BackupServer.Name)
            .Link("Alternate", href + alternate.Format, alternate.Type, vm.Name)
            .Link("Up", parent, "VAppCdpReplicaReference", vApp.Name)
            .Link("Up", addresses.Of("cdpPolicies", vApp.PolicyId), "CdpPolicyReference", vApp.Scenario.Policy);
    }

    private Element Included(FailoverPlanRow plan, string vm, int order)
    {
        var id = Seeded.Guid((ulong)order, $"included {plan.Id}");
        return new Element("FailoveredVm")
            .With("Type", "FailoveredVm").With("Href", addresses.Of("failoverPlans", plan.Id) + $"/includes/{id}")
            .Text("FailoveredVmId", id.ToString())
            .Text("HierarchyObjRef", string.Create(CultureInfo.InvariantCulture, $"urn:VMware:Vm:{plan.BackupServer.Id}.{order + 10}"))
            .Text("Name", vm)
            .Text("DisplayName", vm)
            .Number("Order", order);
    }
}
