using DrRunbook.Cli;
using DrRunbook.Cli.Composition;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Benchmarks;

/// <summary>A generated runbook, read and compiled as the command line does it.</summary>
internal sealed class PreparedPlan : IDisposable
{
    private readonly GeneratedRunbook _runbook;
    private readonly Signals _signals = new();

    public PreparedPlan(int steps)
    {
        _runbook = new GeneratedRunbook(steps);
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = _ => null,
            CurrentDirectory = Path.GetDirectoryName(_runbook.Path)!,
            UserName = "bench",
            Machine = "bench",
            ProcessId = 1,
            Signals = _signals,
        };
        Invocation = new Invocation(context, new System.CommandLine.RootCommand().Parse([]));
        Runbook = PreparedRunbook.Load(Invocation, _runbook.Path, RunMode.Drill, ImmutableDictionary<string, string>.Empty, root: null)
            ?? throw new InvalidOperationException("the generated runbook is in error");
    }

    public Invocation Invocation { get; }

    public PreparedRunbook Runbook { get; }

    public void Dispose()
    {
        Invocation.Dispose();
        _signals.Dispose();
        _runbook.Dispose();
    }
}
