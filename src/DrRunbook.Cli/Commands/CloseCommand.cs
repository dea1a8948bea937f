using System.CommandLine;
using DrRunbook.Cli.Composition;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun close RUN --reason TEXT</c>: takes the run up one last time, for its <c>finally</c> steps.</summary>
internal static class CloseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var reason = new Option<string>("--reason") { Description = "Why; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var root = ResumedRun.Root();
        var command = new CliCommand(
            "close",
            "Ends a run for good that will not be resumed: it has failed, and its 'finally' steps run.",
            "drrun close 20261123T08 --reason 'the drill is called off'");
        command.Add(run);
        command.Add(reason);
        command.Add(root);
        command.Add(principal);
        command.Does(context, invocation => RunAccess.WithRunAsync(invocation, invocation.Value(run), (store, summary) =>
        {
            invocation.Context.Signals.Own();
            return ResumedRun.DriveAsync(invocation, store, summary.Run, invocation.Value(principal), invocation.Value(root), noWait: true, invocation.Value(reason));
        }));
        return command;
    }
}
