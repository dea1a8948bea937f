using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Time;
using DrRunbook.EnterpriseManager;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Simulation;

/// <summary>The simulated managers of a run, in this process: behind sockets on loopback, or in memory.</summary>
internal sealed class SimulatedSite : IAsyncDisposable
{
    /// <summary>The least time outside that a request over sockets is given, however much quicker the run is than its host.</summary>
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(2);

    /// <summary>The client keeps its logon alive every five minutes. One that ends sooner when it is not used is kept by looks, idle ones too.</summary>
    private static readonly TimeSpan KeptAlive = TimeSpan.FromMinutes(10);

    private readonly SimulatorHost? _host;
    private readonly SimulatorHandler? _handler;
    private readonly ImmutableArray<SimulatedEnterpriseManager> _managers;
    private readonly TimeProvider _runClock;
    private readonly TimeProvider _hostClock;

    private SimulatedSite(Scenario scenario, ImmutableArray<SimulatedEnterpriseManager> managers, SimulatorHost? host, SimulatorHandler? handler, TimeProvider runClock, TimeProvider hostClock)
    {
        Scenario = scenario;
        (_managers, _host, _handler, _runClock, _hostClock) = (managers, host, handler, runClock, hostClock);
    }

    /// <summary>What is played.</summary>
    public Scenario Scenario { get; }

    /// <summary>What all managers have carried out.</summary>
    public Ledger Ledger => Ledger.Combine(_managers.Select(manager => manager.Ledger));

    /// <summary>What each manager has carried out, by name.</summary>
    public ImmutableDictionary<string, Ledger> Ledgers => _managers.ToImmutableDictionary(manager => manager.Name, manager => manager.Ledger);

    /// <summary>In memory, for virtual time.</summary>
    /// <param name="history">Ledgers to go on from, by manager; null: nothing has happened yet.</param>
    public static SimulatedSite InMemory(Scenario scenario, Plan plan, TimeProvider runClock, ImmutableDictionary<string, Ledger>? history = null)
    {
        var managers = scenario.Managers
            .Select(manager => new SimulatedEnterpriseManager(manager, runClock, scenario.Seed, history?.GetValueOrDefault(manager.Name)))
            .ToImmutableArray();
        var byAuthority = plan.Managers
            .Where(manager => managers.Any(simulated => simulated.Name == manager.Name.Value))
            .ToDictionary(manager => manager.Url.Authority, manager => managers.First(simulated => simulated.Name == manager.Name.Value));
        return new SimulatedSite(scenario, managers, host: null, new SimulatorHandler(byAuthority), runClock, runClock);
    }

    /// <summary>As servers on loopback ports, for real or quickened time.</summary>
    /// <param name="history">Ledgers to go on from, by manager.</param>
    public static async Task<SimulatedSite> OnLoopbackAsync(
        Scenario scenario, TimeProvider runClock, TimeProvider hostClock, ImmutableDictionary<string, Ledger> history, CancellationToken cancellationToken)
    {
        var options = new SimulatorHostOptions { Clock = runClock, History = history };
        var host = await SimulatorHost.StartAsync(scenario, options, cancellationToken);
        return new SimulatedSite(scenario, host.Managers, host, handler: null, runClock, hostClock);
    }

    /// <summary>The real client of a manager, talking to its simulation.</summary>
    /// <param name="pollInterval">How often running failovers are looked at; null: as in a real run.</param>
    /// <param name="leavesIdleLooksOut">Whether running failovers are looked at only where there can be news, as far as the scenario lets that be known.</param>
    /// <exception cref="KeyNotFoundException">The scenario has no manager of that name.</exception>
    public IManagerClient Client(PlannedManager manager, WireFormat format, IFactSink facts, Action<Exception> fault, TimeSpan? pollInterval = null, bool leavesIdleLooksOut = false)
    {
        var simulated = _managers.FirstOrDefault(candidate => candidate.Name == manager.Name.Value)
            ?? throw new KeyNotFoundException($"the scenario '{Scenario.Name}' has no manager '{manager.Name}'");
        var account = simulated.Scenario.Accounts[0];
        var options = new ManagerClientOptions
        {
            Name = manager.Name,
            Url = _host?.AddressOf(manager.Name.Value) ?? manager.Url,
            Credentials = () => new LogonCredentials(account.User, account.Password),
            Clock = _runClock,
            HostClock = _hostClock,
            Facts = facts,
            Format = format,
            Thumbprint = _host?.Thumbprint,
            Transport = _handler,
            Fault = fault,
        };
        return EnterpriseManagerClient.Create(options with
        {
            PollInterval = pollInterval ?? options.PollInterval,
            NextChange = leavesIdleLooksOut && simulated.ChangesByTimeAlone && simulated.Scenario.SessionIdle >= KeptAlive ? simulated.NextChange : null,
            ReadLimit = Outside(options.ReadLimit),
            FailoverLimit = Outside(options.FailoverLimit),
            FailoverBodyLimit = Outside(options.FailoverBodyLimit),
        });
    }

    /// <summary>A limit of the run's time in time outside: what a scenario keeps from being answered is given up as early in the run as at a real manager.</summary>
    private TimeSpan Outside(TimeSpan limit) => _runClock is not QuickenedClock { Speed: > 1 and var speed } ? limit
        : limit / speed > LeastLimit ? limit / speed
        : LeastLimit;

    /// <summary>The outside and the people of the scenario.</summary>
    public SimulatedWorld World() => new(Scenario.World, () => Ledger, _runClock);

    /// <summary>The scenario's bytes, as a run stores them.</summary>
    public static Blob Store(Scenario scenario) => Blob.Of(CanonicalJson.Write(scenario));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _handler?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}

/// <summary>The secrets of a rehearsal: none is read, every name has a value.</summary>
internal sealed class SimulatedSecrets : ISecrets
{
    /// <inheritdoc />
    public string Environment(string name) => $"simulated-{name}";

    /// <inheritdoc />
    public string Read(SecretReference reference) => $"simulated-{reference.Name}";
}
