using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Composition;

/// <summary>Where a run takes place: at real managers, or at simulated ones on loopback in quickened time.</summary>
internal sealed class RunSite : IAsyncDisposable
{
    private readonly SimulatedSite? _simulated;
    private readonly SimulatedWorld? _world;
    private readonly string _root;
    private readonly Invocation _invocation;

    private RunSite(Invocation invocation, Plan plan, string root, TimeProvider runClock, SimulatedSite? simulated)
    {
        (_invocation, _root, _simulated, RunClock) = (invocation, root, simulated, runClock);
        _world = simulated?.World();
        Secrets = simulated is null ? new ProcessSecrets(invocation.Context.Environment, root) : new SimulatedSecrets();
        Clients = simulated is null
            ? ManagerClients.Create(plan, root, Secrets, invocation, Facts)
            : ManagerClients.Of(plan, manager => simulated.Client(manager, invocation.Wire, Facts, Facts.Fail));
    }

    /// <summary>Where facts wait.</summary>
    public FactInbox Facts { get; } = new();

    /// <summary>The managers' clients.</summary>
    public ManagerClients Clients { get; }

    /// <summary>Variables and secret files.</summary>
    public ISecrets Secrets { get; }

    /// <summary>The clock of everything journaled.</summary>
    public TimeProvider RunClock { get; }

    /// <summary>What the simulated managers have carried out so far; null at real ones.</summary>
    public Ledger? Ledger => _simulated?.Ledger;

    /// <summary>The real world.</summary>
    public static RunSite Real(Invocation invocation, Plan plan, string root) =>
        new(invocation, plan, root, invocation.Context.RunClock, simulated: null);

    /// <summary>A scenario on loopback.</summary>
    /// <param name="startsAt">What the run's clock begins with, UTC; null for now.</param>
    /// <param name="history">Ledgers to go on from.</param>
    public static async Task<RunSite> SimulatedAsync(Invocation invocation, Plan plan, Scenario scenario, double speed, DateTimeOffset? startsAt, ImmutableDictionary<string, Ledger> history)
    {
        var host = invocation.Context.HostClock;
        var clock = new QuickenedClock(host, speed, startsAt ?? host.GetUtcNow());
        var site = await SimulatedSite.OnLoopbackAsync(scenario, clock, host, history, invocation.Context.Signals.Halt);
        return new RunSite(invocation, plan, root: "", clock, site);
    }

    /// <summary>What a run loop needs, for a run of this plan.</summary>
    public RunSetup Setup(string run, PlanGraph graph, IRunStore store, ImmutableArray<ManagerReached> reached, string by, ImmutableArray<IRunObserver> observers) => new()
    {
        Graph = graph,
        Root = _simulated is null ? _root : null,
        Store = store,
        Facts = Facts,
        Managers = Clients,
        Reached = reached,
        Outside = (IOutside?)_world ?? RealOutside(run, graph.Plan),
        People = _world,
        Secrets = Secrets,
        RunClock = RunClock,
        HostClock = _invocation.Context.HostClock,
        Pace = new RealPace(RunClock, _invocation.Context.HostClock),
        NewId = RunIds.NewOperation,
        By = OutsideText.From(by),
        Machine = _invocation.Context.Owner,
        ToolVersion = RunAssembly.ToolVersion,
        Observers = observers,
    };

    /// <summary>Keeps the simulated managers' ledgers beside a run; null for a real one.</summary>
    public LedgerFiles? LedgersOf(string run) =>
        _simulated is null ? null : new LedgerFiles(_invocation.LedgersOf(run), _simulated);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Clients.DisposeAsync();
        if (_simulated is not null)
        {
            await _simulated.DisposeAsync();
        }
    }

    private OutsideWorld RealOutside(string run, Plan plan)
    {
        _invocation.Context.Secrets.Learn(PlanSecrets.ValuesOf(plan, Secrets));
        return new OutsideWorld(_root, EnvironmentOf(run, plan), _invocation.Context.HostClock) { Files = plan.Files, Known = _invocation.Context.Secrets };
    }

    /// <summary>This process's variables, without those called <c>DRRUN_…</c> that hold secrets of the plan, and what programs of the run are told of it.</summary>
    private static Dictionary<string, string> EnvironmentOf(string run, Plan plan)
    {
        var variables = Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
        foreach (var secret in PlanSecrets.VariablesOf(plan).Where(name => name.StartsWith("DRRUN_", StringComparison.Ordinal)))
        {
            variables.Remove(secret);
        }

        variables["DRRUN_RUN"] = run;
        variables["DRRUN_MODE"] = Face.Readable.Word(plan.Mode);
        return variables;
    }
}
