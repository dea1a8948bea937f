using System.CommandLine;
using DrRunbook.Cli.Face;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun runs</c>.</summary>
internal sealed class RunsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("runs", "Lists the runs of a store, the newest first.", "drrun runs", "drrun runs --output json");
        command.Does(context, invocation => RunAccess.StoreExists(invocation.StoreLocation)
            ? RunAccess.WithStoreAsync(invocation, store => ListAsync(invocation, store))
            : Task.FromResult(NoRuns(invocation)));
        return command;
    }

    private static async Task<int> ListAsync(Invocation invocation, IRunStore store)
    {
        var runs = await store.ListAsync(invocation.Context.Signals.Halt);
        if (invocation.IsJson)
        {
            foreach (var run in runs)
            {
                JsonOutput.WriteLine(invocation.Out, run);
            }

            return ExitCodes.Good;
        }

        if (runs.IsEmpty)
        {
            return NoRuns(invocation);
        }

        var width = runs.Select(run => TerminalEncoder.Encode(run.Runbook).Length).Append(7).Max();

        // The store keeps the host's time of the last append; a simulated run's own clock is another.
        invocation.Out.WriteLine($"{"RUN".PadRight(runs[0].Run.Length)}  {"RUNBOOK".PadRight(width)}  {"MODE",-19}  {"STANDS",-23}  LAST WRITTEN");
        foreach (var run in runs)
        {
            var mode = run.Simulated ? $"{run.Mode}, rehearsal" : run.Mode;
            var driver = run.Driven ? $"  driven by {TerminalEncoder.Encode(run.Owner)}" : "";
            invocation.Out.WriteLine(
                $"{run.Run}  {TerminalEncoder.Encode(run.Runbook).PadRight(width)}  {mode,-19}  {StatusText.Standing(run.Outcome, run),-23}  {Readable.DayAndTime(run.LastAt)}{driver}");
        }

        return ExitCodes.Good;
    }

    private static int NoRuns(Invocation invocation)
    {
        if (!invocation.IsJson)
        {
            invocation.Error.WriteLine($"No runs at {TerminalEncoder.Encode(invocation.StoreName)}.");
        }

        return ExitCodes.Good;
    }
}
