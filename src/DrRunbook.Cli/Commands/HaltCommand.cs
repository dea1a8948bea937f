using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun halt RUN</c>.</summary>
internal sealed class HaltCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var reason = new Option<string?>("--reason") { Description = "Why; stands in the journal.", HelpName = "TEXT" };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "halt",
            "Stops a run in order: nothing new starts, what was sent is followed to its end. 'drrun resume' goes on.",
            "drrun halt 20261123T08",
            "drrun halt 20261123T08 --reason 'wrong change window'");
        command.Add(run);
        command.Add(reason);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "halt", target: null, invocation.Value(principal), invocation.Value(reason)));
        return command;
    }
}
