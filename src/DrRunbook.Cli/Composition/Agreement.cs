using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Composition;

/// <summary>The question before a real run.</summary>
internal static class Agreement
{
    /// <summary>Says what the run will do and asks for a yes; <c>--yes</c> has given it beforehand.</summary>
    /// <returns>Whether the run may start.</returns>
    public static bool IsGiven(Invocation invocation, Plan plan, bool yes)
    {
        foreach (var line in Statement(plan))
        {
            invocation.Error.WriteLine(line);
        }

        if (yes)
        {
            return true;
        }

        if (!invocation.Context.Terminal.InputIsTerminal)
        {
            invocation.Refuse("there is no terminal to ask at: give --yes to start this run");
            return false;
        }

        invocation.Error.Write("Start it? Type yes: ");
        invocation.Error.Flush();
        if (invocation.Context.In.ReadLine()?.Trim() == "yes")
        {
            return true;
        }

        invocation.Error.WriteLine("Not started.");
        return false;
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
