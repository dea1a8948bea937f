namespace DrRunbook.Core.Execution;

/// <summary>What is known of one failover request.</summary>
/// <param name="Request">Its intent.</param>
/// <param name="RequestedAt">When the intent was written.</param>
public sealed record FailoverTrack(FailoverRequested Request, Moment RequestedAt)
{
    /// <summary>The manager's acceptance, or null.</summary>
    public TaskAccepted? Accepted { get; init; }

    /// <summary>The task as last seen, or null.</summary>
    public TaskChanged? Task { get; init; }

    /// <summary>How its reply was lost, or null.</summary>
    public FailoverReplyLost? Lost { get; init; }

    /// <summary>Whether nobody heard how the request ended: another process sent it, or was about to.</summary>
    public bool IsUnheard { get; init; }

    /// <summary>The restore session that reading back a lost reply found, or null.</summary>
    public DoubtResolved? Found { get; init; }

    /// <summary>From when on restore sessions belong to it, UTC by our clock: its intent, or the creation of the session that a re-check found.</summary>
    public DateTimeOffset SessionsFrom { get; init; } = RequestedAt.At;

    /// <summary>When it was found, or null.</summary>
    public Moment? FoundAt { get; init; }

    /// <summary>The related restore session's UID, or null as long as neither a task named nor reading back found one.</summary>
    public string? SessionUid => Task?.SessionUid ?? Found?.SessionUid;

    /// <summary>The restore sessions, each as last seen, by UID.</summary>
    public ImmutableSortedDictionary<string, SessionChanged> Sessions { get; init; } =
        ImmutableSortedDictionary.Create<string, SessionChanged>(StringComparer.Ordinal);

    /// <summary>Whether every session has stopped and none is expected any more.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Progress in percent over all sessions, or null where the manager does not tell.</summary>
    public int? Progress
    {
        get
        {
            var known = Sessions.Values.Where(session => session.Progress is not null).Select(session => session.Progress!.Value).ToList();
            return known.Count == 0 ? null : (int)known.Average();
        }
    }
}
