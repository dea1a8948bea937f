using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun skip RUN STEP --reason TEXT</c>.</summary>
internal sealed class SkipCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var step = RunArgument.Step(context, run, (_, step) => step is { Node.IsGroup: false, Unlocks: false }
            and ({ IsFinal: true } or { State: StepState.Pending or StepState.InDoubt, SkipRequested: null }));
        var reason = new Option<string>("--reason") { Description = "Why; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "skip",
            "Passes a step over that has not begun, is in doubt, failed or is blocked: what needs it goes on. It is a finding.",
            "drrun skip 20261123T08 archive --reason 'restored by hand'");
        command.Add(run);
        command.Add(step);
        command.Add(reason);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "skip", invocation.Value(step), invocation.Value(principal), invocation.Value(reason), wantsResume: true));
        return command;
    }
}
