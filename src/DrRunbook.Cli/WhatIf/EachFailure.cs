using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.WhatIf;

/// <summary>Every way in which one step, gate or manager of a plan can fail alone.</summary>
internal static class EachFailure
{
    /// <summary>In the plan's order, the managers last. The steps of <c>afterFailure</c> are left out: they begin only where something else has failed.</summary>
    /// <param name="well">The run in which nothing fails: it tells when the middle of a manager's failovers is.</param>
    public static IEnumerable<Mishap> Of(Plan plan, Scenario scenario, RunState well) => plan.Steps
        .Where(step => step.Section != PlanSection.AfterFailure)
        .SelectMany(step => MishapTargets.Of(step).SelectMany(target => target.Ways.Where(way => CanHappen(way, step, scenario)).Select(way => new Mishap(target.Name, way))))
        .Concat(plan.Managers.SelectMany(manager => OfManager(manager, well)));

    private static bool CanHappen(MishapKind way, PlanStep step, Scenario scenario) => way != MishapKind.OneVmFailed
        || (step.Action is FailoverAction failover
            && scenario.Managers.FirstOrDefault(manager => manager.Name == failover.EnterpriseManager.Value)?.VApps.FirstOrDefault(vApp => MishapTargets.IsMeant(vApp, failover)) is { Vms.Length: > 1 });

    private static IEnumerable<Mishap> OfManager(PlannedManager manager, RunState well)
    {
        var target = Mishap.ManagerPrefix + manager.Name.Value;
        if (!manager.Required)
        {
            yield return new Mishap(target, MishapKind.ManagerDown);
        }

        var failovers = well.Steps
            .Where(step => step is { Node.Step.Action: FailoverAction failover, ActionAt: not null } && failover.EnterpriseManager == manager.Name)
            .ToList();
        if (failovers.Count > 0)
        {
            var from = failovers.Min(step => step.ActionAt!.Value.SinceStart);
            var to = failovers.Max(step => (step.VerifyAt ?? step.EndedAt ?? well.LastAt).SinceStart);
            yield return new Mishap(target, MishapKind.ManagerLost, (from + to) / 2);
        }
    }
}
