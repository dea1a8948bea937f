using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun validate FILE…</c>: offline; starts no program and opens no address.</summary>
internal sealed class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Runbooks.", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Warnings count too: exit 1 where there are any." };
        var inputs = InputOption.Create();
        var root = new Option<string?>("--root") { Description = "The folder that every path of the runbook stays below (default: that of the nearest .git).", HelpName = "DIR" };
        var command = new CliCommand(
            "validate",
            "Checks runbooks offline: syntax, meaning, and what goes wrong in disaster recovery. Exit 0: in order; 1: warnings under --strict; 2: errors.",
            "drrun validate runbooks/site-a.yaml",
            "drrun validate --strict runbooks/*.yaml",
            "drrun validate runbooks/site-a.yaml --input ticket=CHG1 --output json");
        command.Add(files);
        command.Add(strict);
        command.Add(inputs);
        command.Add(root);
        command.Does(context, invocation => Run(invocation, invocation.Value(files), invocation.Value(strict), request => request with { Inputs = invocation.Value(inputs)!, Root = invocation.Value(root) }));
        return command;
    }

    private static int Run(Invocation invocation, string[] files, bool strict, Func<LoadRequest, LoadRequest> complete)
    {
        var checks = files.Select(file => Check(complete(new LoadRequest(file) { InputsRequired = false }), invocation.Context.HostClock.GetUtcNow())).ToList();
        var errors = checks.Sum(check => check.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error));
        var warnings = checks.Sum(check => check.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Warning));
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { errors, warnings, files = checks });
        }
        else
        {
            foreach (var diagnostic in checks.SelectMany(check => check.Diagnostics))
            {
                invocation.Error.WriteLine(DiagnosticText.Of(diagnostic));
            }

            invocation.Error.WriteLine($"{Readable.Count(files.Length, "file")}: {Readable.Count(errors, "error")}, {Readable.Count(warnings, "warning")}");
        }

        return errors > 0 ? ExitCodes.Usage : strict && warnings > 0 ? ExitCodes.NotGood : ExitCodes.Good;
    }

    /// <summary>Loads the file, compiles it for both modes, for a step may refer to one that only the other mode has, and lints it.</summary>
    private static FileCheck Check(LoadRequest request, DateTimeOffset now)
    {
        var loaded = RunbookLoader.Load(request);
        var diagnostics = loaded.Diagnostics;
        ImmutableArray<WaivedFinding> waived = [];
        if (loaded is { Runbook: { } runbook, OnlyServesUses: false })
        {
            var compiled = Enum.GetValues<RunMode>().Select(mode => PlanCompiler.Compile(runbook, mode, now)).ToList();
            var lint = Linter.Check(runbook, compiled.Select(plan => plan.Plan).OfType<Plan>());
            waived = lint.Waived;
            diagnostics =
            [
                .. diagnostics.Concat(compiled.SelectMany(plan => plan.Diagnostics)).Concat(lint.Diagnostics).Distinct()
                    .OrderBy(diagnostic => diagnostic.At.File == request.Path.Replace('\\', '/') ? 0 : 1)
                    .ThenBy(diagnostic => diagnostic.At.File, StringComparer.Ordinal)
                    .ThenBy(diagnostic => diagnostic.At.Line)
                    .ThenBy(diagnostic => diagnostic.At.Column),
            ];
        }

        return new FileCheck(request.Path, diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error), diagnostics, waived);
    }

    /// <summary>What was found in one file.</summary>
    /// <param name="Waived">Findings of lint that the runbook says are meant.</param>
    private sealed record FileCheck(string File, bool Valid, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<WaivedFinding> Waived);
}
