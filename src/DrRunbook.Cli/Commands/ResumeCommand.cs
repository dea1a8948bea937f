using System.CommandLine;
using DrRunbook.Cli.Composition;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun resume RUN</c>: goes on where the facts are, on this machine or on another.</summary>
internal static class ResumeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var principal = OperatorMove.As();
        var root = ResumedRun.Root();
        var noWait = RunOptions.NoWait();
        var standby = new Option<bool>("--standby") { Description = "Wait while another process drives the run, and take it over once that has died. What was left on purpose is not taken over." };
        var command = new CliCommand(
            "resume",
            "Goes on with a run that was halted, abandoned, left waiting or in doubt. What was sent is read back, never sent again.",
            "drrun resume 20261123T08",
            "drrun resume 20261123T08 --standby    # on a second machine with the same store",
            "drrun resume 20261123T08 --root ~/runbooks    # on another machine, with the repository checked out there");
        command.Add(run);
        command.Add(root);
        command.Add(principal);
        command.Add(noWait);
        command.Add(standby);
        command.Add(context.Options.Wire);
        command.Does(context, invocation => RunAccess.WithRunAsync(invocation, invocation.Value(run), (store, summary) =>
        {
            invocation.Context.Signals.Own();
            return invocation.Value(standby)
                ? new Standby(invocation, store, summary.Run, invocation.Value(principal), invocation.Value(root), invocation.Value(noWait)).StandAsync()
                : ResumedRun.DriveAsync(invocation, store, summary.Run, invocation.Value(principal), invocation.Value(root), invocation.Value(noWait), closingReason: null);
        }));
        return command;
    }
}
