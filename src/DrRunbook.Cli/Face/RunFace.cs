using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;
using Spectre.Console;

namespace DrRunbook.Cli.Face;

/// <summary>Chooses how a run is shown: JSON Lines for programs, a live view on a terminal, else plain lines.</summary>
internal static class RunFace
{
    /// <summary>The face for this command line. One that is <see cref="IDisposable"/> is disposed of after the run, also where it ends by an exception.</summary>
    /// <param name="earlier">The journal so far; empty for a new run.</param>
    public static IRunObserver Choose(Invocation invocation, RunCommands commands, PlanGraph graph, IEnumerable<JournalEntry> earlier)
    {
        if (invocation.IsJson)
        {
            return new JsonLines(invocation.Out);
        }

        if (!invocation.CanDraw)
        {
            return new PlainLines(invocation.Error, commands);
        }

        var screen = new Screen(invocation.Error, invocation.Context.Terminal.Size, invocation.UsesColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors);
        return new LiveView(screen, invocation.Context.HostClock, commands, graph, earlier);
    }
}
