using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun reject RUN GATE --reason TEXT</c>.</summary>
internal sealed class RejectCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var gate = RunArgument.Gate(context, run);
        var principal = OperatorMove.As();
        var key = OperatorMove.Key();
        var reason = new Option<string>("--reason") { Description = "Why; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var command = new CliCommand(
            "reject",
            "Says no to a gate that waits for people: the gate fails.",
            "drrun reject 20261123T08 declare --reason 'the outage is over'");
        command.Add(run);
        command.Add(gate);
        command.Add(principal);
        command.Add(key);
        command.Add(reason);
        command.Does(context, invocation => GateMove.MakeAsync(
            invocation, invocation.Value(run), GateDecision.Reject, invocation.Value(gate), invocation.Value(principal), invocation.Value(reason), invocation.Value(key)));
        return command;
    }
}
