using System.CommandLine;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Formats;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun validate FILE…</c>: offline; starts no program and opens no address.</summary>
internal sealed class ValidateCommand
{
    private static readonly string[] Formats = ["text", "sarif", "github", "junit", "markdown"];

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Runbooks.", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Warnings count too: exit 1 where there are any." };
        var inputs = InputOption.Create();
        var root = new Option<string?>("--root") { Description = "The folder that every path of the runbook stays below (default: that of the nearest .git).", HelpName = "DIR" };
        var format = new Option<string?>("--format")
        {
            Description = "text (the default, on stderr); on stdout: sarif for code scanning, github for annotations of a workflow, junit, markdown for a comment.",
            HelpName = string.Join('|', Formats),
        };
        format.OneOf(Formats);
        var command = new CliCommand(
            "validate",
            "Checks runbooks offline: syntax, meaning, and what goes wrong in disaster recovery. Exit 0: in order; 1: warnings under --strict; 2: errors.",
            "drrun validate runbooks/site-a.yaml",
            "drrun validate --strict runbooks/*.yaml",
            "drrun validate --strict --format sarif runbooks/*.yaml > drrun.sarif",
            "drrun validate runbooks/site-a.yaml --input ticket=CHG1 --output json");
        command.Add(files);
        command.Add(strict);
        command.Add(inputs);
        command.Add(root);
        command.Add(format);
        command.Does(context, invocation =>
        {
            var request = new LoadRequest("") { InputsRequired = false, Inputs = invocation.Value(inputs)!, Root = invocation.Value(root) };
            var now = invocation.Context.HostClock.GetUtcNow();
            var checks = invocation.Value(files)!.Select(file => Check(request with { Path = file }, now)).ToList();
            Write(invocation, checks, invocation.Value(format) ?? "text", invocation.Value(strict));
            return checks.Any(check => !check.Valid) ? ExitCodes.Usage
                : invocation.Value(strict) && checks.Any(check => check.Count(Severity.Warning) > 0) ? ExitCodes.NotGood
                : ExitCodes.Good;
        });
        return command;
    }

    private static void Write(Invocation invocation, IReadOnlyList<FileCheck> checks, string format, bool strict)
    {
        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { errors = checks.Sum(check => check.Count(Severity.Error)), warnings = checks.Sum(check => check.Count(Severity.Warning)), files = checks });
            return;
        }

        switch (format)
        {
            case "sarif":
                CheckSarif.Write(invocation.Out, checks);
                break;
            case "github":
                CheckAnnotations.Write(invocation.Out, checks);
                break;
            case "junit":
                CheckJUnit.Write(invocation.Out, checks, strict);
                break;
            case "markdown":
                CheckMarkdown.Write(invocation.Out, checks);
                break;
            default:
                CheckText.Write(invocation.Error, checks);
                break;
        }
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
}
