using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Watching;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Reads back what a failover request whose answer was lost may have left behind.</summary>
internal sealed class TraceSearch(AuthorisedReads reads, PagedQuery query, SessionClaims claims, ManagerPresence presence, Redactor redactor)
{
    public async Task<TracesOutcome> FindAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var traces = await ReadAsync(point, from, to, cancellationToken);
        if (traces.Problem is { } problem)
        {
            presence.Lost(problem);
        }
        else
        {
            presence.Seen();
        }

        return traces;
    }

    private async Task<TracesOutcome> ReadAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var list = await reads.SendAsync(ApiRequest.Get("tasks"), cancellationToken);
        if (!list.Answer.IsSuccess || !WireTask.IsList(list.Answer.Body))
        {
            return new TracesOutcome([], [], list.Answer.Problem ?? "the list of tasks was asked for and something else came");
        }

        var earliest = from + presence.ClockOffset;
        var latest = to + presence.ClockOffset;
        var found = await query.RunAsync(WireSession.Type, QueryFilter.From("CreationTime", earliest), "sortAsc=CreationTime", cancellationToken);
        if (found.Problem is not null)
        {
            return new TracesOutcome([], [], found.Problem);
        }

        var sessions = found.Pages.SelectMany(WireSession.AllIn)
            .DistinctBy(session => session.Uid)
            .Where(session => session.CreatedAt >= earliest && session.CreatedAt <= latest && SessionClaims.IsOf(point, session));
        var tasks = WireTask.AllIn(list.Answer.Body).Where(task => task.Operation == WireTask.Failover);
        return new TracesOutcome([.. tasks.Select(task => Trace(task, list.Logon!.Number))], [.. sessions.Select(Trace)], null);
    }

    private TracedTask Trace(WireTask task, int logon) => new(redactor.Clean(task.Id), logon, redactor.Clean(task.State), task.SessionUid);

    private TracedSession Trace(WireSession session) => new(
        session.Uid, redactor.CleanName(session.Name), redactor.Clean(session.State), redactor.Clean(session.Result), session.CreatedAt!.Value, session.EndedAt, claims.OwnerOf(session.Uid))
    {
        TellsServer = session.BackupServerUid is not null,
    };
}
