using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads a file from its top: for the runbook all of it, for a used file what concerns its steps.</summary>
internal static class FileBinder
{
    /// <summary>Reads the runbook itself.</summary>
    /// <returns>The runbook, as far as it could be read; only to be used where no error was found.</returns>
    public static Runbook? BindRunbook(LocatedNode root, LoadContext context, RootedPath path, LoadRequest request)
    {
        var opened = Open(root, context, path, context.FirstFile, prefix: "", usedBy: null);
        if (opened is not var (top, scope))
        {
            return null;
        }

        var given = request.Inputs.ToDictionary(
            input => input.Key, input => new GivenInput(input.Value, SourceSpan.WholeFile(context.FirstFile)), StringComparer.Ordinal);
        scope.Fill(given, request.InputsRequired ? input => input.At : null);
        var managers = ManagerBinder.Bind(top, scope);
        var approvers = PeopleBinder.Bind(top, scope);
        var environment = EnvironmentBinder.Bind(top, scope, managers);
        var onlyServesUses = !top.Has("enterpriseManagers");
        context.Managers = onlyServesUses ? null : managers.ToDictionary(manager => manager.Name.Value);
        context.Approvers = onlyServesUses && !top.Has("approvers") ? null : approvers;
        context.Environment = onlyServesUses && !top.Has("environment") ? null : environment.ToHashSet(StringComparer.Ordinal);
        var people = HeaderBinder.Bind(top, scope);
        var allowedSigners = top.Text("allowedSigners") is { } signers ? scope.ExistingFile(signers, "'allowedSigners' file") : null;
        var notify = NotificationBinder.Bind(top, scope);
        DefaultsBinder.Bind(top, scope);
        var steps = new StepBinder(scope);
        var runbook = new Runbook
        {
            At = root.At,
            Name = people.Name,
            Description = people.Description,
            Owner = people.Owner,
            Labels = people.Labels,
            Exercise = people.Exercise,
            Waivers = people.Waivers,
            Unfenced = people.Unfenced,
            EnterpriseManagers = managers,
            Approvers = approvers,
            Environment = environment,
            AllowedSigners = allowedSigners,
            Inputs = scope.Inputs.Definitions,
            Notify = notify,
            Objectives = ObjectivesBinder.Bind(top, scope),
            Steps = top.Require("steps") is { } main ? steps.BindSequence(main) : [],
            AfterFailure = top.Take("afterFailure") is { } after ? steps.BindAftermath(after, "afterFailure") : [],
            Finally = top.Take("finally") is { } last ? steps.BindAftermath(last, "finally") : [],
            Root = context.Root.Path,
            Sources = [],
        };
        top.Done();
        return runbook;
    }

    /// <summary>Reads a used file; findings in it stand where they are in that file.</summary>
    /// <returns>Its steps and the objective that its group takes over.</returns>
    public static (ImmutableArray<Step> Steps, TimeSpan? Rto) BindUsed(
        LocatedNode root, RootedPath path, string shown, string prefix, FileScope usedBy, IReadOnlyDictionary<string, GivenInput> given, SourceSpan at)
    {
        if (Open(root, usedBy.Context, path, shown, prefix, usedBy) is not var (top, scope))
        {
            return ([], null);
        }

        scope.Fill(given, _ => at);
        UsedFile.Compare(top, scope);
        HeaderBinder.Bind(top, scope);
        if (top.Text("allowedSigners") is { } signers)
        {
            scope.ExistingFile(signers, "'allowedSigners' file");
        }

        NotificationBinder.Bind(top, scope);
        DefaultsBinder.Bind(top, scope);
        var objectives = ObjectivesBinder.Bind(top, scope);
        var steps = top.Require("steps") is { } main ? new StepBinder(scope).BindSequence(main) : [];
        top.Done();
        return (steps, objectives.Rto);
    }

    private static (MappingReader Top, FileScope Scope)? Open(
        LocatedNode root, LoadContext context, RootedPath path, string shown, string prefix, FileScope? usedBy)
    {
        var bare = new ValueReader(context.Diagnostics, new RunbookScalars(context, inputs: null, prefix));
        if (bare.Mapping(root, "the runbook") is not { } entries)
        {
            return null;
        }

        var scope = new FileScope(context, path, shown, prefix, InputBinder.Bind(entries.Take("inputs"), bare), usedBy);
        var top = scope.Values.Mapping(root, "the runbook")!;
        top.Take("inputs");
        CheckVersion(top);
        return (top, scope);
    }

    private static void CheckVersion(MappingReader top)
    {
        if (top.Require("version") is { } node
            && top.Values.Scalar(node, "'version'", "the number 1") is { } version
            && (version.IsQuoted || CoreScalar.Number(version.Text) != 1))
        {
            top.Values.Report(StepDiagnostics.UnknownVersion(node.At, version.Text, version.IsQuoted));
        }
    }
}
