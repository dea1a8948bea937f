using System.CommandLine;
using DrRunbook.Cli;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine;
using DrRunbook.Engine.Running;
using DrRunbook.Evidence;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A run in this process: the real engine, client and store against simulated managers behind real sockets, in quickened time.</summary>
/// <param name="Code">The exit code that <c>drrun execute</c> would have.</param>
/// <param name="Said">All that an operator reads while it runs, and its last lines.</param>
/// <param name="Report">Null where no run was begun.</param>
/// <param name="Status">What <c>drrun status</c> says afterwards; empty where no run was begun.</param>
/// <param name="Ledger">What the managers really carried out, and what was left open there after all clients had gone.</param>
internal sealed record SocketRun(int Code, string Said, RunReport? Report, string Status, ImmutableArray<JournalEntry> Entries, Ledger Ledger)
{
    /// <summary>Executes a runbook.</summary>
    /// <param name="meanwhile">Gets the signals and all that was said so far with every line; null for a run that nobody interrupts.</param>
    public static async Task<SocketRun> ExecuteAsync(Workplace place, string runbook, string scenario, double speed, string wire = "xml", Action<Signals, string>? meanwhile = null)
    {
        using var signals = new Signals();
        using var said = new Transcript(text => meanwhile?.Invoke(signals, text));
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = _ => null,
            CurrentDirectory = place.Folder,
            UserName = "dora",
            Machine = "ops1",
            ProcessId = System.Environment.ProcessId,
            Signals = signals,
        };
        var root = new RootCommand();
        foreach (var option in context.Options.All.Append(context.Options.Wire))
        {
            root.Add(option);
        }

        using var invocation = new Invocation(context, root.Parse(["--wire", wire]));
        var prepared = PreparedRunbook.Load(invocation, runbook, RunMode.Drill, ImmutableDictionary<string, string>.Empty, root: null);
        Assert.True(prepared is not null, said.ToString());
        Assert.True(ScenarioSource.TryRead(invocation, scenario, prepared.Plan, out var played), said.ToString());

        await using var site = await RunSite.SimulatedAsync(invocation, prepared.Plan, played!, speed, startsAt: null, ImmutableDictionary<string, Ledger>.Empty);
        var plan = prepared.Plan with { PlannedAt = site.RunClock.GetUtcNow() };
        var (resolved, code) = await Resolution.ResolveAsync(invocation, prepared, plan, site.Clients, plan.PlannedAt, plan.PlannedAt);
        if (resolved is null)
        {
            await site.Clients.DisposeAsync();
            return new SocketRun(code, said.ToString(), Report: null, "", [], site.Ledger!);
        }

        var assembly = RunAssembly.Of(invocation, prepared, resolved.Plan!, site.RunClock.GetUtcNow(), outageAt: null, "dora", RunAssembly.Simulated(played!, speed));
        await using var store = StoreLocation.Open(place.Store, TimeProvider.System);
        code = await LiveRun.DriveAsync(
            invocation,
            store,
            site,
            assembly.Graph,
            assembly.Start.Run,
            earlier: [],
            resolved.Reached,
            "dora",
            (setup, halt, abandon) => RunLoop.StartAsync(setup, assembly.Start, assembly.Blobs, halt, abandon));
        await site.Clients.DisposeAsync();
        return await ReadAsync(store, assembly.Start.Run, code, said.ToString(), site.Ledger!);
    }

    private static async Task<SocketRun> ReadAsync(Engine.Ports.IRunStore store, string run, int code, string said, Ledger ledger)
    {
        var stored = await StoredRun.LoadAsync(store, run, CancellationToken.None);
        var summary = (await store.ListAsync(CancellationToken.None)).Single(found => found.Run == run);
        using var status = new StringWriter();
        StatusText.Write(status, RunState.Fold(new(stored.Plan), stored.Entries), summary, new RunCommands(run, null), TimeProvider.System.GetUtcNow());
        return new SocketRun(code, said, RunReport.From(stored.Plan, stored.Entries), status.ToString(), stored.Entries, ledger);
    }

    /// <summary>Keeps what is written, from whatever thread, and shows it as it grows.</summary>
    private sealed class Transcript(Action<string> grown) : StringWriter
    {
        private readonly Lock _lock = new();

        public override void Write(char value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public override void WriteLine(string? value)
        {
            lock (_lock)
            {
                base.WriteLine(value);
            }

            grown(ToString());
        }

        public override string ToString()
        {
            lock (_lock)
            {
                return base.ToString();
            }
        }
    }
}
