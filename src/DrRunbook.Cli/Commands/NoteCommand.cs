using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun note RUN --text TEXT</c>: something worth remembering, during the run or after it.</summary>
internal static class NoteCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var text = new Option<string>("--text") { Description = "What is to be remembered; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var step = RunArgument.About(context, run);
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "note",
            "Puts a note on record, also after the run's end.",
            "drrun note 20261123T08 --text 'the provider was called at 08:20Z, ticket 4711'");
        command.Add(run);
        command.Add(text);
        command.Add(step);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation,
            invocation.Value(run),
            "note",
            invocation.Value(step),
            invocation.Value(principal),
            invocation.Value(text),
            numberOf: (state, by) => state.Records.Notes.LastOrDefault(note => note.Added.By.Raw == by)?.Added.Number));
        return command;
    }
}
