using System.CommandLine;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun undo confirm RUN STEP --note TEXT</c>: the undo itself is done in the backup console, for the API has none.</summary>
internal static class UndoCommand
{
    /// <summary>Makes the command and the one in it.</summary>
    public static Command Create(CliContext context)
    {
        var undo = new CliCommand(
            "undo",
            "Says what became of an undo that a failover owes; the undo itself is done in the backup console.",
            "drrun undo confirm 20261123T08 database --note 'undone in the console, replication runs again'");
        undo.Add(Confirm(context));
        return undo;
    }

    private static CliCommand Confirm(CliContext context)
    {
        var run = RunArgument.Run(context);
        var step = RunArgument.Step(context, run, (_, step) => step.Node.Step?.Action is FailoverAction && step.Failover is not null);
        var note = new Option<string>("--note") { Description = "What was done; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "confirm",
            "Says that a failover was undone in the backup console: its undo is owed no more, and its replica is free for another run.",
            "drrun undo confirm 20261123T08 database --note 'undone in the console, replication runs again'");
        command.Add(run);
        command.Add(step);
        command.Add(note);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "undo-confirm", invocation.Value(step), invocation.Value(principal), invocation.Value(note)));
        return command;
    }
}
