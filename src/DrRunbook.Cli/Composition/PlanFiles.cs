using System.Security.Cryptography;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Composition;

/// <summary>The files below the root that a plan depends on: programs, certificates, lists of signers.</summary>
internal static class PlanFiles
{
    /// <summary>Adds their digests to the plan.</summary>
    /// <param name="at">Where a step stands, for what is missing.</param>
    public static (Plan Plan, ImmutableArray<Diagnostic> Diagnostics) Pin(Plan plan, Runbook runbook, Func<StepId, SourceSpan> at)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var programs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (program, step) in Programs(plan))
        {
            if (IsExecutable(Path.GetFullPath(program, runbook.Root)))
            {
                programs.Add(program);
            }
            else
            {
                diagnostics.Add(PlanDiagnostics.ProgramMissing(at(step), program));
            }
        }

        var files = programs
            .Concat(plan.Managers.Select(manager => manager.CaFile).Append(plan.AllowedSigners).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Where(path => File.Exists(Path.GetFullPath(path, runbook.Root)))
            .Select(path => new FileDigest(path, Digest(Path.GetFullPath(path, runbook.Root))));
        return (plan with { Files = [.. files] }, diagnostics.ToImmutable());
    }

    /// <summary>The first file that is no longer what was planned, or null.</summary>
    public static string? FirstChanged(Plan plan, string root) => plan.Files
        .Where(file => !File.Exists(Path.GetFullPath(file.Path, root)) || Digest(Path.GetFullPath(file.Path, root)) != file.Sha256)
        .Select(file => file.Path)
        .FirstOrDefault();

    /// <summary>Programs that the runbook brings along; one without a slash comes from PATH.</summary>
    private static IEnumerable<(string Program, StepId Step)> Programs(Plan plan)
    {
        foreach (var step in plan.Steps)
        {
            var commands = step.Require.Concat(step.Verify).Select(gate => gate.Gate).OfType<CommandGate>().Select(gate => gate.Command)
                .Concat(step.Action is CommandAction action ? [action.Command] : [])
                .Concat(step.Action is GateAction { Gate: CommandGate gate } ? [gate.Command] : []);
            foreach (var command in commands)
            {
                var program = command.Run[0];
                if (!program.References.Any() && program.Expand(_ => "") is var path && path.Contains('/', StringComparison.Ordinal))
                {
                    yield return (path, step.Id);
                }
            }
        }
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
