using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Cli.Simulation;
using DrRunbook.Cli.WhatIf;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;
using DrRunbook.Simulator;
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

    private readonly Option<string[]> _fail = FailOption.Create();
    private readonly Option<bool> _eachFailure = new("--each-failure")
    {
        Description = "Rehearse once for each way in which one step, gate or manager can fail, and print what comes of it; exit 1 where a flag is raised.",
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "The form of the matrix of --each-failure (default: text).",
        HelpName = "text|markdown",
    }.OneOf("text", "markdown");

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var rehearse = new RehearseCommand();
        var command = new CliCommand(
            "rehearse",
            "Runs the real engine against the simulator in virtual time: hours take milliseconds, nothing outside is touched.",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1",
            "drrun rehearse runbooks/site-a.yaml --mode disaster --input ticket=CHG1 --scenario lost-reply.yaml",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --fail database --fail queue:verify:1",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --each-failure",
            "drrun rehearse plan.json    # a frozen plan, before it is executed",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --report rehearsal.html",
            "drrun rehearse runbooks/site-a.yaml --input ticket=CHG1 --output json | tail -n 1");
        rehearse._options.AddTo(command);
        command.Add(rehearse._scenario);
        command.Add(rehearse._fail);
        command.Add(rehearse._eachFailure);
        command.Add(rehearse._format);
        command.Add(rehearse._report);
        command.Add(rehearse._options.Seed);
        command.Add(context.Options.Wire);
        command.Add(rehearse._options.OutageAt);
        command.Validators.Add(rehearse.RefuseWhatDoesNotGoTogether);
        command.Does(context, rehearse.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Invocation invocation)
    {
        var (prepared, refused) = await _options.LoadAnyAsync(invocation, countsRuns: false);
        if (prepared is null)
        {
            return refused;
        }

        if (!ScenarioSource.TryRead(invocation, invocation.Value(_scenario), prepared.Plan, out var scenario))
        {
            return ExitCodes.Usage;
        }

        if (invocation.Value(_eachFailure))
        {
            return RehearseEachFailure(invocation, prepared, scenario);
        }

        if (invocation.Value(_fail) is { Length: > 0 } names)
        {
            scenario ??= BenignScenario.For(prepared.Plan, prepared.Plan.PlannedAt, invocation.Value(_options.Seed));
            scenario = FailOption.Strike(invocation, prepared.Plan, scenario, names);
            if (scenario is null)
            {
                return ExitCodes.Usage;
            }
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

    private int RehearseEachFailure(Invocation invocation, PreparedRunbook prepared, Scenario? scenario)
    {
        var terms = new RehearsalTerms { Scenario = scenario, Seed = invocation.Value(_options.Seed), OutageAt = invocation.Value(_options.OutageAt) };
        var started = invocation.Context.HostClock.GetTimestamp();
        var (matrix, resolved) = FailureMatrix.Rehearse(invocation, prepared, terms);
        var resolution = Resolution.Say(invocation, resolved);
        if (matrix is null)
        {
            return resolution;
        }

        if (invocation.IsJson)
        {
            MatrixJson.Write(invocation.Out, matrix);
        }
        else if (invocation.Value(_format) == "markdown")
        {
            MatrixMarkdown.Write(invocation.Out, matrix);
        }
        else
        {
            MatrixText.Write(invocation.Out, matrix);
            var took = invocation.Context.HostClock.GetElapsedTime(started);
            invocation.Error.WriteLine($"{Readable.Count(matrix.Rows.Length, "rehearsal")} in {Readable.Span(took)}");
        }

        return matrix.Flags == 0 ? ExitCodes.Good : ExitCodes.NotGood;
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

    private void RefuseWhatDoesNotGoTogether(CommandResult result)
    {
        if (result.GetResult(_eachFailure) is not { Implicit: false })
        {
            if (result.GetResult(_format) is { Implicit: false })
            {
                result.AddError("--format is the form of the matrix of --each-failure: it goes with that alone");
            }

            return;
        }

        foreach (var other in new Option[] { _fail, _report }.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError($"--each-failure and {other.Name} do not go together: it lets one thing after the other fail, and keeps no run");
        }
    }
}
