using DrRunbook.Cli.Composition;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The programs, found as they will be at run time. None is started.</summary>
internal static class ProgramReadiness
{
    private const string About = "programs";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var commands = input.Plan.Steps.SelectMany(step => PlanFiles.Commands(step).Select(command => (Step: step, Command: command))).ToList();
        var found = new HashSet<string>(StringComparer.Ordinal);
        var late = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, command) in commands)
        {
            var program = command.Run[0];
            if (program.References.Any())
            {
                late.Add(program.ToString());
                continue;
            }

            var name = program.Expand(_ => "");
            if (ProgramPath.Find(name, input.Prepared.Root, SearchPath(input, command)) is null)
            {
                yield return ReadinessLine.Found(About, ReadinessInput.Weigh(step, PlanDiagnostics.ProgramNotInPath(input.Prepared.At(step.Id), step.Id.Value, name)));
            }
            else
            {
                found.Add(name);
            }

            if (command.WorkingDirectory is { } folder && !Directory.Exists(Path.GetFullPath(folder, input.Prepared.Root)))
            {
                yield return ReadinessLine.Found(About, ReadinessInput.Weigh(step, PlanDiagnostics.FolderNotThere(input.Prepared.At(step.Id), step.Id.Value, folder)));
            }
        }

        if (found.Count > 0)
        {
            yield return ReadinessLine.Ok(About, $"found on this machine, none started: {string.Join(", ", found.Order(StringComparer.Ordinal))}");
        }

        if (late.Count > 0)
        {
            yield return ReadinessLine.Unknown(About, $"which program it will be: {string.Join(", ", late.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>A command's own PATH where it states one, else this process's.</summary>
    private static string? SearchPath(ReadinessInput input, CommandLine command) =>
        command.Env.TryGetValue("PATH", out var own) && own.Text is { } text && !text.References.Any() ? text.Expand(_ => "") : input.Invocation.Context.Environment("PATH");
}
