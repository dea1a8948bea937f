using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Signing;
using DrRunbook.Engine.Outside;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Composition;

/// <summary>The files that a plan depends on: programs, scripts given to programs, certificates, lists of signers.</summary>
internal static class PlanFiles
{
    private static readonly string[] ScriptExtensions = [".bash", ".js", ".pl", ".ps1", ".py", ".rb", ".sh"];

    /// <summary>Adds their digests to the plan.</summary>
    /// <param name="at">Where a step stands, for what is missing.</param>
    /// <param name="tree">Where they are read from.</param>
    public static (Plan Plan, ImmutableArray<Diagnostic> Diagnostics) Pin(Plan plan, Runbook runbook, Func<StepId, SourceSpan> at, IFileTree tree)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        paths.UnionWith(plan.Managers.Select(manager => manager.CaFile).Append(plan.AllowedSigners).OfType<string>());
        foreach (var step in plan.Steps)
        {
            paths.UnionWith(Gates(step).OfType<HttpGate>().Select(gate => gate.CaFile).OfType<string>());
            foreach (var command in Commands(step))
            {
                paths.UnionWith(Scripts(command, runbook.Root, tree));
                if (Program(command) is not { } program)
                {
                    continue;
                }

                if (tree.IsExecutable(Path.GetFullPath(program, runbook.Root)))
                {
                    paths.Add(program);
                }
                else
                {
                    diagnostics.Add(PlanDiagnostics.ProgramMissing(at(step.Id), program));
                }
            }
        }

        diagnostics.AddRange(Signers(plan, runbook, tree));
        var files = paths
            .Where(path => tree.IsFile(Path.GetFullPath(path, runbook.Root)))
            .Select(path => new FileDigest(path, tree.Sha256(Path.GetFullPath(path, runbook.Root))));
        return (plan with { Files = [.. files] }, diagnostics.ToImmutable());
    }

    /// <summary>What is wrong with the allowed signers: unreadable lines, and people who are asked and have no key.</summary>
    private static IEnumerable<Diagnostic> Signers(Plan plan, Runbook runbook, IFileTree tree)
    {
        if (plan.AllowedSigners is not { } path)
        {
            return [];
        }

        var signers = AllowedSigners.Parse(Text(tree, Path.GetFullPath(path, runbook.Root)));
        var keyless = plan.Approvers.Values.SelectMany(people => people).Distinct(StringComparer.Ordinal)
            .Where(person => !signers.Entries.Any(entry => entry.Names(person) && entry.Covers(SignedAnswer.Namespace)))
            .Select(person => $"no key in it signs for '{person}', who stands in 'approvers'");
        return signers.Problems.Concat(keyless).Select(problem => PlanDiagnostics.SignersUnusable(runbook.At, path, problem));
    }

    /// <summary>The first file that is no longer what was planned, or null.</summary>
    public static string? FirstChanged(Plan plan, string root) => new PlannedFiles(root, plan.Files).FirstChanged();

    private static IEnumerable<Gate> Gates(PlanStep step) =>
        step.Require.Concat(step.Verify).Select(gate => gate.Gate).Concat(step.Action is GateAction { Gate: var gate } ? [gate] : []);

    /// <summary>The commands of a step and its gates.</summary>
    public static IEnumerable<CommandLine> Commands(PlanStep step) =>
        Gates(step).OfType<CommandGate>().Select(gate => gate.Command).Concat(step.Action is CommandAction action ? [action.Command] : []);

    /// <summary>The program that the runbook brings along; null for one without a slash, which comes from PATH.</summary>
    private static string? Program(CommandLine command) =>
        Literal(command.Run[0]) is { } path && path.Contains('/', StringComparison.Ordinal) ? path : null;

    /// <summary>Scripts below the root that the program is given, as in <c>[bash, scripts/fence.sh]</c>; data that it reads or writes may change.</summary>
    private static IEnumerable<string> Scripts(CommandLine command, string root, IFileTree tree)
    {
        var folder = Path.GetFullPath(command.WorkingDirectory ?? ".", root);
        foreach (var argument in command.Run.Skip(1).Select(Literal).OfType<string>())
        {
            var path = Path.GetRelativePath(root, Path.GetFullPath(argument, folder)).Replace(Path.DirectorySeparatorChar, '/');
            if (!path.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(path) && IsScript(Path.GetFullPath(path, root), tree))
            {
                yield return path;
            }
        }
    }

    private static string? Literal(TextTemplate template) =>
        !template.References.Any() && template.Expand(_ => "") is var text && text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private static bool IsScript(string path, IFileTree tree) =>
        tree.IsFile(path) && (ScriptExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || (!OperatingSystem.IsWindows() && tree.IsExecutable(path)));

    private static string Text(IFileTree tree, string path)
    {
        using var reader = new StreamReader(tree.OpenRead(path) ?? Stream.Null);
        return reader.ReadToEnd();
    }
}
