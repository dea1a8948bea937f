using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>A restore session over time: decides which of its readings are worth an entry.</summary>
internal sealed class SessionProgress
{
    private const int Step = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private WireSession? _told;
    private DateTimeOffset _toldAt;
    private DateTimeOffset _seenStoppedAt;

    /// <summary>The latest reading; null as long as there is none.</summary>
    public WireSession? Last { get; private set; }

    /// <summary>Takes a reading.</summary>
    /// <returns>Whether it is worth telling: a change of anything but progress, or progress of 10 % or after 30 s.</returns>
    public bool See(WireSession session, DateTimeOffset now)
    {
        if (session.IsStopped && Last is not { IsStopped: true })
        {
            _seenStoppedAt = now;
        }

        Last = session;
        if (ReferenceEquals(session, _told))
        {
            return false;
        }

        var isWorthTelling = _told is null
            || session with { Progress = null, Label = null, BackupServerUid = null } != _told with { Progress = null, Label = null, BackupServerUid = null }
            || HasAdvanced(session, now);
        if (isWorthTelling)
        {
            _told = session;
            _toldAt = now;
        }

        return isWorthTelling;
    }

    /// <summary>When it stopped at the latest, by our clock: its own end where that is earlier than our first sight of it.</summary>
    public DateTimeOffset StoppedBy(TimeSpan clockOffset) =>
        Last?.EndedAt - clockOffset is { } ended && ended < _seenStoppedAt ? ended : _seenStoppedAt;

    private bool HasAdvanced(WireSession session, DateTimeOffset now)
    {
        if (session.Progress == _told!.Progress)
        {
            return false;
        }

        return Math.Abs((session.Progress ?? 0) - (_told.Progress ?? 0)) >= Step || now - _toldAt >= Pause;
    }
}
