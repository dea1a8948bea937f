using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>Failover plans. Their tasks show no restore session.</summary>
internal sealed class PlanResources(ManagerState state, ServerForms forms, TaskResources tasks)
{
    public Reply FailoverPlans(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, state.Inventory.FailoverPlans, "FailoverPlans", forms.Entity, plan => forms.Reference(plan, inQuery: false));
        }

        var plan = state.Inventory.FailoverPlans.FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (plan is null || call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        return (call.Request.Method, call.Route.Kind) switch
        {
            ("GET", _) => new Reply(200, call.Route.Entities ? forms.Entity(plan) : forms.Reference(plan, inQuery: false, "EntityRef")),
            ("PUT", _) => Edit(call, plan),
            ("POST", RequestKind.StartPlan) => Start(call, plan),
            ("POST", RequestKind.UndoPlan) => Undo(call, plan),
            _ => Reply.WrongVerb,
        };
    }

    private Reply Start(Call call, FailoverPlanRow plan)
    {
        var body = RequestBody.Read(call.Request, "FailoverPlanManagementSpec", "StartNow", "StartDate");
        if (body is null || (body.Flag("StartNow") != true && body.Time("StartDate") is null) || (body.Has("StartNow") && body.Flag("StartNow") is null))
        {
            return Reply.BadBody;
        }

        return tasks.Start(call, Orders.Start(plan, call.Session, call.Now), "StartFailoverPlan", related: false);
    }

    private Reply Undo(Call call, FailoverPlanRow plan)
    {
        var reply = tasks.Start(call, Orders.Undo(plan, call.Session, call.Now), "UndoFailoverPlan", related: false);
        state.Works.Undo(plan.Uid, call.Now);
        return reply;
    }

    private Reply Edit(Call call, FailoverPlanRow plan)
    {
        if (RequestBody.Read(call.Request, "FailoverPlan", "Description")?.Text("Description") is not { } description)
        {
            return Reply.BadBody;
        }

        plan.Description = description;
        return tasks.Start(call, Orders.Edit(plan, call.Session, call.Now), "EditFailoverPlan", related: false);
    }
}
