namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>A task (<c>EmTask</c>): the manager's long operation.</summary>
/// <param name="State">Running, OperationFinished or Finished.</param>
/// <param name="Operation">Such as <c>StartReplicaFailover</c>; empty where it is not told.</param>
/// <param name="Success">Of the start; means nothing before Finished. Null where it is not told.</param>
/// <param name="Message">Null where there is none.</param>
/// <param name="SessionUid">The related restore session, or null.</param>
internal sealed record WireTask(string Id, string State, string Operation, bool? Success, string? Message, string? SessionUid)
{
    public const string Type = "Task";
    public const string Failover = "StartReplicaFailover";
    public const string Finished = "Finished";

    private static readonly ImmutableArray<string> States = ["Running", "OperationFinished", Finished];

    public bool IsFinished => State == Finished;

    /// <summary>Whether the body is a list of tasks, be it an empty one.</summary>
    public static bool IsList(WireNode? body) => body is not null && (body.IsNamed("Tasks") || (body.Name.Length == 0 && body.Child("Tasks") is not null));

    /// <summary>Every task in a body; one without an id is none.</summary>
    public static IEnumerable<WireTask> AllIn(WireNode? body) => body is null ? [] : body.Entities(Type).Select(From).OfType<WireTask>();

    private static WireTask? From(WireNode node)
    {
        if (node.TextOf("TaskId") is not { } id)
        {
            return null;
        }

        var result = node.Child("Result");
        return new WireTask(
            id,
            WireValue.Word(States, node.TextOf("State")) ?? States[0],
            node.TextOf("Operation") ?? "",
            WireValue.Flag(result?.TextOf("Success")),
            result?.TextOf("Message"),
            node.LinkList().Where(link => link.Is("Related")).Select(link => Uid.InLink(Uid.RestoreSession, "restoreSessions", link.Href)).FirstOrDefault(uid => uid is not null));
    }
}
