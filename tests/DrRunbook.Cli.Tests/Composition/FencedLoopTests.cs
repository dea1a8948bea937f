using System.Collections.ObjectModel;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.Storage;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Tests.Composition;

/// <summary>A run loop whose process slept between an intent and its request.</summary>
public sealed class FencedLoopTests : IDisposable
{
    private const string Runbook = """
        version: 1
        name: one
        unfenced: a runbook of a test
        enterpriseManagers: { site-b: { url: 'https://em.example:9398', credentials: { usernameFrom: env:U, passwordFrom: env:P } } }
        defaults: { enterpriseManager: site-b }
        steps: [{ id: db, failover: db }]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drrun-fenced-");
    private readonly SleepingClock _clock = new();
    private readonly MemoryRunStore _store;
    private readonly CancellationTokenSource _abandon = new();

    public FencedLoopTests() => _store = new MemoryRunStore(_clock);

    public void Dispose()
    {
        _abandon.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(12, 0, false)]
    [InlineData(0, 12, false)]
    [InlineData(-3600, 12, false)]
    public async Task A_request_starts_only_while_both_clocks_say_that_the_lease_is_fresh(int wallSeconds, int monotonicSeconds, bool starts)
    {
        var manager = new Manager(() =>
        {
            _clock.Sleep(TimeSpan.FromSeconds(wallSeconds), TimeSpan.FromSeconds(monotonicSeconds));
            return _abandon.CancelAsync();
        });

        var result = await RunAsync(manager);

        Assert.Equal((1, starts), (manager.Asked, manager.Sent));
        Assert.False(result.LeaseLost);
        Assert.Equal(starts, (await EventsAsync()).Any(runEvent => runEvent is TaskAccepted));
        Assert.Equal(!starts, (await EventsAsync()).Any(runEvent => runEvent is FailoverNotSent));
    }

    [Fact]
    public async Task An_owner_whose_run_was_taken_while_it_slept_sends_nothing_and_writes_nothing()
    {
        var journal = ImmutableArray<string>.Empty;
        var manager = new Manager(async () =>
        {
            _clock.Sleep(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
            Assert.NotNull(await _store.TryAcquireAsync(ScriptedRun.Id, "ops2:1", CancellationToken.None));
            journal = await JournalAsync();
        });

        var result = await RunAsync(manager);

        Assert.True(result.LeaseLost);
        Assert.Equal((1, false), (manager.Asked, manager.Sent));
        Assert.Equal(journal, await JournalAsync());
        Assert.Equal("ops2:1", Assert.Single(await _store.ListAsync(CancellationToken.None)).Owner);
    }

    private async Task<RunResult> RunAsync(Manager manager)
    {
        var file = Path.Combine(_folder.FullName, "one.yaml");
        await File.WriteAllTextAsync(file, Runbook, TestContext.Current.CancellationToken);
        var loaded = RunbookLoader.Load(new LoadRequest(file) { Root = _folder.FullName });
        Assert.Empty(loaded.Diagnostics);
        var plan = PlanCompiler.Compile(loaded.Runbook!, RunMode.Drill, _clock.GetUtcNow()).Plan!;
        var point = Example.Plan().Steps.First(step => step.Point is not null).Point!;
        plan = plan with { Steps = [.. plan.Steps.Select(step => step.Action is FailoverAction ? step with { Point = point } : step)] };
        var bytes = PlanJson.Write(plan);
        var start = new RunStarted(
            RunState.Format, ScriptedRun.Id, "one", PlanJson.Digest(bytes), [], null, null, "0.1.0", RunMode.Drill, _clock.GetUtcNow(), false, OutsideText.From("dora"), "ops1", null);
        var setup = new RunSetup
        {
            Graph = new PlanGraph(plan),
            Store = _store,
            Facts = new FactInbox(),
            Managers = new ReadOnlyDictionary<ManagerName, IManagerClient>(new Dictionary<ManagerName, IManagerClient> { [manager.Name] = manager }),
            Reached = [new ManagerReached(manager.Name, OutsideText.From("13.0.1"), 0, null)],
            Outside = new Nowhere(),
            Secrets = new Nowhere(),
            RunClock = _clock,
            HostClock = _clock,
            Pace = new RealPace(_clock, _clock),
            NewId = () => Guid.NewGuid().ToString("n"),
            By = OutsideText.From("dora"),
            Machine = "ops1:1",
            ToolVersion = "0.1.0",
        };
        return await RunLoop.StartAsync(setup, start, [Blob.Of(bytes)], CancellationToken.None, _abandon.Token);
    }

    private async Task<IEnumerable<RunEvent>> EventsAsync() => (await StoredRun.LoadAsync(_store, ScriptedRun.Id, CancellationToken.None)).Entries.Select(entry => entry.Event);

    private async Task<ImmutableArray<string>> JournalAsync() =>
        [.. (await _store.ReadAsync(ScriptedRun.Id, 0, CancellationToken.None)).Select(line => Convert.ToHexString(line.Span))];

    /// <summary>The system's clocks, and what a sleep adds to each.</summary>
    private sealed class SleepingClock : TimeProvider
    {
        private TimeSpan _wall;
        private TimeSpan _monotonic;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Sleep(TimeSpan wall, TimeSpan monotonic)
        {
            _wall += wall;
            _monotonic += monotonic;
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _wall;

        public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + _monotonic.Ticks;
    }

    /// <summary>A manager before whose request something happens.</summary>
    private sealed class Manager(Func<Task> before) : IManagerClient
    {
        public ManagerName Name { get; } = new("site-b");

        public int Asked { get; private set; }

        public bool Sent { get; private set; }

        public async Task<FailoverReply> RequestFailoverAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken)
        {
            Asked++;
            await before();
            Sent = mayStillSend();
            return Sent ? new FailoverAccepted("Task-1", 1) : new FailoverUnsent("the right to drive the run was too close to its end");
        }

        public Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PointsOutcome> FindRestorePointsAsync(string vApp, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TracesOutcome> FindTracesAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Watch(FailoverWatch watch)
        {
        }

        public void Unwatch(StepId step)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>An outside that nothing of this run touches.</summary>
    private sealed class Nowhere : IOutside, ISecrets
    {
        public Task<ProbeAnswer> ProbeAsync(GateId id, Gate gate, int attempt, ValueResolver values, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ProbeAnswer> RunAsync(StepId step, CommandLine command, int attempt, ValueResolver values, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ProbeAnswer> SendAsync(StepId step, HttpAction request, int attempt, ValueResolver values, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ProbeAnswer> TellAsync(int number, Notification notification, byte[] message, int attempt, ValueResolver values, CancellationToken cancellationToken) => throw new NotSupportedException();

        public string Environment(string name) => throw new NotSupportedException();

        public string Read(SecretReference reference) => throw new NotSupportedException();
    }
}
