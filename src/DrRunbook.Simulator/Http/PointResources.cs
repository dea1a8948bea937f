using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>vApp points, VM points and replicas, and the failover of both kinds of point.</summary>
internal sealed class PointResources(ManagerState state, PointForms forms, TaskResources tasks)
{
    public Reply VAppPoints(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, Listings(call), "VAppReplicaPoints", forms.Entity, forms.Reference);
        }

        if (call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        var point = call.Route.Id(1) is { } id ? state.Inventory.PointsById.GetValueOrDefault(id) : null;
        if (point is null || !state.Lists(point, call.Now))
        {
            return Reply.NotFound;
        }

        if (!call.Session.Sees(point.VApp.Scenario.Name))
        {
            return Hidden();
        }

        if (call.Request.Method == "GET")
        {
            var listing = new PointListing(point, point.Vms[0]);
            return new Reply(200, call.Route.Entities ? forms.Entity(listing) : forms.BuildReference(listing, "EntityRef"));
        }

        return Refuse(call) ?? Failover(call, point);
    }

    public Reply VmPoints(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, VmPointRows(call), "VmReplicaPoints", forms.Entity, forms.Reference);
        }

        if (call.Route.Segments.Length > 2)
        {
            return Reply.NotFound;
        }

        var point = call.Route.Id(1) is { } id ? state.Inventory.VmPointsById.GetValueOrDefault(id) : null;
        if (point is null || !state.Lists(point.Point, call.Now))
        {
            return Reply.NotFound;
        }

        if (!call.Session.Sees(point.Point.VApp.Scenario.Name))
        {
            return Hidden();
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? forms.Entity(point) : forms.BuildReference(point, "EntityRef"))
            : Refuse(call) ?? Failover(call, point);
    }

    public Reply Replicas(Call call)
    {
        if (call.Route.Segments.Length == 1)
        {
            return Listing.Reply(call, ReplicaRows(call.Session), "Replicas", forms.Entity, replica => forms.Reference(replica));
        }

        var replica = ReplicaRows(call.Session).FirstOrDefault(row => row.Id == call.Route.Id(1));
        if (replica is null)
        {
            return Reply.NotFound;
        }

        if (call.Route.Segments is [_, _, var below])
        {
            return below.Equals("vmReplicaPoints", StringComparison.OrdinalIgnoreCase)
                ? Listing.Reply(call, VmPointRows(call).Where(point => point.Point.VApp.Replica == replica), "VmReplicaPoints", forms.Entity, forms.Reference)
                : Reply.NotFound;
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? forms.Entity(replica) : forms.Reference(replica, "EntityRef"))
            : Reply.WrongVerb;
    }

    /// <summary>What the session may see of the vApp points that are listed now, once per VM.</summary>
    public IEnumerable<PointListing> Listings(Call call) => Visible(state.Inventory.Listings, call.Session, call.Now);

    public IEnumerable<PointListing> Visible(IEnumerable<PointListing> listings, LogonSession session, DateTimeOffset now) =>
        listings.Where(listing => state.Lists(listing.Point, now) && session.Sees(listing.Point.VApp.Scenario.Name));

    public IEnumerable<VmPointRow> Visible(IEnumerable<VmPointRow> points, LogonSession session, DateTimeOffset now) =>
        points.Where(point => state.Lists(point.Point, now) && session.Sees(point.Point.VApp.Scenario.Name));

    private IEnumerable<VmPointRow> VmPointRows(Call call) => Visible(state.Inventory.VmPoints, call.Session, call.Now);

    public IEnumerable<ReplicaRow> ReplicaRows(LogonSession session) => session.Account.Role is AccountRole.PortalAdministrator || session.Account.Scope.IsEmpty
        ? state.Inventory.Replicas
        : state.Inventory.Points.Where(point => session.Sees(point.VApp.Scenario.Name)).Select(point => point.VApp.Replica).Distinct();

    private Reply Hidden() => state.Scenario.OutsideScope is OutsideScope.Forbidden ? Reply.AccessDenied : Reply.NotFound;

    private static Reply? Refuse(Call call)
    {
        if (call.Request.Method != "POST" || call.Route.Action is null)
        {
            return Reply.WrongVerb;
        }

        return call.Route.Action.Equals("failover", StringComparison.OrdinalIgnoreCase)
            ? null
            : Reply.Error(400, $"Action '{call.Route.Action}' is not supported");
    }

    private Reply Failover(Call call, VAppPointRow point)
    {
        var gone = point.IsGone(call.Now);
        return gone && point.Scenario.Gone is GonePoint.NotFound
            ? Reply.NotFound
            : tasks.Start(call, Orders.Failover(point, call.Session, call.Now) with { Refusal = gone ? Orders.PointGone : null }, "StartReplicaFailover");
    }

    private Reply Failover(Call call, VmPointRow point)
    {
        var gone = point.Point.IsGone(call.Now);
        return gone && point.Point.Scenario.Gone is GonePoint.NotFound
            ? Reply.NotFound
            : tasks.Start(call, Orders.Failover(point, call.Session, call.Now) with { Refusal = gone ? Orders.PointGone : null }, "StartReplicaFailover");
    }
}
