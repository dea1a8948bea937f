using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun close RUN --reason TEXT</c>.</summary>
internal sealed class CloseCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var reason = new Option<string>("--reason") { Description = "Why; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "close",
            "Ends a run for good that will not be resumed: it has failed, and its 'finally' steps run.",
            "drrun close 20261123T08 --reason 'the drill is called off'");
        command.Add(run);
        command.Add(reason);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "close", target: null, invocation.Value(principal), invocation.Value(reason)));
        return command;
    }
}
