using System.Collections.Concurrent;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Running;

/// <summary>Which restore session belongs to which step of the run. Safe to use from any thread.</summary>
/// <remarks>A manager's client knows this only of failovers it has followed itself; after a resume the journal knows more.</remarks>
internal sealed class SessionTies
{
    private readonly ConcurrentDictionary<string, StepId> _owners;
    private readonly ConcurrentDictionary<StepId, PlanStep> _open = new();
    private readonly ImmutableDictionary<StepId, PlanStep> _failovers;

    /// <param name="known">The owners of sessions, by UID.</param>
    /// <param name="failovers">The failovers of the plan that have a restore point.</param>
    public SessionTies(IReadOnlyDictionary<string, StepId> known, params IEnumerable<PlanStep> failovers)
    {
        _owners = new(known, StringComparer.Ordinal);
        _failovers = failovers.ToImmutableDictionary(step => step.Id);
    }

    /// <summary>What the journal of a run tells.</summary>
    public static SessionTies Of(RunState state)
    {
        var ties = new SessionTies(state.SessionOwners, state.Graph.Plan.Steps.Where(step => step is { Action: FailoverAction, Point: not null }));
        foreach (var step in state.Steps.Take(state.Graph.StepCount).Where(step => step is { Failover.IsSettled: false, IsFinal: false } or { StillRunning: true }))
        {
            ties.Open(step.Step.Id);
        }

        return ties;
    }

    public bool IsFree(string sessionUid) => !_owners.ContainsKey(sessionUid);

    /// <summary>
    /// Other steps whose failover may have begun a session of this name, and which are not known yet to have all of theirs: as long as there is
    /// one, such a session cannot be told to belong to <paramref name="step"/>.
    /// </summary>
    public ImmutableArray<StepId> Rivals(string sessionName, StepId step) =>
        _failovers.TryGetValue(step, out var own)
            ? [.. _open.Values.Where(other => other.Id != step && MayHaveBegun(other, sessionName, own)).Select(other => other.Id).Order()]
            : [];

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
            case FailoverRequested requested:
                Open(requested.Step);
                break;
            case FailoverNotSent or FailoverRejected or SessionsSettled or LateResult or StepSkipped or StepEnded { StillRunning: false }:
                _open.TryRemove(((StepEvent)runEvent).Step, out _);
                break;
            default:
                break;
        }
    }

    private void Open(StepId step)
    {
        if (_failovers.TryGetValue(step, out var planned))
        {
            _open[step] = planned;
        }
    }

    private static bool MayHaveBegun(PlanStep other, string sessionName, PlanStep own) =>
        ((FailoverAction)other.Action).EnterpriseManager == ((FailoverAction)own.Action).EnterpriseManager
        && other.Point!.BackupServerUid == own.Point!.BackupServerUid
        && (other.Point.VApp == sessionName || other.Point.VmPoints.Any(vm => vm.Vm == sessionName));
}
