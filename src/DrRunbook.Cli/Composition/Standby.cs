using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>Waits beside a run that another process drives, and takes it over once nobody does: the driver's lease has run out, or it was given back with the run unfinished.</summary>
/// <remarks>A run that was left on purpose (halted, waiting for people, in doubt) is a person's to go on with: it ends the standing by.</remarks>
internal sealed class Standby(Invocation invocation, IRunStore store, string run, string? principal, string? root, bool noWait)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private string _said = "";

    private CancellationToken Stop => invocation.Context.Signals.Halt;

    /// <summary>Stands by until the run ends or is left, here or elsewhere.</summary>
    /// <returns>The run's exit code.</returns>
    public async Task<int> StandAsync()
    {
        // What would be in the way of a takeover is told now, not in the moment of need.
        var stored = await StoredRun.LoadAsync(store, run, Stop);
        var folder = ResumedRun.FolderOf(invocation, root);
        if (ResumedRun.RefuseChanged(invocation, stored, folder) is { } refused)
        {
            return refused;
        }

        if (!await ResumedRun.CanReachAsync(invocation, stored, folder))
        {
            Say("standby", $"run {run} could not be taken over now; standing by all the same");
        }

        while (true)
        {
            try
            {
                if (await LookAsync() is { } code)
                {
                    return code;
                }
            }
            catch (StoreException away)
            {
                Say("waiting", $"{away.Message}; standing by all the same");
                await Task.Delay(Look, invocation.Context.HostClock, Stop);
            }
        }
    }

    /// <summary>Looks once, and does or waits for what comes next.</summary>
    /// <returns>The exit code where that is the end.</returns>
    private async Task<int?> LookAsync()
    {
        var summary = (await store.ListAsync(Stop)).Single(candidate => candidate.Run == run);
        if (summary.Outcome != RunOutcome.Running)
        {
            return await EndAsync(summary);
        }

        if (summary.Driven)
        {
            Say("standby", $"{summary.Owner} drives run {run}; this process takes it over when that one dies");
            var left = summary.LeaseLeft!.Value + TimeSpan.FromMilliseconds(1);
            await Task.Delay(left < Look ? left : Look, invocation.Context.HostClock, Stop);
            return null;
        }

        Say("standby", $"nobody drives run {run} any more: taking it over");
        var code = await ResumedRun.TryDriveAsync(invocation, store, run, principal, root, noWait, closingReason: null);
        if (code == ExitCodes.Unreachable)
        {
            await Task.Delay(Again, invocation.Context.HostClock, Stop);
            return null;
        }

        return code;
    }

    /// <summary>The run has ended elsewhere, or was left on purpose.</summary>
    private async Task<int> EndAsync(RunSummary summary)
    {
        var stored = await StoredRun.LoadAsync(store, run, Stop);
        var state = RunState.Fold(new PlanGraph(stored.Plan), stored.Entries);
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, RunEnd.Of(state));
        }
        else
        {
            OutcomeText.Write(invocation.Out, state, invocation.Commands(run));
        }

        if (!RunLifecycle.IsFinal(state.Phase))
        {
            Say("standby", $"run {run} was left {Readable.Word(summary.Outcome)}, on purpose: it is not taken over");
        }

        return ExitCodes.Of(summary.Outcome);
    }

    /// <summary>Says a thing once.</summary>
    private void Say(string kind, string what)
    {
        if (_said != what)
        {
            _said = what;
            Invocation.Say(invocation.Error, kind, what);
            invocation.Error.Flush();
        }
    }
}
