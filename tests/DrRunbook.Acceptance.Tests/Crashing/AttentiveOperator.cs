using DrRunbook.Cli;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;

namespace DrRunbook.Acceptance.Tests.Crashing;

/// <summary>A person who watches a run: confirms what it asks for, and settles a doubt that nothing else can settle, after a look into the console.</summary>
internal sealed class AttentiveOperator(CrashSite site) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Clocks of two processes differ by less; two attempts are further apart.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leave = new();
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _settledAsFailed = new(StringComparer.Ordinal);
    private Task _watching = Task.CompletedTask;

    /// <summary>The steps that were settled as failed: nothing shows that their request, or their program, ever took effect.</summary>
    public IReadOnlySet<string> SettledAsFailed => _settledAsFailed;

    /// <summary>Begins to watch.</summary>
    public void Watch() => _watching = WatchAsync();

    /// <summary>Ceases to; what broke meanwhile is thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await _watching;
        _leave.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_leave.IsCancellationRequested)
        {
            if (await site.FindRunAsync() is { } run)
            {
                await AnswerAsync(run);
            }

            await Task.WhenAny(Task.Delay(Look, _leave.Token));
        }
    }

    private async Task AnswerAsync(StoredRun run)
    {
        var state = RunState.Fold(new PlanGraph(run.Plan), run.Entries);
        foreach (var gate in state.Steps.SelectMany(step => step.Gates).Where(gate => gate is { WaitsForPerson: true, Asked: not null }))
        {
            await MoveAsync(gate.Asked!.Nonce, "confirm", run.Run, gate.Plan.Id.Value);
        }

        foreach (var step in state.Steps.Where(step => step is { State: StepState.InDoubt, Settled: null }))
        {
            await SettleAsync(run.Run, step);
        }
    }

    private async Task SettleAsync(string run, StepProgress step)
    {
        var id = step.Step.Id.Value;
        if (step.Failover is not { } failover)
        {
            // A program that has left its mark has run.
            var hasRun = site.Marks.Contains(id);
            await SettleAsync(run, id, step.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture), hasRun, hasRun ? "its mark is there" : "its mark is not there");
        }
        else if (!site.Ledger.FailoversOf(failover.Request.VApp).Any(effect => effect.At >= failover.RequestedAt.At - Slack))
        {
            // Where a session shows, drrun finds it by itself.
            await SettleAsync(run, id, failover.Request.Operation, succeeded: false, "the console shows no session of it");
        }
    }

    private Task SettleAsync(string run, string step, string about, bool succeeded, string why)
    {
        if (!succeeded)
        {
            _settledAsFailed.Add(step);
        }

        return MoveAsync($"{step} {about}", "settle", run, step, "--as", succeeded ? "succeeded" : "failed", "--reason", why);
    }

    /// <summary>Gives a command once: it stays in the store, and whoever drives the run next will answer it.</summary>
    private async Task MoveAsync(string once, params string[] args)
    {
        if (!_done.Add(once))
        {
            return;
        }

        using var signals = new Signals();
        using var said = new StringWriter();
        var context = new CliContext
        {
            Out = said,
            Error = said,
            In = TextReader.Null,
            Terminal = Terminal.None,
            HostClock = TimeProvider.System,
            Environment = _ => null,
            CurrentDirectory = site.Place.Folder,
            UserName = "olga",
            Machine = "desk",
            ProcessId = 1,
            Signals = signals,
            OpenStore = CrashOrder.Open,
        };
        await new CommandLineApp(context).RunAsync([.. args, "--store", site.Place.Store]);
    }
}
