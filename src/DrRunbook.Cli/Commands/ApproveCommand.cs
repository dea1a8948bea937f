using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun approve RUN GATE</c>.</summary>
internal sealed class ApproveCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var gate = RunArgument.Gate(context, run);
        var principal = OperatorMove.As();
        var note = new Option<string?>("--note") { Description = "A remark; stands in the journal.", HelpName = "TEXT" };
        var command = new CliCommand(
            "approve",
            "Agrees with an approval gate that waits.",
            "drrun approve 20261123T08 declare",
            "drrun approve 20261123T08 declare --as alice@example.com");
        command.Add(run);
        command.Add(gate);
        command.Add(principal);
        command.Add(note);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "approve", invocation.Value(gate), invocation.Value(principal), invocation.Value(note)));
        return command;
    }
}
