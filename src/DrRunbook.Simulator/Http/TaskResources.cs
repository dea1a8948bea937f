using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>Tasks and restore sessions.</summary>
internal sealed class TaskResources(ManagerState state, SessionForms forms)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Sets an order going and answers with its task.</summary>
    /// <param name="related">Whether tasks of this operation show a restore session.</param>
    public Reply Start(Call call, WorkOrder order, string operation, string message = "Ok", bool related = true)
    {
        var work = state.Works.Begin(order);
        var task = state.Logons.AddTask(call.Session, work, operation, message, related);
        state.Works.SetTask(work, task.Id);
        return new Reply(202, forms.Task(task, order.At)) { Effect = work.Number };
    }

    public Reply Tasks(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return call.Request.Method == "GET"
                ? new Reply(200, Element.Collection("Tasks", Shown(call.Session, call.Now).ToList().Select(task => Show(task, call.Now))))
                : Reply.WrongVerb;
        }

        var id = call.Route.Segments[1];
        if (call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        if (state.Logons.Task(call.Session, id, call.Now) is not { } task)
        {
            return Reply.TaskUnknown(id);
        }

        return call.Request.Method switch
        {
            "GET" => new Reply(200, Show(task, call.Now)),
            "DELETE" => Delete(call, task),
            _ => Reply.WrongVerb,
        };
    }

    public IEnumerable<EmTask> Shown(LogonSession session, DateTimeOffset now) => state.Logons.Tasks(session, now);

    /// <summary>A task as it stands, which counts as a read.</summary>
    public Element Show(EmTask task, DateTimeOffset now)
    {
        var element = forms.Task(task, now);
        task.CountRead(now);
        return element;
    }

    public Reply RestoreSessions(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, Listed(call.Session, call.Now), "RestoreSessions", session => forms.Entity(session, call.Now), session => forms.Reference(session));
        }

        if (call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        if (call.Request.Method != "GET")
        {
            return Reply.WrongVerb;
        }

        var session = call.Route.Id(1) is { } id ? state.Works.Session(id) : null;
        if (session is null || session.VisibleFrom > call.Now || !call.Session.Sees(session.VApp))
        {
            return Reply.NotFound;
        }

        return new Reply(200, call.Route.Entities ? forms.Entity(session, call.Now) : forms.Reference(session, "EntityRef"));
    }

    /// <summary>The restore sessions of the last 30 days that are shown by now.</summary>
    public IEnumerable<RestoreSessionRow> Listed(LogonSession session, DateTimeOffset now) => state.Works.Sessions
        .Where(row => row.VisibleFrom <= now && row.Created >= now - Kept && session.Sees(row.VApp));

    private Reply Delete(Call call, EmTask task)
    {
        state.Logons.RemoveTask(call.Session, task);
        if (state.Scenario.DeletingTaskAborts)
        {
            state.Works.Abort(task.Work, call.Now);
        }

        return new Reply(204);
    }
}
