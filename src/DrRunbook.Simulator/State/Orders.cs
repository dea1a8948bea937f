namespace DrRunbook.Simulator.State;

/// <summary>The orders that requests amount to.</summary>
internal static class Orders
{
    public const string PointGone = "Restore point no longer exists on the backup server.";

    public static WorkOrder Failover(VAppPointRow point, LogonSession session, DateTimeOffset now) => new()
    {
        Kind = EffectKind.VAppFailover,
        Target = point.VApp.Scenario.Name,
        TargetUid = point.Uid,
        ReplicaUid = point.VApp.Replica.Uid,
        BackupServer = point.VApp.BackupServer,
        VApp = point.VApp.Scenario.Name,
        Vms = point.VApp.Vms,
        Thing = point.VApp.Key,
        Behaviours = point.Scenario.Failovers.IsEmpty ? point.VApp.Scenario.Failovers : point.Scenario.Failovers,
        SecondFailover = point.VApp.Scenario.SecondFailover,
        At = now,
        LogonSession = session.IdText,
        User = session.Account.User,
    };

    public static WorkOrder Failover(VmPointRow point, LogonSession session, DateTimeOffset now) =>
        Failover(point.Point, session, now) with
        {
            Kind = EffectKind.VmFailover,
            Target = point.Vm,
            TargetUid = point.Uid,
            Vms = [point.Vm],
            Part = point.Vm,
        };

    public static WorkOrder Failover(CdpVAppRow vApp, LogonSession session, DateTimeOffset now) => new()
    {
        Kind = EffectKind.CdpFailover,
        Target = vApp.Name,
        TargetUid = vApp.Uid,
        ReplicaUid = vApp.Uid,
        BackupServer = vApp.BackupServer,
        VApp = vApp.Name,
        Vms = [.. vApp.Vms.Select(vm => vm.Name)],
        Thing = vApp.Uid,
        Behaviours = vApp.Scenario.Failovers,
        SecondFailover = vApp.Scenario.SecondFailover,
        At = now,
        LogonSession = session.IdText,
        User = session.Account.User,
    };

    public static WorkOrder Start(FailoverPlanRow plan, LogonSession session, DateTimeOffset now) => new()
    {
        Kind = EffectKind.PlanStart,
        Target = plan.Name,
        TargetUid = plan.Uid,
        BackupServer = plan.BackupServer,
        Vms = plan.Scenario.Vms,
        Stagger = plan.Scenario.BootDelay,
        Thing = plan.Uid,
        Behaviours = plan.Scenario.Failovers,
        TakesSlot = false,
        At = now,
        LogonSession = session.IdText,
        User = session.Account.User,
    };

    public static WorkOrder Undo(FailoverPlanRow plan, LogonSession session, DateTimeOffset now) =>
        Start(plan, session, now) with { Kind = EffectKind.PlanUndo, Behaviours = [] };

    public static WorkOrder Edit(FailoverPlanRow plan, LogonSession session, DateTimeOffset now) =>
        Start(plan, session, now) with { Kind = EffectKind.PlanEdit, Behaviours = [], HasSessions = false };

    public static WorkOrder Collect(BackupServerRow server, LogonSession session, DateTimeOffset now) => new()
    {
        Kind = EffectKind.Collection,
        Target = server.Name,
        TargetUid = server.Uid,
        BackupServer = server,
        Thing = server.Uid,
        TakesSlot = false,
        HasSessions = false,
        At = now,
        LogonSession = session.IdText,
        User = session.Account.User,
    };
}
