using System.Collections.Concurrent;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Running;

/// <summary>Which restore session belongs to which step of the run. Safe to use from any thread.</summary>
/// <remarks>A manager's client knows this only of failovers it has followed itself; after a resume the journal knows more.</remarks>
internal sealed class SessionTies(IReadOnlyDictionary<string, StepId> known)
{
    private readonly ConcurrentDictionary<string, StepId> _owners = new(known, StringComparer.Ordinal);

    public bool IsFree(string sessionUid) => !_owners.ContainsKey(sessionUid);

    /// <summary>Ties a session to a step.</summary>
    /// <returns>Whether it was free: of two that read back at the same time one alone gets it.</returns>
    public bool TryTie(string sessionUid, StepId step) => _owners.TryAdd(sessionUid, step);

    /// <summary>Learns from an entry.</summary>
    public void Follow(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case TaskChanged { SessionUid: { } related } task:
                _owners[related] = task.Step;
                break;
            case SessionChanged session:
                _owners[session.SessionUid] = session.Step;
                break;
            default:
                break;
        }
    }
}
