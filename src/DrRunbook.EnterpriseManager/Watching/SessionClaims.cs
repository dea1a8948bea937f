using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>Tells which restore sessions belong to which failover. A session belongs to one failover, for as long as the client lives.</summary>
/// <remarks>Claims outlive the watching, so that a second attempt at a step does not take the sessions of the first for its own.</remarks>
internal sealed class SessionClaims
{
    /// <summary>Clocks are compared to a second, and a session's creation may be stamped a little before the request's intent.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StepId Step, DateTimeOffset RequestedAt)> _owners = [];

    /// <summary>The step whose failover has this session; null where none has.</summary>
    public StepId? OwnerOf(string sessionUid)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(sessionUid, out var owner) ? owner.Step : null;
        }
    }

    /// <summary>A task names this session: that goes before any likeness.</summary>
    public void ClaimRelated(string sessionUid, FailoverWatch watch)
    {
        lock (_gate)
        {
            _owners[sessionUid] = (watch.Step, watch.RequestedAt);
        }
    }

    /// <summary>Whether the session belongs to this failover; if it is like it and nobody's, it does from now on.</summary>
    /// <param name="clockOffset">The manager's clock minus ours.</param>
    public bool Claims(FailoverWatch watch, WireSession session, TimeSpan clockOffset)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(session.Uid, out var owner))
            {
                return owner == (watch.Step, watch.RequestedAt);
            }

            if (!IsLike(watch, session, clockOffset))
            {
                return false;
            }

            _owners.Add(session.Uid, (watch.Step, watch.RequestedAt));
            return true;
        }
    }

    /// <summary>The manager's time from which sessions of this failover can have been created.</summary>
    public static DateTimeOffset EarliestOf(FailoverWatch watch, TimeSpan clockOffset) => watch.RequestedAt + clockOffset - Slack;

    private static bool IsLike(FailoverWatch watch, WireSession session, TimeSpan clockOffset) =>
        session.CreatedAt >= EarliestOf(watch, clockOffset) && IsOf(watch.Point, session) && !watch.EarlierSessions.Contains(session.Uid);

    /// <summary>Whether a session's backup server and name are those of a restore point's vApp or one of its VMs.</summary>
    public static bool IsOf(Core.Planning.RestorePoint point, WireSession session) =>
        (session.BackupServerUid is null || session.BackupServerUid == Uid.Of(Uid.BackupServer, point.BackupServerUid))
        && (session.IsOf(point.VApp) || point.VmPoints.Any(vm => session.IsOf(vm.Vm)));
}
