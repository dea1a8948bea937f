using System.Globalization;
using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>CDP replicas of vApps.</summary>
internal sealed class CdpResources(ManagerState state, ServerForms forms, TaskResources tasks)
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss";

    public Reply VApps(Call call)
    {
        var segments = call.Route.Segments;
        if (segments.Length < 2 || !segments[1].Equals("vApps", StringComparison.OrdinalIgnoreCase))
        {
            return Reply.NotFound;
        }

        if (segments.Length == 2)
        {
            return Listing.Reply(call, state.Inventory.CdpVApps, "VAppCdpReplicas", forms.Entity, vApp => forms.Reference(vApp));
        }

        var vApp = state.Inventory.CdpVApps.FirstOrDefault(row => row.Id == call.Route.Id(2));
        if (vApp is null)
        {
            return Reply.NotFound;
        }

        if (segments.Length > 3)
        {
            return segments[3].Equals("vms", StringComparison.OrdinalIgnoreCase) ? Vms(call, vApp) : Reply.NotFound;
        }

        return (call.Request.Method, call.Route.Kind) switch
        {
            ("GET", _) => new Reply(200, call.Route.Entities ? forms.Entity(vApp) : forms.Reference(vApp, "EntityRef")),
            ("POST", RequestKind.CdpIntervals) => Intervals(call, vApp),
            ("POST", RequestKind.CdpFailover) => Failover(call, vApp),
            _ => Reply.WrongVerb,
        };
    }

    private Reply Vms(Call call, CdpVAppRow vApp)
    {
        if (call.Route.Segments.Length == 4)
        {
            return Listing.Reply(call, vApp.Vms, "VAppCdpReplicaVms", vm => forms.Entity(vApp, vm, "Items"), vm => forms.Reference(vApp, vm));
        }

        var vm = vApp.Vms.FirstOrDefault(row => row.Id == call.Route.Id(4));
        if (vm is null || call.Route.Segments.Length > 5)
        {
            return Reply.NotFound;
        }

        return call.Request.Method == "GET"
            ? new Reply(200, call.Route.Entities ? forms.Entity(vApp, vm) : forms.Reference(vApp, vm, "EntityRef"))
            : Reply.WrongVerb;
    }

    // Exactly one selector: a flag, or a time with both flags false. What the product does with several is not documented.
    private Reply Failover(Call call, CdpVAppRow vApp)
    {
        var body = RequestBody.Read(call.Request, "CdpFailoverStartSpec", "RestoreCurrent", "RestoreCurrentVss", "RestoreAtInterval", "RestoreAtPointInTime");
        if (body?.Flag("RestoreCurrent") is not { } current || body.Flag("RestoreCurrentVss") is not { } consistent)
        {
            return Reply.BadBody;
        }

        var times = new[] { "RestoreAtInterval", "RestoreAtPointInTime" }.Where(body.Has).ToArray();
        if (times.Any(name => body.Time(name) is null) || (current ? 1 : 0) + (consistent ? 1 : 0) + times.Length != 1)
        {
            return Reply.BadBody;
        }

        return tasks.Start(call, Orders.Failover(vApp, call.Session, call.Now), "StartFailover");
    }

    private Reply Intervals(Call call, CdpVAppRow vApp)
    {
        var body = RequestBody.Read(call.Request, null, "StartDate", "EndDate");
        if (body?.Time("StartDate") is not { } start || body.Time("EndDate") is not { } end || end < start)
        {
            return Reply.BadBody;
        }

        var now = call.Now + state.Scenario.ClockOffset;
        var from = Later(start, now - vApp.Scenario.Retention);
        var to = end < now ? end : now;
        var points = vApp.Scenario.ApplicationConsistent
            .Select((age, index) => (Id: Seeded.Guid(state.Seed, "consistent " + vApp.Id, index), Date: state.Started + state.Scenario.ClockOffset - age))
            .Where(point => point.Date >= start && point.Date <= end)
            .OrderBy(point => point.Date)
            .ToArray();
        return new Reply(200, new Element("CdpReplicaIntervals")
            .Text("StartDate", Time(start)).Text("EndDate", Time(end))
            .Flag("HasApplicationConsistentState", points.Length > 0)
            .Child(Element.Collection("Intervals", from < to ? [Interval(from, to, vApp.Scenario.Rpo)] : []))
            .Child(Element.Collection("RestorePoints", points.Select(point => new Element("RestorePoint")
                .Text("Id", point.Id.ToString()).Text("Date", Time(point.Date)).Flag("IsApplicationConsistent", true)))));
    }

    private static Element Interval(DateTimeOffset from, DateTimeOffset to, TimeSpan rpo) => new Element("Interval")
        .Text("StartDate", Time(from)).Text("EndDate", Time(to)).Number("Rpo", (long)rpo.TotalSeconds).Text("IntervalType", "RestoreAvailable");

    // Times of CDP resources carry no zone although UTC is meant.
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
