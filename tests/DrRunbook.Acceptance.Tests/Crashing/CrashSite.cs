using System.Collections.Concurrent;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Cli;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Execution;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>One run of its own folder, store and manager, killed at one point and driven to its end. To the run the manager is another machine: it lives on.</summary>
internal sealed class CrashSite : IFailoverWitness, IAsyncDisposable
{
    /// <summary>Every signal's exit code is 128 and its number; SIGKILL's is 9.</summary>
    private const int Killed = 128 + 9;

    /// <summary>How often a run is taken up again before it counts as one that never ends.</summary>
    private const int MostResumes = 20;

    private static readonly string[] Program = [Path.GetFileName(typeof(CrashSite).Assembly.Location), CrashHost.Verb];

    private readonly TcpListener _port = new(IPAddress.Loopback, 0);
    private readonly CrashPoint _point;
    private readonly CrashOrder _order;
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private SimulatorHost? _manager;
    private DrrunProcess? _running;
    private int _requests;
    private string? _struck;

    public CrashSite(CrashPoint point, StoreKind store)
    {
        Place = new Workplace(store);
        _point = point;
        var (number, type) = point switch
        {
            AtCommit at => (at.Boundary, ""),
            BehindLine line => (line.Occurrence, line.Type),
            _ => (0, ""),
        };
        _order = new CrashOrder(number, type, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Folder and store.</summary>
    public Workplace Place { get; }

    /// <summary>What the manager has really carried out.</summary>
    public Ledger Ledger => _manager!.Manager("site-b").Ledger;

    /// <summary>The marks that the programs of the runbook have left, one for each time they ran.</summary>
    public ImmutableArray<string> Marks => File.Exists(MarksFile) ? [.. File.ReadAllLines(MarksFile)] : [];

    private string MarksFile => Path.Combine(Place.Folder, CrashRunbook.Marks);

    /// <summary>Starts the run, lets it be killed, and takes it up until it is over.</summary>
    public async Task<CrashedRun> RunAsync()
    {
        _port.Start();
        _manager = await SimulatorHost.StartAsync(ReadScenario(), new SimulatorHostOptions { Clock = _order.RunClock(), UseHttps = false, Witness = this }, CancellationToken.None);
        Place.Environment["EM_USER"] = "drrun";
        Place.Environment["EM_PASSWORD"] = "correct-horse";
        Place.Environment["DOTNET_TieredPGO"] = "0";
        var runbook = CrashRunbook.Write(Place, _manager.AddressOf("site-b"), ((IPEndPoint)_port.LocalEndpoint).Port);

        await using var person = new AttentiveOperator(this);
        person.Watch();
        _running = Start(_order, "execute", runbook, "--yes");
        var ending = await _running.EndAsync();
        var wasKilled = ending.Code == Killed;
        var leftAt = await FindRunAsync();
        if (wasKilled)
        {
            ending = leftAt is null ? await Start(_order.Never, "execute", runbook, "--yes").EndAsync() : await ResumeAsync(ending);
        }

        var run = await FindRunAsync();
        Assert.True(run is not null, ending.ToString());
        return new CrashedRun(_point, wasKilled, _struck, leftAt?.Entries ?? [], ending, run, Ledger, Marks, person.SettledAsFailed);
    }

    /// <summary>The run as the store holds it; null before its first transaction.</summary>
    public async Task<StoredRun?> FindRunAsync()
    {
        if (!Place.IsShared && !File.Exists(Place.Store))
        {
            return null;
        }

        await using var store = CrashOrder.Open(Place.Store, TimeProvider.System);
        return await store.ListAsync(CancellationToken.None) is [var run] ? await StoredRun.LoadAsync(store, run.Run, CancellationToken.None) : null;
    }

    /// <inheritdoc />
    public async Task<bool> SeeAsync(FailoverMoment moment, string? vApp)
    {
        // Several requests may be under way at once, but of one vApp only one.
        var request = moment == FailoverMoment.Received ? _numbers[vApp!] = Interlocked.Increment(ref _requests) : _numbers[vApp!];
        if (_point is not AtRequest at || at.Moment != moment || at.Request != request)
        {
            return true;
        }

        _struck = vApp;
        _running!.Kill();
        await _running.EndAsync();
        return false;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_manager is not null)
        {
            await _manager.DisposeAsync();
        }

        _port.Dispose();
        await Place.DisposeAsync();
    }

    private async Task<Ending> ResumeAsync(Ending killed)
    {
        var ending = killed;
        for (var times = 0; times < MostResumes && await OpenRunAsync() is { } run; times++)
        {
            // A dead owner gives nothing back: its lease has an end, and others wait for it.
            if (run is { Driven: true, LeaseLeft: { } left })
            {
                await Task.Delay(left + TimeSpan.FromMilliseconds(1));
            }

            ending = await Start(_order.Never, "resume", run.Run).EndAsync();
        }

        return ending;
    }

    private async Task<RunSummary?> OpenRunAsync()
    {
        await using var store = CrashOrder.Open(Place.Store, TimeProvider.System);
        var run = Assert.Single(await store.ListAsync(CancellationToken.None));
        return run.Outcome is RunOutcome.Succeeded or RunOutcome.SucceededWithFindings or RunOutcome.Failed ? null : run;
    }

    private DrrunProcess Start(CrashOrder order, params string[] args) => Place.Start([.. Program, order.ToString()], args);

    private Scenario ReadScenario()
    {
        using var said = new StringWriter();
        using var signals = new Signals();
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = _ => null,
            CurrentDirectory = Place.Folder,
            UserName = "olga",
            Machine = "desk",
            ProcessId = 1,
            Signals = signals,
        };
        using var invocation = new Invocation(context, new RootCommand().Parse([]));
        return ScenarioSource.Read(invocation, CrashRunbook.Scenario(Place)) ?? throw new InvalidDataException(said.ToString());
    }
}
