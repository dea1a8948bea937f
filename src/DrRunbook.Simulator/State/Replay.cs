namespace DrRunbook.Simulator.State;

/// <summary>Does again what a ledger says was done.</summary>
internal static class Replay
{
    /// <exception cref="ArgumentException">The scenario does not hold what the effect names.</exception>
    public static void Effect(ManagerState state, Effect effect)
    {
        var order = Order(state, effect) ?? throw new ArgumentException($"effect {effect.Number} names {effect.TargetUid}, which this scenario does not hold");
        var work = state.Works.Begin(order with { At = effect.At, LogonSession = effect.LogonSession, User = effect.User }, effect.AbortedAt);
        state.Works.SetTask(work, effect.TaskId);
        if (effect.Kind is EffectKind.PlanUndo)
        {
            state.Works.Undo(effect.TargetUid, effect.At);
        }

        if (effect.Kind is EffectKind.Collection)
        {
            state.Collections.Begin(effect.Number, order.BackupServer, effect.At);
        }
    }

    private static WorkOrder? Order(ManagerState state, Effect effect)
    {
        var inventory = state.Inventory;
        var nobody = new LogonSession(Guid.Empty, new ScenarioAccount(), effect.At);
        var id = Guid.Parse(effect.TargetUid.AsSpan(effect.TargetUid.LastIndexOf(':') + 1));
        return effect.Kind switch
        {
            EffectKind.VAppFailover when inventory.PointsById.GetValueOrDefault(id) is { } point =>
                Orders.Failover(point, nobody, effect.At) with { Refusal = point.IsGone(effect.At) ? Orders.PointGone : null },
            EffectKind.VmFailover when inventory.VmPointsById.GetValueOrDefault(id) is { } point =>
                Orders.Failover(point, nobody, effect.At) with { Refusal = point.Point.IsGone(effect.At) ? Orders.PointGone : null },
            EffectKind.CdpFailover when inventory.CdpVApps.FirstOrDefault(row => row.Id == id) is { } vApp => Orders.Failover(vApp, nobody, effect.At),
            EffectKind.PlanStart when Plan(inventory, id) is { } plan => Orders.Start(plan, nobody, effect.At),
            EffectKind.PlanUndo when Plan(inventory, id) is { } plan => Orders.Undo(plan, nobody, effect.At),
            EffectKind.PlanEdit when Plan(inventory, id) is { } plan => Orders.Edit(plan, nobody, effect.At),
            EffectKind.Collection when inventory.BackupServers.FirstOrDefault(row => row.Id == id) is { } server => Orders.Collect(server, nobody, effect.At),
            _ => null,
        };
    }

    private static FailoverPlanRow? Plan(Inventory inventory, Guid id) => inventory.FailoverPlans.FirstOrDefault(row => row.Id == id);
}
