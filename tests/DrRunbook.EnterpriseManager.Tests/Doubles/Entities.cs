using System.Globalization;
using System.Xml.Linq;
using DrRunbook.Core.Planning;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>Writes entities as the manager does, with links that carry another host.</summary>
internal static class Entities
{
    public const string Elsewhere = "https://elsewhere.invalid:9398/api";
    private static readonly XNamespace Ns = MemoryManager.Ns;

    /// <summary>A GUID that ends in a number.</summary>
    public static string Id(int number) => $"00000000-0000-0000-0000-{number.ToString("D12", CultureInfo.InvariantCulture)}";

    public static XElement Task(int number, string state, bool? success = null, string? message = null, int? session = null) => new(
        Ns + "Task",
        new XAttribute("Type", "Task"),
        new XElement(
            Ns + "Links",
            Link("Delete", $"tasks/task-{number}", "Task"),
            session is { } id ? Link("Related", $"restoreSessions/{Id(id)}?format=Entity", "RestoreSession") : null),
        new XElement(Ns + "TaskId", $"task-{number}"),
        new XElement(Ns + "State", state),
        new XElement(Ns + "Operation", "StartReplicaFailover"),
        success is { } flag ? new XElement(Ns + "Result", new XAttribute("Success", flag), message is null ? null : new XElement(Ns + "Message", message)) : null);

    public static XElement Session(
        int number, string name, DateTimeOffset created, string state = "Working", string result = "None", int? progress = null, DateTimeOffset? ended = null, int server = 1) => new(
        Ns + "RestoreSession",
        new XAttribute("Type", "RestoreSession"),
        new XAttribute("Name", $"{name}@2026-11-23 05:59:59"),
        new XAttribute("UID", $"urn:veeam:RestoreSession:{Id(number)}"),
        new XAttribute("VmDisplayName", name),
        new XElement(Ns + "Links", Link("Up", $"backupServers/{Id(server)}", "BackupServerReference")),
        new XElement(Ns + "CreationTimeUTC", Time(created)),
        ended is { } end ? new XElement(Ns + "EndTimeUTC", Time(end)) : null,
        new XElement(Ns + "State", state),
        new XElement(Ns + "Result", result),
        progress is { } percent ? new XElement(Ns + "Progress", percent) : null);

    public static XElement Point(int number, string vApp, DateTimeOffset created, int vm, bool canFailOver = true, int replica = 1, int server = 1) => new(
        Ns + "VAppReplicaPoint",
        new XAttribute("Type", "VAppReplicaPoint"),
        new XAttribute("Name", $"{vApp}@{Time(created)}"),
        new XAttribute("UID", $"urn:veeam:VAppReplicaPoint:{Id(number)}"),
        new XElement(
            Ns + "Links",
            canFailOver ? Link("Failover", $"vAppReplicaPoints/{Id(number)}?action=failover") : null,
            Link("Up", $"backupServers/{Id(server)}", "BackupServerReference", "backup.example"),
            Link("Up", $"replicas/{Id(replica)}", "ReplicaReference", "Replication Job"),
            Link("Down", $"vmReplicaPoints/{Id(vm)}", "VmReplicaPointReference", "vm@label")),
        new XElement(Ns + "CreationTimeUTC", Time(created)),
        new XElement(Ns + "VAppName", vApp));

    public static XElement VmPoint(int number, string vm, DateTimeOffset created) => new(
        Ns + "VmReplicaPoint",
        new XAttribute("Type", "VmReplicaPoint"),
        new XAttribute("UID", $"urn:veeam:VmReplicaPoint:{Id(number)}"),
        new XAttribute("VmDisplayName", vm),
        new XElement(Ns + "CreationTimeUTC", Time(created)));

    /// <summary>A restore point as the search gives it.</summary>
    public static RestorePoint RestorePoint(string vApp, DateTimeOffset created, params string[] vms) => new(
        $"urn:veeam:VAppReplicaPoint:{Id(900)}",
        $"{vApp}@label",
        vApp,
        $"urn:veeam:Replica:{Id(1)}",
        null,
        $"urn:veeam:BackupServer:{Id(1)}",
        null,
        created,
        [.. vms.Select((vm, index) => new VmPoint($"urn:veeam:VmReplicaPoint:{Id(index)}", vm, created))]);

    private static XElement Link(string rel, string path, string? type = null, string? name = null) => new(
        Ns + "Link",
        new XAttribute("Rel", rel),
        new XAttribute("Href", $"{Elsewhere}/{path}"),
        type is null ? null : new XAttribute("Type", type),
        name is null ? null : new XAttribute("Name", name));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
