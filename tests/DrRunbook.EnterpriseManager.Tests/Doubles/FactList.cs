using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>Keeps the facts it is given.</summary>
internal sealed class FactList : IFactSink
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _facts = [];

    public ImmutableArray<RunEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _facts];
            }
        }
    }

    public void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs)
    {
        lock (_gate)
        {
            _facts.Add(fact);
        }
    }

    public ImmutableArray<T> Of<T>() => [.. All.OfType<T>()];

    /// <summary>One line for each fact, without the step.</summary>
    public ImmutableArray<string> Lines() => [.. All.Select(Line)];

    private static string Line(RunEvent fact) => fact switch
    {
        TaskChanged task => $"task {task.Task} {task.State} {task.Success?.ToString() ?? "-"} '{task.Message}' {Tail(task.SessionUid)}",
        TaskVanished vanished => $"vanished: {vanished.Detail}",
        SessionChanged session => $"session {Tail(session.SessionUid)} {session.Vm} {session.State} {session.Result} {session.Progress?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}",
        SessionsSettled => "settled",
        ManagerLost lost => $"lost: {lost.Detail}",
        ManagerReached => "reached",
        LogonRenewed => "logon renewed",
        _ => fact.ToString(),
    };

    private static string Tail(string? uid) => uid is null ? "-" : uid[^2..];
}
