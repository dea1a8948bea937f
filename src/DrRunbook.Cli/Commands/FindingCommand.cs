using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DrRunbook.Engine.Operators;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun finding add RUN</c> and <c>drrun finding close RUN N</c>: what people found, during the run or after it.</summary>
internal static class FindingCommand
{
    /// <summary>Makes the command and the two in it.</summary>
    public static Command Create(CliContext context)
    {
        var finding = new CliCommand(
            "finding",
            "Puts a finding of yours on record, or closes it, also after the run's end. The outcome is computed and does not change by it.",
            "drrun finding add 20261123T08 --severity major --text 'the DNS record was changed by hand' --owner net@example.org --due 2026-12-24",
            "drrun finding close 20261123T08 1 --note 'the record is in the runbook now'");
        finding.Add(Add(context));
        finding.Add(Close(context));
        return finding;
    }

    private static CliCommand Add(CliContext context)
    {
        var run = RunArgument.Run(context);
        var severity = new Option<string>("--severity") { Description = "How much it weighs.", HelpName = "minor|major", Required = true };
        severity.OneOf("minor", "major");
        var text = new Option<string>("--text") { Description = "What was found; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var owner = new Option<string?>("--owner") { Description = "Who sees to it.", HelpName = "PRINCIPAL" };
        var due = new Option<DateOnly?>("--due") { Description = "The day by which it is to be closed.", HelpName = "YYYY-MM-DD", CustomParser = ReadDay };
        var step = RunArgument.About(context, run);
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "add",
            "Adds a finding; it gets a number.",
            "drrun finding add 20261123T08 --severity minor --text 'the console was in German' --step database");
        command.Add(run);
        command.Add(severity);
        command.Add(text);
        command.Add(owner);
        command.Add(due);
        command.Add(step);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation,
            invocation.Value(run),
            "finding-add",
            invocation.Value(step),
            invocation.Value(principal),
            new FindingText(
                invocation.Value(severity) == "major" ? FindingSeverity.Major : FindingSeverity.Minor, invocation.Value(text)!, invocation.Value(owner), invocation.Value(due)).Write(),
            numberOf: (state, by) => state.Records.Findings.LastOrDefault(finding => finding.Added.By.Raw == by)?.Added.Number));
        return command;
    }

    private static CliCommand Close(CliContext context)
    {
        var run = RunArgument.Run(context);
        var number = RunArgument.Number(context, run, "The finding's number.", state => state.Records.Findings.Where(finding => finding.Closed is null).Select(finding => finding.Added.Number));
        var note = new Option<string>("--note") { Description = "What was done; stands in the journal and in the report.", HelpName = "TEXT", Required = true };
        var principal = OperatorMove.As();
        var command = new CliCommand(
            "close", "Says that a finding is dealt with; it stays in the report.", "drrun finding close 20261123T08 1 --note 'the record is in the runbook now'");
        command.Add(run);
        command.Add(number);
        command.Add(note);
        command.Add(principal);
        command.Does(context, invocation => OperatorMove.MakeAsync(
            invocation, invocation.Value(run), "finding-close", invocation.Value(number), invocation.Value(principal), invocation.Value(note)));
        return command;
    }

    private static DateOnly? ReadDay(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"--due '{text}' must be a day, such as 2026-12-24");
        return null;
    }
}
