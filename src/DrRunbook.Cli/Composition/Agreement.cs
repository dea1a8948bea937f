using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Composition;

/// <summary>The question before a real run.</summary>
internal static class Agreement
{
    /// <summary>Says what the run will do and asks for a yes; <c>--yes</c> has given it beforehand.</summary>
    /// <returns>Null where the run may start, else the exit code.</returns>
    public static async Task<int?> RefusedAsync(Invocation invocation, Plan plan, bool yes)
    {
        foreach (var line in Statement(plan))
        {
            invocation.Error.WriteLine(line);
        }

        if (yes)
        {
            return null;
        }

        if (!invocation.Context.Terminal.InputIsTerminal)
        {
            return invocation.Refuse("there is no terminal to ask at: give --yes to start this run");
        }

        invocation.Error.Write("Start it? Type yes: ");
        await invocation.Error.FlushAsync();
        var (answer, interrupted) = await ReadLineAsync(invocation.Context);
        if (answer?.Trim() == "yes")
        {
            return null;
        }

        invocation.Error.WriteLine(interrupted ? "\nNot started." : "Not started.");
        return interrupted ? ExitCodes.NotFinished : ExitCodes.Usage;
    }

    /// <summary>The person's line; a terminal's reader knows no cancellation, so a signal leaves it behind.</summary>
    private static async Task<(string? Answer, bool Interrupted)> ReadLineAsync(CliContext context)
    {
        context.Signals.Own();
        var reading = Task.Run(context.In.ReadLine, CancellationToken.None);
        try
        {
            return (await reading.WaitAsync(context.Signals.Halt), Interrupted: false);
        }
        catch (OperationCanceledException)
        {
            return (Answer: null, Interrupted: true);
        }
    }

    private static IEnumerable<string> Statement(Plan plan)
    {
        var vApps = plan.Steps.Select(step => step.Action).OfType<FailoverAction>().Select(failover => failover.VApp).Distinct(StringComparer.Ordinal).ToList();
        var fenced = plan.Steps.Any(step => step.Fences is not null);
        var mode = plan.Mode == RunMode.Drill ? "a drill" : "a DISASTER run";
        yield return $"{TerminalEncoder.Encode(plan.Runbook)} as {mode}: {(vApps.Count == 1 ? "1 vApp fails over to its replica" : $"{Readable.Count(vApps.Count, "vApp")} fail over to their replicas")}.";
        if (vApps.Count > 0 && plan.Mode == RunMode.Drill)
        {
            yield return "A drill through this API is a failover. Replication of these vApps is held until the undo in the backup console; the API has none.";
        }

        if (vApps.Count > 0 && !fenced)
        {
            yield return plan.Unfenced is { } reason
                ? $"Nothing fences the source vApps: {TerminalEncoder.Encode(reason)}"
                : "NOTHING FENCES THE SOURCE vApps: a failover leaves them running.";
        }
    }
}
