using DrRunbook.Cli.Face;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;

namespace DrRunbook.Cli.Composition;

/// <summary>Drives a run under the eyes of an operator and says at the end how it stands.</summary>
internal static class LiveRun
{
    /// <summary>Starts or resumes a run and follows it until it is over, left or abandoned.</summary>
    /// <param name="earlier">The journal so far; empty for a new run.</param>
    /// <param name="drive">Starts the loop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> DriveAsync(
        Invocation invocation,
        IRunStore store,
        RunSite site,
        PlanGraph graph,
        string run,
        ImmutableArray<JournalEntry> earlier,
        ImmutableArray<ManagerReached> reached,
        string by,
        Func<RunSetup, CancellationToken, CancellationToken, Task<RunResult>> drive)
    {
        var commands = invocation.Commands(run);
        var face = RunFace.Choose(invocation, commands, graph, earlier);
        using var drawn = face as IDisposable;
        ImmutableArray<IRunObserver> observers = site.LedgersOf(run) is { } ledgers ? [face, ledgers] : [face];
        var signals = invocation.Context.Signals;
        RunResult result;
        try
        {
            result = await drive(site.Setup(run, graph, store, reached, by, observers), signals.Halt, signals.Abandon);
        }
        catch (StoreException broken)
        {
            drawn?.Dispose();
            Invocation.Say(invocation.Error, "error", broken.Message, $"what was sent goes on at the managers; when the store is back: {commands.Resume}");
            return ExitCodes.Fault;
        }

        drawn?.Dispose();
        if (result.LeaseLost)
        {
            Invocation.Say(invocation.Error, "error", $"another process has taken run {run} over; this one has stopped", $"see it with: {commands.Status}");
            return ExitCodes.NotFinished;
        }

        if (!invocation.IsJson)
        {
            OutcomeText.Write(invocation.Out, result.State, commands);
        }

        return result.Abandoned ? ExitCodes.NotFinished : ExitCodes.Of(result.State.Standing);
    }
}
