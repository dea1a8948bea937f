using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.Engine.Time;
using DrRunbook.EnterpriseManager;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests.Virtual;

/// <summary>
/// A run in virtual time as it stands between two processes: the real engine drove it, its process is gone, the simulated manager lives on.
/// Every move gives another such run and leaves this one as it is.
/// </summary>
/// <param name="Lines">The exact lines of the journal.</param>
/// <param name="Ledger">What the manager has really carried out.</param>
internal sealed record VirtualRun(Plan Plan, Scenario Scenario, ImmutableArray<Blob> Blobs, ImmutableArray<ReadOnlyMemory<byte>> Lines, Ledger Ledger)
{
    /// <summary>How long nobody drives the run between two processes.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);

    /// <summary>The journal.</summary>
    public ImmutableArray<JournalEntry> Entries => [.. Read()];

    /// <summary>The run as its journal tells it.</summary>
    public RunState State => RunState.Fold(new PlanGraph(Plan), Entries);

    /// <summary>The run's id.</summary>
    public string Id { get; } = JsonDocument.Parse(Lines[0]).RootElement.GetProperty("run").GetString()!;

    /// <summary>Rehearses a runbook to its end.</summary>
    public static VirtualRun Of(string runbook, string scenario)
    {
        var rehearsed = Rehearsed.Of(runbook, scenario);
        var store = rehearsed.Store;
        var run = ((RunStarted)rehearsed.Entries[0].Event).Run;
        var stored = Done(StoredRun.LoadAsync(store, run, CancellationToken.None));
        var named = stored.Start.Sources.Select(source => source.Sha256).Append(stored.Start.PlanDigest).Append(stored.Start.Simulation!.Scenario);
        var played = JsonSerializer.Deserialize<Scenario>(Done(store.ReadBlobAsync(stored.Start.Simulation.Scenario, CancellationToken.None))!.Value.Span, CoreJson.Options)!;
        return new VirtualRun(
            stored.Plan,
            played,
            [.. named.Distinct().Select(name => Blob.Of(Done(store.ReadBlobAsync(name, CancellationToken.None))!.Value))],
            Done(store.ReadAsync(run, 0, CancellationToken.None)),
            rehearsed.Ledger);
    }

    /// <summary>The run as it stood when its process died behind the first entry that is meant.</summary>
    public VirtualRun CutBehind(Func<RunEvent, bool> isMeant, bool carriedOut = true) => Cut(Entries.First(entry => isMeant(entry.Event)).Sequence, carriedOut);

    /// <summary>The run as it stood when its process died behind an entry.</summary>
    /// <param name="length">The number of that entry.</param>
    /// <param name="carriedOut">Whether requests that were under way had reached the manager.</param>
    public VirtualRun Cut(long length, bool carriedOut = true)
    {
        var entries = Entries;
        var kept = entries.Where(entry => entry.Sequence <= length).Select(entry => entry.Event).ToList();
        var answered = kept.Select(OperationAnswered).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var left = kept.OfType<FailoverRequested>().Where(request => carriedOut || answered.Contains(request.Operation)).Select(request => request.Operation).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Lines = Lines[..(int)length],
            Ledger = Ledger with
            {
                Effects = [.. Ledger.Effects.Where(effect => HasLeft(effect.Target, effect.At))],
                FailoverPosts = [.. Ledger.FailoverPosts.Where(post => HasLeft(post.VApp, post.At))],
            },
        };

        // Virtual time: a request arrives in the very moment of its intent.
        bool HasLeft(string? vApp, DateTimeOffset at) =>
            entries.LastOrDefault(entry => entry.Event is FailoverRequested request && request.VApp == vApp && entry.At <= at)?.Event is FailoverRequested made && left.Contains(made.Operation);
    }

    /// <summary>Another process takes the run up and drives it until it is over or left.</summary>
    /// <param name="haltBehind">Halts it behind the first such entry; null: nobody does.</param>
    /// <param name="closing">Who ends the run for good; null: nobody does.</param>
    public VirtualRun Resume(Func<RunEvent, bool>? haltBehind = null, RunClosed? closing = null) => Between(async (store, clock, site) =>
    {
        using var halt = new CancellationTokenSource();
        var facts = new FactInbox();
        await using var clients = ManagerClients.Of(Plan, manager => site.Client(manager, WireFormat.Xml, facts, facts.Fail));
        foreach (var client in clients.Values)
        {
            Assert.IsType<Connected>(await client.ConnectAsync(CancellationToken.None));
        }

        var stored = await StoredRun.LoadAsync(store, Id, CancellationToken.None);
        var world = site.World();
        var setup = new RunSetup
        {
            Graph = new PlanGraph(Plan),
            Store = store,
            Facts = facts,
            Managers = clients,
            Outside = world,
            People = world,
            Secrets = new SimulatedSecrets(),
            RunClock = clock,
            HostClock = clock,
            Pace = new VirtualPace(clock),
            NewId = RunIds.Counted((ulong)Lines.Length << 32),
            By = OutsideText.From("dora"),
            Machine = "ops2",
            ToolVersion = RunAssembly.ToolVersion,
            Observers = haltBehind is null ? [] : [new Halter(haltBehind, halt)],
        };
        var lease = await store.TryAcquireAsync(Id, "ops2", CancellationToken.None);
        await RunLoop.ResumeAsync(setup, lease!, stored.Entries, stored.Head, closing, halt.Token, CancellationToken.None);
    });

    /// <summary>A person gives a command while nobody drives the run.</summary>
    public VirtualRun Command(string kind, string? target, string text) => Between(async (store, clock, _) =>
        await new OperatorDesk(store, clock, "desk").SubmitAsync(Id, new OperatorCommand(kind, target, "olga", clock.GetUtcNow(), text), CancellationToken.None));

    /// <summary>An entry of another version of drrun, behind the last one.</summary>
    public VirtualRun Append(RunEvent foreign)
    {
        var last = Entries[^1];
        return this with { Lines = Lines.Add(JournalLine.Write(Id, last with { Sequence = last.Sequence + 1, Event = foreign }, JournalLine.HashOf(Lines[^1].Span)).Bytes) };
    }

    private VirtualRun Between(Func<IRunStore, VirtualClock, SimulatedSite, Task> move)
    {
        var clock = new VirtualClock(Entries[^1].At + Away);
        var store = new MemoryRunStore(clock);
        var lines = Lines.Select((line, index) => new JournalLine(index + 1, line, JournalLine.HashOf(line.Span))).ToImmutableArray();
        var run = new NewRun(Id, Plan.Runbook, Words.Of(Plan.Mode), Simulated: true, clock.GetUtcNow(), new AppendBatch(lines, Blobs, [], [], [], RunOutcome.Running));
        return clock.RunToEnd(async () =>
        {
            await store.ReleaseAsync(await store.CreateAsync(run, "gone", CancellationToken.None), CancellationToken.None);
            await using var site = SimulatedSite.InMemory(Scenario, Plan, clock, Scenario.Managers.ToImmutableDictionary(manager => manager.Name, _ => Ledger));
            await move(store, clock, site);
            return this with { Lines = await store.ReadAsync(Id, 0, CancellationToken.None), Ledger = site.Ledger };
        });
    }

    private IEnumerable<JournalEntry> Read()
    {
        var reader = new JournalReader(Id);
        return Lines.Select(line => reader.Read(line.Span));
    }

    private static string? OperationAnswered(RunEvent entry) => entry switch
    {
        TaskAccepted accepted => accepted.Operation,
        FailoverRejected rejected => rejected.Operation,
        FailoverNotSent unsent => unsent.Operation,
        FailoverReplyLost lost => lost.Operation,
        _ => null,
    };

    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private sealed class Halter(Func<RunEvent, bool> isMeant, CancellationTokenSource halt) : IRunObserver
    {
        public void Started(RunState state)
        {
        }

        public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
        {
            if (entries.Any(entry => isMeant(entry.Event)))
            {
                halt.Cancel();
            }
        }

        public void Ended(RunState state)
        {
        }
    }
}
