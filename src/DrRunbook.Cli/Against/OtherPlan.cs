using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Git;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Against;

/// <summary>What a plan is held against: a runbook, a plan, or the runbook as it was at a revision.</summary>
internal sealed class OtherPlan
{
    private readonly Func<RunMode, Plan?> _planOf;

    private OtherPlan(string name, string? commit, Func<RunMode, Plan?> planOf)
    {
        (Name, Commit) = (name, commit);
        _planOf = planOf;
    }

    /// <summary>As the operator named it.</summary>
    public string Name { get; }

    /// <summary>The commit, or null where it is no revision.</summary>
    public string? Commit { get; }

    /// <summary>Whether it is a plan already, made for one mode.</summary>
    public bool IsPlan { get; private init; }

    /// <summary>The inputs that it takes values for; null where it is so wrong that they are not known. A plan takes none.</summary>
    public ImmutableHashSet<string>? Declared { get; private init; } = [];

    /// <summary>Its plan for a mode; what keeps it from being one is said. A plan is what it is in either mode.</summary>
    public Plan? In(RunMode mode) => _planOf(mode);

    /// <summary>Finds what the operator names.</summary>
    /// <param name="prepared">The runbook at hand.</param>
    /// <param name="inputs">What the inputs of the other are.</param>
    /// <returns>Null where there is no such thing, or two; that is said.</returns>
    public static OtherPlan? Find(Invocation invocation, string name, PreparedRunbook prepared, OtherInputs inputs)
    {
        var isFile = !name.StartsWith('-') && File.Exists(invocation.Context.PathOf(name));
        var folder = FolderOf(prepared);
        var found = GitRevision.Find(folder, name);
        if (isFile && found.Output is not null)
        {
            invocation.Refuse($"'{name}' is a file and a revision", $"write ./{name} for the file, or the revision's full name, such as refs/heads/{name}");
            return null;
        }

        if (isFile)
        {
            return FrozenPlan.ContentOf(invocation, name) is { } content ? OfPlan(invocation, name, content) : OfFile(invocation, name, prepared, inputs);
        }

        if (found.Output is null)
        {
            invocation.Refuse($"'{name}' is neither a file nor a revision: {found.Problem}", "a shallow clone holds few revisions: fetch the one that is meant first, as with 'git fetch origin main'");
            return null;
        }

        return OfRevision(invocation, found.Output, folder, prepared, inputs);
    }

    private static OtherPlan? OfPlan(Invocation invocation, string name, byte[] content)
    {
        if (FrozenPlan.ReadAny(content, out var problem) is { } plan)
        {
            return new OtherPlan(name, commit: null, _ => plan) { IsPlan = true };
        }

        PreparedRunbook.Say(invocation, [FrozenPlanDiagnostics.NotFrozen(SourceSpan.WholeFile(name), problem)]);
        return null;
    }

    private static OtherPlan OfFile(Invocation invocation, string name, PreparedRunbook prepared, OtherInputs inputs)
    {
        // A file elsewhere has a root of its own.
        var path = invocation.Context.PathOf(name);
        var isBelow = !Path.GetRelativePath(prepared.Root, path).StartsWith("..", StringComparison.Ordinal);
        return OfRunbook(invocation, new LoadRequest(path) { Shown = name, Root = isBelow ? prepared.Root : null }, commit: null, inputs);
    }

    private static OtherPlan? OfRevision(Invocation invocation, GitRevision revision, string folder, PreparedRunbook prepared, OtherInputs inputs)
    {
        var tree = GitTree.Of(revision.Top, revision.Commit);
        if (tree.Output is not { } files)
        {
            invocation.Refuse($"revision '{revision.Name}' cannot be read: {tree.Problem}");
            return null;
        }

        var prefix = GitProgram.Text(folder, "rev-parse", "--show-prefix").Output?.TrimEnd('\n', '\r') ?? "";
        var inside = revision.Path ?? prefix + Path.GetFileName(prepared.Plan.Sources[0].Path);
        var path = Path.GetFullPath(inside, revision.Top);
        var name = revision.Path is null ? revision.Name : revision.Name[..^(revision.Path.Length + 1)];
        if (!files.Holds(path))
        {
            invocation.Refuse(
                $"there is no file '{inside}' in revision '{name}' ({revision.Commit[..12]})",
                $"where it was called otherwise, name it: --against {name}:PATH; a runbook that is new has nothing to be held against");
            return null;
        }

        return OfRunbook(invocation, new LoadRequest(path) { Shown = $"{name}:{inside}", Root = RootIn(revision, prepared.Root, folder, prefix), Files = files }, revision.Commit, inputs, revision.Name);
    }

    /// <summary>The root as git spells it: the working tree may have been reached through links.</summary>
    private static string RootIn(GitRevision revision, string root, string folder, string prefix)
    {
        var up = Path.GetRelativePath(folder, root);
        return Path.GetFullPath(up, Path.GetFullPath(prefix, revision.Top));
    }

    private static OtherPlan OfRunbook(Invocation invocation, LoadRequest request, string? commit, OtherInputs inputs, string? name = null)
    {
        var declared = RunbookInputs.DeclaredIn(request);
        return new OtherPlan(name ?? request.Shown!, commit, mode => PreparedRunbook.LoadToCompare(invocation, request with { Inputs = inputs.For(declared) }, mode)?.Plan) { Declared = declared };
    }

    private static string FolderOf(PreparedRunbook prepared) => Path.GetDirectoryName(Path.GetFullPath(prepared.Plan.Sources[0].Path, prepared.Root))!;
}
