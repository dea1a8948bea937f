namespace DrRunbook.Simulator.Tests;

/// <summary>One manager, behind the in-memory handler or behind sockets, with a clock in the test's hand.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly SimulatorHost? _host;

    private Stage(SimulatedEnterpriseManager manager, SimulatorHost? host, HandClock clock)
    {
        Manager = manager;
        _host = host;
        Clock = clock;
    }

    public HandClock Clock { get; }

    public SimulatedEnterpriseManager Manager { get; }

    public static async Task<Stage> SetAsync(ScenarioManager scenario, Carrier carrier)
    {
        var clock = new HandClock();
        if (carrier is Carrier.Memory)
        {
            return new Stage(new SimulatedEnterpriseManager(scenario, clock, 1), null, clock);
        }

        var host = await SimulatorHost.StartAsync(
            new Scenario { Managers = [scenario] }, new SimulatorHostOptions { Clock = clock, UseHttps = carrier is Carrier.Https }, TestContext.Current.CancellationToken);
        return new Stage(host.Managers[0], host, clock);
    }

    public EmClient Client() => _host is null
        ? EmClient.Unauthenticated(Manager)
        : new EmClient(Scenarios.Trusting(_host), _host.AddressOf(Manager.Name));

    public async Task<EmClient> LoggedOnAsync(string user = "operator", string password = "simulated")
    {
        var client = Client();
        await client.LogOnAsync(user, password);
        return client;
    }

    public void Pass(int seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What carries the requests.</summary>
public enum Carrier
{
    Memory,
    Http,
    Https,
}
