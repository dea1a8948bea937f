using System.CommandLine;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun status RUN [--follow]</c>: reads the journal, from whatever process, while the run goes on.</summary>
internal sealed class StatusCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on showing until the run ends or is left; the exit code is then the run's." };
        var command = new CliCommand(
            "status",
            "Shows how a run stands: what goes on, what waits for whom, and which command answers it.",
            "drrun status 20261123T08",
            "drrun status 20261123T08 --follow",
            "drrun status 20261123T08 --follow --output json | jq .type");
        command.Add(run);
        command.Add(follow);
        command.Does(context, invocation => RunAccess.WithRunAsync(invocation, invocation.Value(run), (store, summary) => invocation.Value(follow)
            ? FollowAsync(invocation, store, summary)
            : ShowAsync(invocation, store, summary)));
        return command;
    }

    private static async Task<int> ShowAsync(Invocation invocation, IRunStore store, RunSummary summary)
    {
        var stored = await StoredRun.LoadAsync(store, summary.Run, invocation.Context.Signals.Halt);
        var state = RunState.Fold(new PlanGraph(stored.Plan), stored.Entries);
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, RunStatus.Of(state, summary, invocation.Commands(summary.Run)));
        }
        else
        {
            StatusText.Write(invocation.Out, state, summary, invocation.Commands(summary.Run), invocation.Context.HostClock.GetUtcNow());
        }

        return ExitCodes.Good;
    }

    private static async Task<int> FollowAsync(Invocation invocation, IRunStore store, RunSummary summary)
    {
        invocation.Context.Signals.Own();
        var commands = invocation.Commands(summary.Run);
        var follower = await RunFollower.OpenAsync(store, summary.Run, invocation.Context, invocation.Context.Signals.Halt);
        if (!invocation.IsJson && !invocation.CanDraw)
        {
            StatusText.Write(invocation.Out, follower.State, summary, commands, invocation.Context.HostClock.GetUtcNow());
            await invocation.Out.FlushAsync();
        }

        var face = RunFace.Choose(invocation, commands, follower.State.Graph, follower.Entries);
        using (face as IDisposable)
        {
            await follower.FollowAsync(face, invocation.Context.Signals.Halt);
        }

        if (!invocation.IsJson && (RunLifecycle.IsFinal(follower.State.Phase) || RunLifecycle.IsPaused(follower.State.Phase)))
        {
            OutcomeText.Write(invocation.Out, follower.State, commands);
        }

        return ExitCodes.Of(follower.State.Standing);
    }
}
