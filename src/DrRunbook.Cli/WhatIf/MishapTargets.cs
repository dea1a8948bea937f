using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.WhatIf;

/// <summary>What of a plan can fail, and how.</summary>
internal static class MishapTargets
{
    /// <summary>All that can fail by itself, in the plan's order: each step with its gates, the managers last.</summary>
    public static IEnumerable<(string Name, ImmutableArray<MishapKind> Ways)> Of(Plan plan) => plan.Steps
        .SelectMany(Of)
        .Concat(plan.Managers.Select(manager => (Mishap.ManagerPrefix + manager.Name.Value, ImmutableArray.Create(MishapKind.ManagerDown))))
        .Where(target => !target.Item2.IsEmpty);

    /// <summary>A step and its gates, each with the ways in which it can fail; the first is the usual one.</summary>
    public static IEnumerable<(string Name, ImmutableArray<MishapKind> Ways)> Of(PlanStep step) =>
    [
        .. step.Require.Select(gate => (gate.Id.Value, WaysOf(gate.Gate))),
        (step.Id.Value, WaysOf(step.Action)),
        .. step.Verify.Select(gate => (gate.Id.Value, WaysOf(gate.Gate))),
    ];

    /// <summary>Whether a scenario's vApp is the one that a step fails over.</summary>
    public static bool IsMeant(ScenarioVApp vApp, FailoverAction failover) => vApp.Name == failover.VApp
        && (vApp.BackupServer ?? failover.BackupServer) == (failover.BackupServer ?? vApp.BackupServer)
        && (vApp.Replica ?? failover.Replica) == (failover.Replica ?? vApp.Replica);

    private static ImmutableArray<MishapKind> WaysOf(StepAction action) => action switch
    {
        FailoverAction => [MishapKind.SessionFailed, MishapKind.OneVmFailed, MishapKind.TimedOut],
        CommandAction => [MishapKind.CommandFailed],
        HttpAction => [MishapKind.RequestFailed, MishapKind.RequestUnanswered],
        GateAction own => WaysOf(own.Gate),
        _ => [],
    };

    /// <summary>What waits for the clock alone cannot fail.</summary>
    private static ImmutableArray<MishapKind> WaysOf(Gate gate) => gate switch
    {
        ApprovalGate or ManualGate => [MishapKind.Rejected, MishapKind.NobodyAnswered],
        CommandGate => [MishapKind.CommandFailed],
        WaitGate or WindowGate => [],
        _ => [MishapKind.GateFailed],
    };
}
