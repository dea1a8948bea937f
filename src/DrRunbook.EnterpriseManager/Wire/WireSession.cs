namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>A restore session: the record that holds a failover's real result.</summary>
/// <param name="Name">What it names, a VM or a vApp; empty where it is not told.</param>
/// <param name="Label">The name in its label, which may differ; null where there is no label.</param>
/// <param name="BackupServerUid">Null where no link tells.</param>
/// <param name="State">Starting, Working, Stopping or Stopped; <c>Unknown</c> where it is not told.</param>
/// <param name="Result">None, Success, Warning or Failed.</param>
/// <param name="Progress">0 to 100, or null: the element is often missing, and 0 on some that succeeded.</param>
/// <param name="Message">The reason of a failure, which servers mostly keep to themselves; else null.</param>
internal sealed record WireSession(
    string Uid,
    string Name,
    string? Label,
    string? BackupServerUid,
    string State,
    string Result,
    int? Progress,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? EndedAt,
    string? Message)
{
    public const string Type = "RestoreSession";

    private static readonly ImmutableArray<string> States = ["Starting", "Working", "Stopping", "Stopped"];
    private static readonly ImmutableArray<string> Results = ["None", "Success", "Warning", "Failed"];

    public bool IsStopped => State == "Stopped";

    /// <summary>Whether it names this VM or vApp.</summary>
    public bool IsOf(string name) => Name == name || Label == name;

    /// <summary>Every restore session in a body; one without an id is none.</summary>
    public static IEnumerable<WireSession> AllIn(WireNode? body) => body is null ? [] : body.Entities(Type).Select(From).OfType<WireSession>();

    public static WireSession? From(WireNode node)
    {
        if (Wire.Uid.Of(Type, node.TextOf("UID")) is not { } uid)
        {
            return null;
        }

        var label = WireValue.NameInLabel(node.TextOf("Name"));
        return new WireSession(
            uid,
            node.TextOf("VmDisplayName") ?? label ?? "",
            label,
            node.LinkList().Where(link => link.Is("Up")).Select(link => Wire.Uid.InLink(Wire.Uid.BackupServer, "backupServers", link.Href)).FirstOrDefault(found => found is not null),
            WireValue.Word(States, node.TextOf("State")) ?? "Unknown",
            WireValue.Word(Results, node.TextOf("Result")) ?? "None",
            WireValue.Number(node.TextOf("Progress")) is { } progress ? Math.Clamp(progress, 0, 100) : null,
            WireValue.Time(node.TextOf("CreationTimeUTC")),
            WireValue.Time(node.TextOf("EndTimeUTC")),
            node.TextOf("FailureMessage"));
    }
}
