using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>Backup servers, their collections, and replication sessions.</summary>
internal sealed class ServerResources(ManagerState state, ServerForms forms, SessionForms sessions, TaskResources tasks)
{
    public Reply BackupServers(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, state.Inventory.BackupServers, "BackupServers", forms.Entity, server => forms.Reference(server));
        }

        var server = state.Inventory.BackupServers.FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (server is null || call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        return (call.Request.Method, call.Route.Kind) switch
        {
            ("GET", _) => new Reply(200, call.Route.Entities ? forms.Entity(server) : forms.Reference(server, "EntityRef")),
            ("POST", RequestKind.Collect) => Collect(call, server),
            _ => Reply.WrongVerb,
        };
    }

    public Reply SystemSessions(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, state.Collections.All, "SystemSessions", row => sessions.Entity(row, call.Now), row => sessions.Reference(row));
        }

        var collection = state.Collections.All.FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (collection is null || call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? sessions.Entity(collection, call.Now) : sessions.Reference(collection, "EntityRef"))
            : Reply.WrongVerb;
    }

    public Reply ReplicaSessions(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, Runs(call.Session, call.Now), "ReplicaJobSessions", sessions.Entity, row => sessions.Reference(row));
        }

        var run = Runs(call.Session, call.Now).FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (run is null)
        {
            return Reply.NotFound;
        }

        if (call.Route.Segments is [_, _, var below])
        {
            return below.Equals("replicaTaskSessions", StringComparison.OrdinalIgnoreCase) || below.Equals("repicaTaskSessions", StringComparison.OrdinalIgnoreCase)
                ? Listing.Reply(call, run.Tasks, "ReplicaTaskSessions", sessions.Entity, row => sessions.Reference(row))
                : Reply.NotFound;
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? sessions.Entity(run) : sessions.Reference(run, "EntityRef"))
            : Reply.WrongVerb;
    }

    public Reply ReplicaTaskSessions(Call call)
    {
        var rows = Runs(call.Session, call.Now).SelectMany(run => run.Tasks);
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, rows, "ReplicaTaskSessions", sessions.Entity, row => sessions.Reference(row));
        }

        var task = rows.FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (task is null || call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? sessions.Entity(task) : sessions.Reference(task, "EntityRef"))
            : Reply.WrongVerb;
    }

    /// <summary>The replication runs of the last 30 days whose points are known.</summary>
    public IEnumerable<ReplicaSessionRow> Runs(LogonSession session, DateTimeOffset now) => state.Inventory.ReplicaSessions.Where(run =>
    {
        var point = run.Tasks[0].VmPoint.Point;
        return point.MadeAt >= now - TimeSpan.FromDays(30) && state.Lists(point, now) && session.Sees(point.VApp.Scenario.Name);
    });

    private Reply Collect(Call call, BackupServerRow server)
    {
        var reply = tasks.Start(call, Orders.Collect(server, call.Session, call.Now), "CollectingBackupServer", "Data collection started. To view results, go to Sessions.", related: false);
        state.Collections.Begin(reply.Effect!.Value, server, call.Now);
        return reply;
    }
}
