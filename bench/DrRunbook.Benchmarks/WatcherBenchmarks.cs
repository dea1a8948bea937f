using BenchmarkDotNet.Attributes;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.EnterpriseManager;
using DrRunbook.Simulator;

namespace DrRunbook.Benchmarks;

/// <summary>One look of the watcher at all running failovers, the manager's time left out. Requests must not grow with the vApps; time may, by what is read.</summary>
public class WatcherBenchmarks
{
    private static readonly TimeSpan Endless = TimeSpan.FromHours(8000);
    private PreparedPlan _prepared = null!;
    private RecordedManager _manager = null!;
    private VirtualClock _clock = null!;
    private EnterpriseManagerClient _client = null!;

    [Params(1, 10, 100)]
    public int VApps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _prepared = new PreparedPlan(VApps);
        var plan = _prepared.Runbook.Plan;
        var planned = plan.Managers[0];
        _clock = new VirtualClock(plan.PlannedAt);
        var scenario = BenignScenario.For(plan, plan.PlannedAt, seed: 1).Managers[0];
        scenario = scenario with
        {
            MaxConcurrentFailovers = VApps,
            VApps = [.. scenario.VApps.Select(vApp => vApp with { Failovers = [new FailoverBehaviour { SessionDuration = Endless }] })],
        };
        var simulated = new SimulatedEnterpriseManager(scenario, _clock, 1);
        _manager = new RecordedManager(new SimulatorHandler(new Dictionary<string, SimulatedEnterpriseManager> { [planned.Url.Authority] = simulated }));
        var account = simulated.Scenario.Accounts[0];
        _client = EnterpriseManagerClient.Create(new ManagerClientOptions
        {
            Name = planned.Name,
            Url = planned.Url,
            Credentials = () => new LogonCredentials(account.User, account.Password),
            Clock = _clock,
            Facts = new FactInbox(),
            Transport = _manager,
        });
        _clock.RunToEnd(() => StartAsync(plan));
        for (var poll = 0; poll < 100; poll++)
        {
            Poll();
        }

        _manager.Replays = true;
        Poll();
        var before = _manager.Requests;
        Poll();
        Console.WriteLine($"// {VApps} vApps: {_manager.Requests - before} requests in one poll");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _clock.RunToEnd(async () =>
        {
            await _client.DisposeAsync();
            return true;
        });
        _manager.Dispose();
        _prepared.Dispose();
    }

    [Benchmark]
    public long Poll()
    {
        var before = _manager.Requests;
        while (_manager.Requests == before)
        {
            _clock.FireNext();
        }

        return _manager.Requests;
    }

    private async Task<bool> StartAsync(Plan plan)
    {
        if (await _client.ConnectAsync(CancellationToken.None) is not Connected)
        {
            throw new InvalidOperationException("the simulator refuses the logon");
        }

        foreach (var step in plan.Steps.Where(step => step.Action is FailoverAction))
        {
            var found = await _client.FindRestorePointsAsync(((FailoverAction)step.Action).VApp, CancellationToken.None);
            var point = found.Points[0];
            var requestedAt = _clock.GetUtcNow();
            var accepted = (FailoverAccepted)await _client.RequestFailoverAsync(point.Uid, mayStillSend: () => true, CancellationToken.None);
            _client.Watch(new FailoverWatch(step.Id, accepted.Task, accepted.Logon, SessionUid: null, point, requestedAt, Silence.Instance));
        }

        return true;
    }

    private sealed class Silence : IFactSink
    {
        public static Silence Instance { get; } = new();

        public void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs)
        {
        }
    }
}
