using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>Tells which restore sessions belong to which failover, for as long as the client lives.</summary>
/// <remarks>
/// A session that a task names is that failover's alone. One that is merely like several failovers cannot be told apart: it is judged in
/// each of them, so that its failure is nobody's success. Claims outlive the watching, so that a second attempt at a step does not take the
/// sessions of the first for its own.
/// </remarks>
internal sealed class SessionClaims
{
    /// <summary>Clocks are compared to a second, and a session's creation may be stamped a little before the request's intent.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>How long after its creation a session is waited for to be named by a task, where it is like several failovers.</summary>
    private static readonly TimeSpan NamedWithin = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ImmutableArray<Owner>> _owners = [];

    /// <summary>A step whose failover has this session; null where none has.</summary>
    public StepId? OwnerOf(string sessionUid)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(sessionUid, out var owners) ? owners[0].Step : null;
        }
    }

    /// <summary>A task names this session: that goes before any likeness.</summary>
    public void ClaimRelated(string sessionUid, FailoverWatch watch)
    {
        lock (_gate)
        {
            _owners[sessionUid] = [Owner.Of(watch)];
        }
    }

    /// <summary>The failovers that a session belongs to; those that it is like and that nobody has claimed before have it from now on.</summary>
    /// <param name="now">By our clock.</param>
    /// <param name="clockOffset">The manager's clock minus ours.</param>
    /// <returns><c>IsOpen</c> where a task may still name it for one of them: then it is nobody's yet.</returns>
    public (ImmutableArray<WatchedFailover> Of, bool IsOpen) Claim(WireSession session, ImmutableArray<WatchedFailover> watched, DateTimeOffset now, TimeSpan clockOffset)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(session.Uid, out var owners))
            {
                return (watched.RemoveAll(one => !owners.Contains(Owner.Of(one.Watch))), IsOpen: false);
            }

            var alike = watched.Where(one => IsLike(one.Watch, session, clockOffset)).ToImmutableArray();
            if (alike.Length > 1 && alike.Any(one => one.AwaitsTask) && now + clockOffset < session.CreatedAt + NamedWithin)
            {
                return (alike, IsOpen: true);
            }

            if (!alike.IsEmpty)
            {
                _owners.Add(session.Uid, [.. alike.Select(one => Owner.Of(one.Watch))]);
            }

            return (alike, IsOpen: false);
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

    /// <summary>One attempt at a step.</summary>
    private readonly record struct Owner(StepId Step, DateTimeOffset RequestedAt)
    {
        public static Owner Of(FailoverWatch watch) => new(watch.Step, watch.RequestedAt);
    }
}
