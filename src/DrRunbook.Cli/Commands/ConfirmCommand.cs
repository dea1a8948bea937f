using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun confirm RUN GATE</c>.</summary>
internal sealed class ConfirmCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var gate = RunArgument.Gate(context, run);
        var principal = OperatorMove.As();
        var key = OperatorMove.Key();
        var note = new Option<string?>("--note") { Description = "What was done and seen; wanted where the gate wants evidence.", HelpName = "TEXT" };
        var command = new CliCommand(
            "confirm",
            "Says that what a manual gate asks for is done.",
            "drrun confirm 20261123T08 go-live",
            "drrun confirm 20261123T08 go-live --note 'erp.example points at 203.0.113.7 since 08:41Z'");
        command.Add(run);
        command.Add(gate);
        command.Add(principal);
        command.Add(key);
        command.Add(note);
        command.Does(context, invocation => GateMove.MakeAsync(
            invocation, invocation.Value(run), GateDecision.Confirm, invocation.Value(gate), invocation.Value(principal), invocation.Value(note), invocation.Value(key)));
        return command;
    }
}
