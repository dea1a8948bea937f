using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>What is known of one failover: takes what was read, tells the sink what is new, and knows when all is said. Used by one poll at a time.</summary>
internal sealed class WatchedFailover
{
    /// <summary>"Not found" on a finished task can pass shortly after the request; it is read this often before it is believed.</summary>
    private const int DoubtfulReads = 3;

    /// <summary>After the last session stopped, another one may still begin.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(30);

    private readonly FailoverWatch _watch;
    private readonly Redactor _redactor;
    private readonly SortedDictionary<string, SessionProgress> _sessions = new(StringComparer.Ordinal);
    private TaskChanged? _told;
    private int _doubtfulReads;
    private bool _isTaskOver;
    private DateTimeOffset? _taskFailedAt;
    private bool _isHeld;
    private bool _wasHeld;
    private volatile bool _isUnwatched;

    public WatchedFailover(FailoverWatch watch, Redactor redactor)
    {
        _watch = watch;
        _redactor = redactor;
        RelatedUid = Uid.Of(Uid.RestoreSession, watch.SessionUid);
    }

    public FailoverWatch Watch => _watch;

    /// <summary>The restore session that the task names; null as long as it names none.</summary>
    public string? RelatedUid { get; private set; }

    /// <summary>Whether all is said: nothing further is read for it.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Whether the task still has something to tell.</summary>
    public bool AwaitsTask => !_isTaskOver;

    /// <summary>Whether the session that the task names has not been seen yet.</summary>
    public bool LacksRelated => RelatedUid is not null && !_sessions.ContainsKey(RelatedUid);

    /// <summary>Whether only a change at the manager can bring it further: no time is waited out, no reading is counted, no session is undecided.</summary>
    public bool WaitsForManager =>
        !_wasHeld && !LacksRelated && _doubtfulReads == 0 && _taskFailedAt is null && (AwaitsTask || _sessions.Values.Any(session => !session.Last!.IsStopped));

    /// <summary>Nothing is told from now on.</summary>
    public void Stop() => _isUnwatched = true;

    /// <summary>The task was read. Its success means nothing before it is Finished, and even then only that the failover was started.</summary>
    public void SeeTask(WireTask task, DateTimeOffset now)
    {
        RelatedUid = task.SessionUid ?? RelatedUid;
        if (IsDoubtful(task))
        {
            return;
        }

        _isTaskOver = task.IsFinished;
        _taskFailedAt = task is { IsFinished: true, Success: false } ? _taskFailedAt ?? now : null;
        var message = task.IsFinished ? OutsideText.From(_redactor.Clean(task.Message ?? "")) : OutsideText.None;
        var seen = new TaskChanged(_watch.Step, _redactor.Clean(task.Id), _redactor.Clean(task.State), task.IsFinished ? task.Success : null, message, RelatedUid);
        if (seen != _told)
        {
            _told = seen;
            Tell(seen);
        }
    }

    /// <summary>The task is out of sight. That proves nothing; the restore sessions decide.</summary>
    public void LoseTask(string detail)
    {
        _isTaskOver = true;
        Tell(new TaskVanished(_watch.Step, OutsideText.From(_redactor.Clean(detail))));
    }

    /// <summary>A restore session of this failover was read.</summary>
    public void SeeSession(WireSession session, DateTimeOffset now)
    {
        if (!_sessions.TryGetValue(session.Uid, out var progress))
        {
            _sessions.Add(session.Uid, progress = new SessionProgress());
        }

        if (progress.See(session, now))
        {
            Tell(new SessionChanged(
                _watch.Step,
                session.Uid,
                OutsideText.From(_redactor.CleanName(NameOf(session))),
                _redactor.Clean(session.State),
                _redactor.Clean(session.Result),
                session.Progress,
                session.CreatedAt ?? _watch.RequestedAt,
                session.EndedAt,
                OutsideText.From(_redactor.Clean(session.Message ?? ""))));
        }
    }

    /// <summary>A session turned out to be another failover's: its end is not waited for here.</summary>
    public void Forget(string sessionUid) => _sessions.Remove(sessionUid);

    /// <summary>A session was seen that may turn out to be this failover's.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Tells, once, that no session runs any more and none is expected. To be called after the sessions were read.</summary>
    /// <param name="clockOffset">The manager's clock minus ours.</param>
    public void TrySettle(DateTimeOffset now, TimeSpan clockOffset)
    {
        var isHeld = _isHeld && !IsCoveredByOne;
        (_wasHeld, _isHeld) = (_isHeld, false);
        if (IsSettled || isHeld || !_isTaskOver || LacksRelated || !(HasEnded(now, clockOffset) || HasNeverBegun(now)))
        {
            return;
        }

        IsSettled = true;
        Tell(new SessionsSettled(_watch.Step));
    }

    /// <summary>The name by which it belongs here: its label's, where that alone is the vApp's or one of its VMs'.</summary>
    private string NameOf(WireSession session) => IsKnown(session.Name) || session.Label is not { } label || !IsKnown(label) ? session.Name : label;

    private bool IsKnown(string name) => name == _watch.Point.VApp || _watch.Point.VmPoints.Any(vm => vm.Vm == name);

    /// <summary>The start failed, no session was named, and none was found in the time in which one would have begun.</summary>
    private bool HasNeverBegun(DateTimeOffset now) => now >= _taskFailedAt + SettlingTime && RelatedUid is null && _sessions.Count == 0;

    private bool HasEnded(DateTimeOffset now, TimeSpan clockOffset)
    {
        if (_sessions.Count == 0 || _sessions.Values.Any(session => !session.Last!.IsStopped))
        {
            return false;
        }

        var lastStop = _sessions.Values.Max(session => session.StoppedBy(clockOffset));
        return IsCoveredByOne || now >= lastStop + SettlingTime;
    }

    /// <summary>Whether a single session stands for the whole vApp, so that no other can follow.</summary>
    private bool IsCoveredByOne =>
        _sessions.Count == 1
        && _sessions.Values.Single().Last is { } only
        && ((only.Uid == RelatedUid && only.IsOf(_watch.Point.VApp)) || _watch.Point.VmPoints.Length <= 1);

    private bool IsDoubtful(WireTask task)
    {
        var saysNotFound = task is { IsFinished: true, Success: false, Message: { } message } && message.Contains("not found", StringComparison.OrdinalIgnoreCase);
        if (!saysNotFound || _isTaskOver)
        {
            return false;
        }

        _doubtfulReads++;
        return _doubtfulReads <= DoubtfulReads;
    }

    private void Tell(RunEvent fact)
    {
        if (!_isUnwatched)
        {
            _watch.Sink.Post(fact);
        }
    }
}
