using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Queries;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>
/// One look at all running failovers: one list of tasks, one query of restore sessions, however many there are. At most one task
/// and one session are read singly besides.
/// </summary>
internal sealed class FailoverPoll(ManagerClientOptions options, AuthorisedReads reads, PagedQuery query, SessionClaims claims, ManagerPresence presence)
{
    private int _turn;
    private (ImmutableArray<WatchedFailover> Open, DateTimeOffset? NewsAt)? _whole;
    private WireNode? _page;
    private ImmutableArray<WireSession> _onPage = [];

    /// <summary>Whether a look would tell what the last one told: nothing can have changed since, and nothing is decided by time or by how often it was looked at.</summary>
    public bool TellsNothing(ImmutableArray<WatchedFailover> open) =>
        _whole is var (seen, newsAt)
        && !(newsAt <= options.Clock.GetUtcNow())
        && seen.SequenceEqual(open)
        && open.All(watched => watched.WaitsForManager);

    /// <returns>Whether the manager answered.</returns>
    public async Task<bool> RunAsync(ImmutableArray<WatchedFailover> open, CancellationToken cancellationToken)
    {
        if (open.IsEmpty)
        {
            return true;
        }

        var (at, turn) = (options.Clock.GetUtcNow(), _turn);
        _whole = null;
        var problem = await ReadTasksAsync(open, cancellationToken) ?? await ReadSessionsAsync(open, cancellationToken);
        if (problem is not null)
        {
            presence.Lost(problem);
            return false;
        }

        presence.Seen();
        foreach (var watched in open)
        {
            watched.TrySettle(options.Clock.GetUtcNow(), presence.ClockOffset);
        }

        // What was read singly was one of several, and the next look takes the next of them.
        _whole = options.NextChange is { } nextChange && turn == _turn ? (open, nextChange(at)) : null;
        return true;
    }

    private async Task<string?> ReadTasksAsync(ImmutableArray<WatchedFailover> open, CancellationToken cancellationToken)
    {
        var awaiting = open.Where(watched => watched.AwaitsTask).ToList();
        foreach (var unknown in awaiting.Where(watched => watched.Watch.Task is null).ToList())
        {
            unknown.LoseTask(unknown.RelatedUid is null ? "the manager accepted the request without naming its task" : "its task is not known here, its restore session is");
            awaiting.Remove(unknown);
        }

        if (awaiting.Count == 0)
        {
            return null;
        }

        var list = await reads.SendAsync(ApiRequest.Get("tasks"), cancellationToken);
        if (!list.Answer.IsSuccess || !WireTask.IsList(list.Answer.Body))
        {
            return list.Answer.Problem ?? "the list of tasks was asked for and something else came";
        }

        var tasks = WireTask.AllIn(list.Answer.Body).DistinctBy(task => task.Id).ToDictionary(task => task.Id);
        var missing = new List<WatchedFailover>();
        foreach (var watched in awaiting)
        {
            See(watched, list.Logon!.Number, tasks, missing);
        }

        return missing.Count == 0 ? null : await ReadTaskAsync(missing[_turn++ % missing.Count], cancellationToken);
    }

    private void See(WatchedFailover watched, int logon, Dictionary<string, WireTask> tasks, List<WatchedFailover> missing)
    {
        // Ids are counted anew in every logon session: an old id would show another task.
        if (watched.Watch.Logon != logon)
        {
            watched.LoseTask("the logon session that its task belonged to has ended");
        }
        else if (tasks.TryGetValue(watched.Watch.Task!, out var task))
        {
            See(watched, task);
        }
        else
        {
            missing.Add(watched);
        }
    }

    private void See(WatchedFailover watched, WireTask task)
    {
        watched.SeeTask(task, options.Clock.GetUtcNow());
        if (watched.RelatedUid is { } related)
        {
            claims.ClaimRelated(related, watched.Watch);
        }
    }

    /// <summary>A task that is not in the list is asked for by its id: a manager that does not know it answers 500, not 404.</summary>
    private async Task<string?> ReadTaskAsync(WatchedFailover watched, CancellationToken cancellationToken)
    {
        var id = watched.Watch.Task!;
        var request = new ApiRequest(HttpMethod.Get, $"tasks/{Uri.EscapeDataString(id)}") { Takes500 = true };
        var answer = await reads.SendWithinAsync(watched.Watch.Logon, request, cancellationToken);
        if (answer.Answer.IsSuccess && WireTask.AllIn(answer.Answer.Body).FirstOrDefault(task => task.Id == id) is { } task)
        {
            See(watched, task);
            return null;
        }

        if (answer.Answer is { IsManagersError: true, Status: 500 or 404 })
        {
            watched.LoseTask(answer.Answer.Why);
            return null;
        }

        return answer.Answer.Problem ?? "a task was asked for and something else came";
    }

    private async Task<string?> ReadSessionsAsync(ImmutableArray<WatchedFailover> open, CancellationToken cancellationToken)
    {
        var from = open.Min(watched => SessionClaims.EarliestOf(watched.Watch, presence.ClockOffset));
        var found = await query.RunAsync(WireSession.Type, QueryFilter.From("CreationTime", from), "sortAsc=CreationTime", cancellationToken);
        if (found.Problem is not null)
        {
            return found.Problem;
        }

        foreach (var related in open.Where(watched => watched.RelatedUid is not null))
        {
            claims.ClaimRelated(related.RelatedUid!, related.Watch);
        }

        foreach (var session in found.Pages.SelectMany(SessionsOn).DistinctBy(session => session.Uid))
        {
            See(open, session);
        }

        var lacking = open.Where(watched => watched.LacksRelated).ToList();
        return lacking.Count == 0 ? null : await ReadSessionAsync(lacking[_turn++ % lacking.Count], cancellationToken);
    }

    /// <summary>A page that is the last one again has the same sessions.</summary>
    private IEnumerable<WireSession> SessionsOn(WireNode page)
    {
        if (page != _page)
        {
            (_page, _onPage) = (page, [.. WireSession.AllIn(page)]);
        }

        return _onPage;
    }

    private void See(ImmutableArray<WatchedFailover> open, WireSession session)
    {
        var (owners, isOpen) = claims.Claim(session, open, options.Clock.GetUtcNow(), presence.ClockOffset);
        if (isOpen)
        {
            foreach (var one in owners)
            {
                one.Hold();
            }

            return;
        }

        if (owners.IsEmpty)
        {
            return;
        }

        // A task may name a session late, after its name alone had given it to another failover.
        foreach (var other in open)
        {
            if (!owners.Contains(other))
            {
                other.Forget(session.Uid);
            }
        }

        foreach (var owner in owners)
        {
            owner.SeeSession(session, options.Clock.GetUtcNow());
        }
    }

    /// <summary>The session that a task names may be missing for a while; that is neither trouble nor an end.</summary>
    private async Task<string?> ReadSessionAsync(WatchedFailover watched, CancellationToken cancellationToken)
    {
        var path = $"restoreSessions/{Uid.IdIn(watched.RelatedUid)}?format=Entity";
        var answer = await reads.SendAsync(new ApiRequest(HttpMethod.Get, path) { Takes500 = true }, cancellationToken);
        if (answer.Answer.IsSuccess && WireSession.AllIn(answer.Answer.Body).FirstOrDefault(session => session.Uid == watched.RelatedUid) is { } session)
        {
            watched.SeeSession(session, options.Clock.GetUtcNow());
        }

        return answer.Answer.IsHeard ? null : answer.Answer.Problem;
    }
}
