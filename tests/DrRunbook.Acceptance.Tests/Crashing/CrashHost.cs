using DrRunbook.Cli;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>The whole of drrun in a process that kills itself at an ordered boundary of a transaction.</summary>
internal static class CrashHost
{
    /// <summary>First argument of this program where it is to be drrun.</summary>
    public const string Verb = "drrun-until-killed";

    /// <summary>Carries a command line out, as <c>drrun</c> does.</summary>
    public static async Task<int> RunAsync(CrashOrder order, string[] commandLine)
    {
        using var signals = Signals.OfProcess();
        var context = CliContext.OfProcess(signals) with
        {
            RunClock = order.RunClock(),
            OpenStore = (location, clock) => Open(order, location, clock),
        };
        return await new CommandLineApp(context).RunAsync(commandLine);
    }

    private static IRunStore Open(CrashOrder order, string location, TimeProvider clock)
    {
        var store = CrashOrder.Open(location, clock);
        return order.Number == 0 ? store : new CrashingStore(store, order);
    }
}
