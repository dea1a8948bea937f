using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun report RUN</c>: derived from plan and journal alone, also of a run that still goes on.</summary>
internal sealed class ReportCommand
{
    public static Command Create(CliContext context)
    {
        var run = RunArgument.Run(context);
        var format = new Option<string?>("--format") { Description = "html: one self-contained page; json: the source of the others; junit: for build servers; markdown; text (the default).", HelpName = "html|json|junit|markdown|text" };
        format.OneOf([.. ReportFile.Formats]);
        var file = new Option<string?>("--out") { Description = "Where to write it (default: standard output).", HelpName = "FILE" };
        var command = new CliCommand(
            "report",
            "Writes a run's report: outcome, RTO and RPO, timeline, findings, what is owed.",
            "drrun report 20261123T08",
            "drrun report 20261123T08 --format html --out report.html",
            "drrun report 20261123T08 --format junit --out junit.xml",
            "drrun report 20261123T08 --format json | jq .verdict");
        command.Add(run);
        command.Add(format);
        command.Add(file);
        command.Does(context, invocation => RunAccess.WithRunAsync(
            invocation,
            invocation.Value(run),
            (store, summary) => WriteAsync(invocation, store, summary, invocation.Value(format) ?? (invocation.IsJson ? "json" : "text"), invocation.Value(file))));
        return command;
    }

    private static async Task<int> WriteAsync(Invocation invocation, IRunStore store, RunSummary summary, string format, string? file)
    {
        var stored = await StoredRun.LoadAsync(store, summary.Run, invocation.Context.Signals.Halt);
        var report = ReportFile.Of(stored);
        var text = ReportFile.Render(report, format);
        if (file is not null)
        {
            return await ReportFile.WriteAsync(invocation, file, text);
        }

        invocation.Out.Write(text.EndsWith('\n') ? text : text + "\n");
        return ExitCodes.Good;
    }
}
