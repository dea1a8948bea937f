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
        var key = OperatorMove.Key();
        var note = new Option<string?>("--note") { Description = "A remark; stands in the journal.", HelpName = "TEXT" };
        var command = new CliCommand(
            "approve",
            "Agrees with an approval gate that waits.",
            "drrun approve 20261123T08 declare",
            "drrun approve 20261123T08 declare --as alice@example.com",
            "drrun approve 20261123T08 declare --key ~/.ssh/id_ed25519");
        command.Add(run);
        command.Add(gate);
        command.Add(principal);
        command.Add(key);
        command.Add(note);
        command.Does(context, invocation => GateMove.MakeAsync(
            invocation, invocation.Value(run), GateDecision.Approve, invocation.Value(gate), invocation.Value(principal), invocation.Value(note), invocation.Value(key)));
        return command;
    }
}
