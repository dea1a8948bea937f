using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.WhatIf;

/// <summary>Lets something fail in a scenario, and leaves all else as it is.</summary>
internal static class MishapScenario
{
    /// <summary>The scenario with the mishap, in every attempt.</summary>
    public static Scenario With(Scenario scenario, Plan plan, Mishap mishap) => mishap.Kind switch
    {
        MishapKind.SessionFailed => Failover(scenario, plan, mishap, (_, behaviour) => behaviour with { Session = SessionEnd.Failed, Vms = [] }),
        MishapKind.OneVmFailed => Failover(scenario, plan, mishap, LastVmFails),
        MishapKind.TimedOut => Failover(scenario, plan, mishap, (_, behaviour) => behaviour with { Session = SessionEnd.Hangs, Vms = [] }),
        MishapKind.CommandFailed => Outside(scenario, world => world with
        {
            Commands = world.Commands.Insert(0, new CommandRule { Id = mishap.Target, ExitCode = NoSuccess(1, SuccessExitCodes(plan, mishap.Target)), Output = "fails in this rehearsal" }),
        }),
        MishapKind.RequestFailed => Outside(scenario, world => world with
        {
            Requests = world.Requests.Insert(0, new RequestRule { Id = mishap.Target, Status = NoSuccess(500, Request(plan, mishap.Target).Statuses) }),
        }),
        MishapKind.RequestUnanswered => Outside(scenario, world => world with
        {
            Requests = world.Requests.Insert(0, new RequestRule { Id = mishap.Target, Duration = 2 * (Step(plan, mishap.Target).Timeout ?? RunbookDefaults.HttpTimeout) }),
        }),
        MishapKind.GateFailed => Outside(scenario, world => world with { Gates = world.Gates.Insert(0, new GateRule { Id = mishap.Target, NeverPasses = true }) }),
        MishapKind.Rejected => Person(scenario, mishap.Target, PersonDecision.Reject),
        MishapKind.NobodyAnswered => Person(scenario, mishap.Target, PersonDecision.Silent),
        MishapKind.ManagerDown or MishapKind.ManagerLost => Down(scenario, mishap),
        _ => throw new ArgumentOutOfRangeException(nameof(mishap), mishap.Kind, "no such mishap"),
    };

    /// <summary>The scenario with restore sessions that do not tell their progress. Nothing that a run decides depends on it.</summary>
    public static Scenario WithoutProgress(Scenario scenario)
    {
        return scenario with
        {
            Managers = [.. scenario.Managers.Select(manager => manager with { VApps = [.. manager.VApps.Select(Silent)] })],
        };

        static ScenarioVApp Silent(ScenarioVApp vApp) => Changed(vApp, behaviour => behaviour with { Progress = ProgressStyle.Absent });
    }

    private static FailoverBehaviour LastVmFails(ScenarioVApp vApp, FailoverBehaviour behaviour) => behaviour with
    {
        SessionsPer = SessionsPer.Vm,
        Session = SessionEnd.Success,
        Vms = [new VmOutcome { Vm = vApp.Vms[^1], Session = SessionEnd.Failed }],
    };

    private static Scenario Failover(Scenario scenario, Plan plan, Mishap mishap, Func<ScenarioVApp, FailoverBehaviour, FailoverBehaviour> change)
    {
        var failover = (FailoverAction)Step(plan, mishap.Target).Action;
        return Manager(scenario, failover.EnterpriseManager.Value, manager => manager with
        {
            VApps = [.. manager.VApps.Select(vApp => MishapTargets.IsMeant(vApp, failover) ? Changed(vApp, behaviour => change(vApp, behaviour)) : vApp)],
        });
    }

    private static ScenarioVApp Changed(ScenarioVApp vApp, Func<FailoverBehaviour, FailoverBehaviour> change)
    {
        ImmutableArray<FailoverBehaviour> usual = vApp.Failovers.IsEmpty ? [new FailoverBehaviour()] : vApp.Failovers;
        return vApp with
        {
            Failovers = [.. usual.Select(change)],
            Points = [.. vApp.Points.Select(point => point with { Failovers = [.. point.Failovers.Select(change)] })],
        };
    }

    private static Scenario Down(Scenario scenario, Mishap mishap) => Manager(scenario, mishap.Target[Mishap.ManagerPrefix.Length..], manager => manager with
    {
        Faults = manager.Faults.Insert(0, new FaultRule { Fault = FaultKind.Down, After = mishap.After, Count = null }),
    });

    private static Scenario Manager(Scenario scenario, string name, Func<ScenarioManager, ScenarioManager> change) =>
        scenario with { Managers = [.. scenario.Managers.Select(manager => manager.Name == name ? change(manager) : manager)] };

    private static Scenario Person(Scenario scenario, string gate, PersonDecision decision) => Outside(scenario, world => world with
    {
        People = world.People.Insert(0, new PersonRule { Id = gate, Decision = decision }),
    });

    private static Scenario Outside(Scenario scenario, Func<World, World> change) => scenario with { World = change(scenario.World) };

    private static int NoSuccess(int from, ImmutableArray<int> successes) => Enumerable.Range(from, 256).First(value => !successes.Contains(value));

    private static ImmutableArray<int> SuccessExitCodes(Plan plan, string target) => plan.Steps
        .SelectMany(step => step.Require.Concat(step.Verify))
        .FirstOrDefault(gate => gate.Id.Value == target)?.Gate is CommandGate gate ? gate.Command.SuccessExitCodes
        : Step(plan, target).Action switch
        {
            CommandAction own => own.Command.SuccessExitCodes,
            GateAction { Gate: CommandGate own } => own.Command.SuccessExitCodes,
            _ => [],
        };

    private static HttpAction Request(Plan plan, string target) => (HttpAction)Step(plan, target).Action;

    private static PlanStep Step(Plan plan, string target) => plan.Steps.First(step => step.Id.Value == target);
}
