using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Running;

/// <summary>Which replicas a batch of entries claims and which it gives free.</summary>
internal static class BatchClaims
{
    /// <summary>The replicas about to be failed over, and those that a person says are.</summary>
    public static ImmutableArray<string> Taken(PlanGraph graph, IEnumerable<RunEvent> events) => [.. events.SelectMany(runEvent => runEvent switch
    {
        FailoverRequested request => [request.ReplicaUid],
        RecheckEnded { Sessions: not [] } recheck => ReplicaOf(graph, recheck),
        StepSettled { As: Settlement.Succeeded } settled when graph.Plan.Steps[graph.IndexOf(settled.Step)].Action is FailoverAction => ReplicaOf(graph, settled),
        _ => [],
    })];

    /// <summary>The replicas whose failover provably failed or whose undo is confirmed.</summary>
    public static ImmutableArray<string> Released(PlanGraph graph, IEnumerable<RunEvent> events) =>
        [.. events.SelectMany(runEvent => Released(graph, runEvent)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Released(PlanGraph graph, RunEvent runEvent) => runEvent switch
    {
        FailoverNotSent or FailoverRejected or ActionFailed or UndoConfirmed or LateResult { Result: "failed" } or StepSettled { As: Settlement.Failed } => ReplicaOf(graph, (StepEvent)runEvent),
        GatePassed passed when ScopeOf(graph, passed) is { } scope => graph.Plan.Steps
            .Where(step => step is { Action: FailoverAction failover, Point: not null } && scope.Covers(failover.VApp))
            .Select(step => step.Point!.ReplicaUid),
        _ => [],
    };

    private static IEnumerable<string> ReplicaOf(PlanGraph graph, StepEvent stepEvent) =>
        graph.Plan.Steps[graph.IndexOf(stepEvent.Step)].Point is { } point ? [point.ReplicaUid] : [];

    private static VAppScope? ScopeOf(PlanGraph graph, GatePassed passed)
    {
        var step = graph.Plan.Steps[graph.IndexOf(passed.Step)];
        return step.Action is GateAction { Gate: ManualGate manual } ? manual.Undoes : null;
    }
}
