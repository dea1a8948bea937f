using System.CommandLine;
using DrRunbook.Cli;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine;
using DrRunbook.Evidence;
using DrRunbook.Simulator;
using DrRunbook.Storage;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>A run in virtual time: the real engine and the real client against the simulator.</summary>
/// <param name="Code">The exit code that the run would have.</param>
/// <param name="Store">Where its journal and its blobs lie.</param>
internal sealed record Rehearsed(int Code, ImmutableArray<JournalEntry> Entries, RunReport Report, Ledger Ledger, MemoryRunStore Store)
{
    /// <summary>When every one of these runs is started.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 4, 11, 0, TimeSpan.Zero);

    /// <summary>Rehearses a runbook.</summary>
    /// <param name="outageAt">When the outage began; null for the run's start.</param>
    public static Rehearsed Of(string runbook, string scenario, DateTimeOffset? outageAt = null)
    {
        using var signals = new Signals();
        using var said = new StringWriter();
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = new StoppedClock(),
            Environment = _ => null,
            CurrentDirectory = Path.GetTempPath(),
            UserName = "dora",
            Machine = "ops1",
            ProcessId = 1,
            Signals = signals,
        };
        using var invocation = new Invocation(context, new RootCommand().Parse([]));
        var prepared = PreparedRunbook.Load(invocation, runbook, RunMode.Drill, ImmutableDictionary<string, string>.Empty, root: null);
        Assert.True(prepared is not null, said.ToString());
        Assert.True(ScenarioSource.TryRead(invocation, scenario, prepared.Plan, out var played), said.ToString());
        var rehearsal = Rehearsal.Run(invocation, prepared, played, seed: 1, outageAt, observers: []);
        Assert.True(rehearsal.Result is not null, string.Join('\n', rehearsal.Resolved.Diagnostics));

        var state = rehearsal.Result.State;
        var stored = StoredRun.LoadAsync(rehearsal.Store, state.Start!.Run, CancellationToken.None).GetAwaiter().GetResult();
        return new Rehearsed(ExitCodes.Of(state.Standing), stored.Entries, RunReport.From(stored.Plan, stored.Entries), rehearsal.Ledger, rehearsal.Store);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start;
    }
}
