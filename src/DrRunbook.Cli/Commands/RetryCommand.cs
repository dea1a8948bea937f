using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun retry RUN STEP</c>.</summary>
internal sealed class RetryCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var step = RunArgument.Step(context, run, (state, step) => Retrial.Of(state, step).WhyNot is null);
        step.Description = "The id of a step that ended badly, or of its gate that did not hold.";
        var reason = new Option<string?>("--reason") { Description = "Why; stands in the journal and in the report.", HelpName = "TEXT" };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "retry",
            "Tries a step again that ended badly, and reopens a failed run for it. Where its action stands, only its verify gates are asked anew; an approval is asked for anew.",
            "drrun retry 20261123T08 database --reason 'the storage is back'",
            "drrun retry 20261123T08 declare    # asks for the approval anew");
        command.Add(run);
        command.Add(step);
        command.Add(reason);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "retry", invocation.Value(step), invocation.Value(principal), invocation.Value(reason), wantsResume: true));
        return command;
    }
}
