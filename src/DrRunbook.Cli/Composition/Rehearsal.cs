using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Composition;

/// <summary>What a rehearsal plays, and how far.</summary>
internal sealed record RehearsalTerms
{
    /// <summary>What is played; null for a scenario in which all goes well.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>The source of everything that looks random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When the outage began, or null for the run's start.</summary>
    public DateTimeOffset? OutageAt { get; init; }

    /// <summary>Who watches.</summary>
    public ImmutableArray<IRunObserver> Observers { get; init; } = [];

    /// <summary>What an earlier rehearsal of the same runbook froze: the plan is then not resolved again. Null: it is resolved first.</summary>
    public FrozenRehearsal? Frozen { get; init; }

    /// <summary>How often running failovers are looked at; null: as in a real run.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>Whether looks at running failovers are left out that cannot tell anything. What the run does stays the same; the manager is asked less often.</summary>
    public bool LeavesIdleLooksOut { get; init; }

    /// <summary>How much virtual time there is; null: as much as any runbook can need.</summary>
    public TimeSpan? Longest { get; init; }
}

/// <summary>What rehearsals of one runbook share: the resolved plan with the beginning of its run, and what was played.</summary>
internal sealed record FrozenRehearsal(RunAssembly Assembly, Scenario Scenario);

/// <summary>How a rehearsal ended.</summary>
/// <param name="Result">Null where the plan could not be resolved.</param>
/// <param name="Frozen">Null where the plan could not be resolved.</param>
internal sealed record RehearsalResult(RunResult? Result, ResolvedPlan Resolved, Ledger Ledger, MemoryRunStore Store, FrozenRehearsal? Frozen);

/// <summary>Runs the real engine and the real client against the simulator on a clock that jumps.</summary>
internal static class Rehearsal
{
    /// <summary>Rehearses a prepared runbook from beginning to end. Single-threaded: everything happens before the call returns.</summary>
    /// <param name="scenario">What is played; null for one in which all goes well.</param>
    /// <param name="outageAt">When the outage began, or null for the run's start.</param>
    public static RehearsalResult Run(Invocation invocation, PreparedRunbook prepared, Scenario? scenario, ulong seed, DateTimeOffset? outageAt, ImmutableArray<IRunObserver> observers) =>
        Run(invocation, prepared, new RehearsalTerms { Scenario = scenario, Seed = seed, OutageAt = outageAt, Observers = observers });

    /// <summary>Rehearses a prepared runbook from beginning to end, on this thread. Several threads may each rehearse the same one.</summary>
    /// <exception cref="StandsStillException">The run waits for what does not come in the time there is.</exception>
    public static RehearsalResult Run(Invocation invocation, PreparedRunbook prepared, RehearsalTerms terms)
    {
        var clock = new VirtualClock(prepared.Plan.PlannedAt);
        return clock.RunToEnd(() => RunAsync(invocation, prepared, terms, clock));
    }

    private static async Task<RehearsalResult> RunAsync(Invocation invocation, PreparedRunbook prepared, RehearsalTerms terms, VirtualClock clock)
    {
        var now = clock.GetUtcNow();
        var played = terms.Scenario ?? BenignScenario.For(prepared.Plan, now, terms.Seed);
        await using var site = SimulatedSite.InMemory(played, prepared.Plan, clock);
        var facts = new FactInbox();
        await using var clients = ManagerClients.Of(prepared.Plan, manager => site.Client(manager, invocation.Wire, facts, facts.Fail, terms.PollInterval, terms.LeavesIdleLooksOut));
        var store = new MemoryRunStore(clock);
        var resolved = terms.Frozen is { } known
            ? await ReachAsync(known.Assembly.Graph.Plan, clients)
            : await PlanResolver.ResolveAsync(prepared.Plan, clients, prepared.At, prepared.At, terms.OutageAt ?? now, now, CancellationToken.None);
        if (resolved.Plan is null)
        {
            return new RehearsalResult(Result: null, resolved, site.Ledger, store, Frozen: null);
        }

        var by = invocation.Context.UserName;
        var frozen = terms.Frozen
            ?? new FrozenRehearsal(RunAssembly.Of(invocation, prepared, resolved.Plan, clock.GetUtcNow(), terms.OutageAt, by, RunAssembly.Simulated(played, speed: 0)), played);
        var world = site.World();
        var setup = new RunSetup
        {
            Graph = frozen.Assembly.Graph,
            Store = store,
            Facts = facts,
            Managers = clients,
            Reached = resolved.Reached,
            Outside = world,
            People = world,
            Secrets = new SimulatedSecrets(),
            RunClock = clock,
            HostClock = clock,
            Pace = new VirtualPace(clock, terms.Longest),
            NewId = RunIds.Counted(terms.Seed),
            By = OutsideText.From(by),
            Machine = invocation.Context.Machine,
            ToolVersion = RunAssembly.ToolVersion,
            Observers = terms.Observers,
        };
        var result = await RunLoop.StartAsync(setup, frozen.Assembly.Start, frozen.Assembly.Blobs, CancellationToken.None, CancellationToken.None);
        return new RehearsalResult(result, resolved, site.Ledger, store, frozen);
    }

    /// <summary>Of a plan that is resolved already: who answers.</summary>
    private static async Task<ResolvedPlan> ReachAsync(Plan plan, ManagerClients clients) =>
        new(plan, [], PlanResolver.Reached(await PlanResolver.ConnectAsync(plan, clients, CancellationToken.None)), []);
}
