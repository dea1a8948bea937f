using System.CommandLine;
using DrRunbook.Cli.Importing;
using DrRunbook.Yaml.Drafting;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun import</c>: drafts a runbook from what one has. It runs nothing, and no file is overwritten.</summary>
internal static class ImportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "import",
            "Drafts a runbook from what one has: an old written plan, or a manager's vApps. What only people know is a TODO in it.",
            "drrun import csv old-plan.csv --out runbooks/site-a.yaml",
            "drrun import manager --url https://em.site-b.example:9398 --user-from env:EM_USER --password-from env:EM_PASSWORD --out runbooks/site-b.yaml");
        command.Add(CreateCsv(context));
        command.Add(ImportManagerCommand.Create(context));
        return command;
    }

    private static CliCommand CreateCsv(CliContext context)
    {
        var file = new Argument<string>("FILE") { HelpName = "FILE", Description = "The old plan, saved as CSV, with headers in its first row." };
        var perTenant = new Option<bool>("--per-tenant") { Description = "Make each tenant a group of its own, whose failure stops no other; needs a column 'tenant'." };
        var frame = new Option<string?>("--frame")
        {
            Description = $"A runbook by people, whole but for its steps: those of the draft take the place of its line '{DraftOptions.Marker}'.",
            HelpName = "FILE",
        };
        var manager = new ManagerOptions(isRequired: false);
        var output = new DraftOutput();
        var command = new CliCommand(
            "csv",
            "Drafts a runbook from the CSV of an old written plan. Whatever a cell says is in the draft, and what is not understood is told with its line and column.",
            "drrun import csv old-plan.csv    # to standard output",
            "drrun import csv old-plan.csv --out runbooks/site-a.yaml",
            "drrun import csv tenants.csv --per-tenant --frame provider.frame --out runbooks/provider.yaml");
        command.Add(file);
        command.Add(perTenant);
        command.Add(frame);
        manager.AddTo(command);
        output.AddTo(command);
        command.Validators.Add(result => manager.Check(result, frame));
        command.Does(context, invocation =>
        {
            if (output.Refuses(invocation) is { } refused)
            {
                return refused;
            }

            DraftFrame? framed = null;
            if (invocation.Value(frame) is { } path && (framed = DraftFrame.Read(invocation, path)) is null)
            {
                return ExitCodes.Usage;
            }

            var options = new DraftOptions
            {
                Manager = manager.Read(invocation, output),
                PerTenant = invocation.Value(perTenant),
                Frame = framed is null ? null : (framed.File, framed.Text),
            };
            var shown = invocation.Value(file);
            return output.Write(invocation, CsvImport.Read(context.PathOf(shown), shown, options));
        });
        return command;
    }
}
