using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>A VM of a failover and what the manager said of it alone.</summary>
/// <param name="Vm">Its name.</param>
/// <param name="PointAt">When its point was created, UTC by the backup server's clock; null for a VM that the restore point does not list.</param>
/// <param name="Session">Its own restore session as last seen; null: not reported by the manager, which is no success.</param>
public sealed record VmStanding(OutsideText Vm, DateTimeOffset? PointAt, SessionChanged? Session)
{
    /// <summary>The VMs of a failover step: those of its restore point in its order, then others that have a session of their own.</summary>
    public static ImmutableArray<VmStanding> Of(StepProgress step)
    {
        var vApp = (step.Step.Action as FailoverAction)?.VApp;
        var points = step.Step.Point is { } point ? point.VmPoints : [];
        var sessions = (step.Failover?.Sessions.Values ?? []).OrderBy(Rank).ToList();
        var planned = points.Select(vm => new VmStanding(new OutsideText(vm.Vm), vm.CreatedAt, sessions.FirstOrDefault(session => session.Vm.Raw == vm.Vm)));
        var others = sessions.Where(session => session.Vm.Raw != vApp && points.All(vm => vm.Vm != session.Vm.Raw)).DistinctBy(session => session.Vm);
        return [.. planned, .. others.Select(session => new VmStanding(session.Vm, null, session))];
    }

    /// <summary>The VMs of the restore point that have no session of their own.</summary>
    public static ImmutableArray<VmStanding> NotReported(StepProgress step) => [.. Of(step).Where(vm => vm.Session is null)];

    /// <summary>Whether the manager reports VM by VM: two VMs or more have a session, and every session is one of a VM of the restore point.</summary>
    public static bool AreReportedSingly(StepProgress step)
    {
        var vApp = (step.Step.Action as FailoverAction)?.VApp;
        var vms = step.Step.Point is { } point ? point.VmPoints : [];
        var named = (step.Failover?.Sessions.Values ?? []).Select(session => session.Vm.Raw).Distinct().ToList();
        return named.Count > 1 && named.TrueForAll(name => name != vApp && vms.Any(vm => vm.Vm == name));
    }

    /// <summary>A VM with several sessions stands as badly as the worst of them.</summary>
    private static int Rank(SessionChanged session) => session.Result switch { "Failed" => 0, "Warning" => 2, "Success" => 3, _ => 1 };
}
