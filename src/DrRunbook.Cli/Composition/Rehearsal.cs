using DrRunbook.Cli.Simulation;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Composition;

/// <summary>How a rehearsal ended.</summary>
/// <param name="Result">Null where the plan could not be resolved.</param>
internal sealed record RehearsalResult(RunResult? Result, ResolvedPlan Resolved, Ledger Ledger, MemoryRunStore Store);

/// <summary>Runs the real engine and the real client against the simulator on a clock that jumps.</summary>
internal static class Rehearsal
{
    /// <summary>Rehearses a prepared runbook from beginning to end. Single-threaded: everything happens before the call returns.</summary>
    /// <param name="scenario">What is played; null for one in which all goes well.</param>
    /// <param name="outageAt">When the outage began, or null for the run's start.</param>
    public static RehearsalResult Run(Invocation invocation, PreparedRunbook prepared, Scenario? scenario, ulong seed, DateTimeOffset? outageAt, ImmutableArray<IRunObserver> observers)
    {
        var clock = new VirtualClock(prepared.Plan.PlannedAt);
        return clock.RunToEnd(() => RunAsync(invocation, prepared, scenario, seed, outageAt, observers, clock));
    }

    private static async Task<RehearsalResult> RunAsync(
        Invocation invocation, PreparedRunbook prepared, Scenario? scenario, ulong seed, DateTimeOffset? outageAt, ImmutableArray<IRunObserver> observers, VirtualClock clock)
    {
        var plan = prepared.Plan;
        var now = clock.GetUtcNow();
        var played = scenario ?? BenignScenario.For(plan, now, seed);
        await using var site = SimulatedSite.InMemory(played, plan, clock);
        var facts = new FactInbox();
        await using var clients = ManagerClients.Of(plan, manager => site.Client(manager, invocation.Wire, facts, facts.Fail));
        var store = new MemoryRunStore(clock);
        var resolved = await PlanResolver.ResolveAsync(plan, clients, prepared.At, prepared.At, outageAt ?? now, now, CancellationToken.None);
        if (resolved.Plan is null)
        {
            return new RehearsalResult(Result: null, resolved, site.Ledger, store);
        }

        var by = invocation.Context.UserName;
        var assembly = RunAssembly.Of(invocation, prepared, resolved.Plan, clock.GetUtcNow(), outageAt, by, RunAssembly.Simulated(played, speed: 0));
        var world = site.World();
        var setup = new RunSetup
        {
            Graph = assembly.Graph,
            Store = store,
            Facts = facts,
            Managers = clients,
            Reached = resolved.Reached,
            Outside = world,
            People = world,
            Secrets = new SimulatedSecrets(),
            RunClock = clock,
            HostClock = clock,
            Pace = new VirtualPace(clock),
            NewId = RunIds.Counted(seed),
            By = OutsideText.From(by),
            Machine = invocation.Context.Machine,
            ToolVersion = RunAssembly.ToolVersion,
            Observers = observers,
        };
        var result = await RunLoop.StartAsync(setup, assembly.Start, assembly.Blobs, CancellationToken.None, CancellationToken.None);
        return new RehearsalResult(result, resolved, site.Ledger, store);
    }
}
