using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Simulation;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun rehearse</c>: the real engine against the simulator, in virtual time.</summary>
internal sealed class RehearseCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<string?> _scenario = new("--scenario") { Description = "What the simulator plays (default: one in which all goes well).", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write the report that a run would have had; .html, .json, .md, .txt or .xml (JUnit) says in which form.",
        HelpName = "FILE",
        Validators = { RefuseUnknownForm },
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var rehearse = new RehearseCommand();
        var command = new CliCommand(
            "rehearse",
            "Runs the real engine against the simulator in virtual time: hours take milliseconds, nothing outside is touched.",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1",
            "drrun rehearse runbooks/site-a.yaml --mode disaster --input ticket=CHG1 --scenario lost-reply.yaml",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --report rehearsal.html",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --output json | tail -n 1");
        rehearse._options.AddTo(command);
        command.Add(rehearse._scenario);
        command.Add(rehearse._report);
        command.Add(rehearse._options.Seed);
        command.Add(context.Options.Wire);
        command.Add(rehearse._options.OutageAt);
        command.Does(context, rehearse.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        var prepared = _options.Load(invocation);
        if (prepared is null || !ScenarioSource.TryRead(invocation, invocation.Value(_scenario), prepared.Plan, out var scenario))
        {
            return ExitCodes.Usage;
        }

        var commands = new RunCommands("RUN", store: null);
        IRunObserver face = invocation.IsJson ? new JsonLines(invocation.Out) : new PlainLines(invocation.Error, commands);
        var rehearsal = Rehearsal.Run(invocation, prepared, scenario, invocation.Value(_options.Seed), invocation.Value(_options.OutageAt), [face]);
        var resolution = Resolution.Say(invocation, rehearsal.Resolved);
        if (rehearsal.Result is not { } result)
        {
            return resolution;
        }

        if (!invocation.IsJson)
        {
            // The run was in memory alone: there is nothing left to resume, answer or report.
            OutcomeText.Write(invocation.Out, result.State, commands: null);
        }

        var written = invocation.Value(_report) is { } file ? await WriteReportAsync(invocation, rehearsal.Store, result.State.Start!.Run, file) : ExitCodes.Good;
        return written == ExitCodes.Good ? ExitCodes.Of(result.State.Standing) : written;
    }

    private static async Task<int> WriteReportAsync(Invocation invocation, MemoryRunStore store, string run, string file)
    {
        var stored = await StoredRun.LoadAsync(store, run, CancellationToken.None);
        return await ReportFile.WriteAsync(invocation, file, ReportFile.Render(ReportFile.Of(stored), ReportFile.FormatOf(file)!));
    }

    private static void RefuseUnknownForm(OptionResult option)
    {
        if (option.Tokens is [var file] && ReportFile.FormatOf(file.Value) is null)
        {
            option.AddError($"--report '{file.Value}' must end in .html, .json, .md, .txt or .xml (JUnit)");
        }
    }
}
