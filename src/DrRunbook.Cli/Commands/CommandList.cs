using System.CommandLine;

namespace DrRunbook.Cli.Commands;

/// <summary>Every command, in the order in which the help shows them.</summary>
internal static class CommandList
{
    /// <summary>Makes them.</summary>
    public static IEnumerable<Command> Create(CliContext context) =>
    [
        ValidateCommand.Create(context),
        FmtCommand.Create(context),
        PlanCommand.Create(context),
        RehearseCommand.Create(context),
        ExecuteCommand.Create(context),
        ResumeCommand.Create(context),
        HaltCommand.Create(context),
        CloseCommand.Create(context),
        ApproveCommand.Create(context),
        RejectCommand.Create(context),
        ConfirmCommand.Create(context),
        RetryCommand.Create(context),
        SettleCommand.Create(context),
        SkipCommand.Create(context),
        UndoCommand.Create(context),
        FindingCommand.Create(context),
        NoteCommand.Create(context),
        JudgeCommand.Criterion(context),
        JudgeCommand.Assumption(context),
        RunsCommand.Create(context),
        StatusCommand.Create(context),
        ReportCommand.Create(context),
        BundleCommand.Create(context),
        SignCommand.Create(context),
        VerifyCommand.Create(context),
        KeysCommand.Create(context),
        SimulateCommand.Create(context),
        ImportCommand.Create(context),
        StoreCommand.Create(context),
        ExplainCommand.Create(context),
        SchemaCommand.Create(context),
        CompletionCommand.Create(context),
    ];
}
