using System.CommandLine;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun settle RUN STEP --as succeeded|failed --reason TEXT</c>.</summary>
internal sealed class SettleCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var step = RunArgument.Step(context, run, (_, step) => step is { State: StepState.InDoubt, Settled: null }
            or { State: StepState.Failed or StepState.Partial, Step.Action: FailoverAction or CommandAction or HttpAction });
        var settlement = new Option<string>("--as") { Description = "What became of it, as the console tells.", HelpName = "succeeded|failed", Required = true };
        settlement.OneOf("succeeded", "failed");
        var reason = new Option<string>("--reason") { Description = "How you know; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = new Option<string?>("--by") { Description = "The principal who acts (default: the user who is logged on).", HelpName = "PRINCIPAL" };
        var command = new CliCommand(
            "settle",
            "Says what became of a step in doubt, or that a failed one took effect all the same. Succeeded: its verify gates follow. Failed: it is not tried again.",
            "drrun settle 20261123T08 database --as succeeded --reason 'the console shows erp-db failed over at 08:12Z'",
            "drrun settle 20261123T08 database --as failed --reason 'no session in the console, the replica is off'");
        command.Add(run);
        command.Add(step);
        command.Add(settlement);
        command.Add(reason);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation,
            invocation.Value(run),
            $"settle-as-{invocation.Value(settlement)}",
            invocation.Value(step),
            invocation.Value(principal),
            invocation.Value(reason),
            wantsResume: true));
        return command;
    }
}
