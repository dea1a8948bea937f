using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What a used file brings.</summary>
/// <param name="Rto">The file's own objective, or null.</param>
/// <param name="File">The file, relative to the root.</param>
internal readonly record struct UsedSteps(ImmutableArray<Step> Steps, TimeSpan? Rto, string? File);

/// <summary>Draws the steps of another file in.</summary>
internal static class UsesBinder
{
    private const int MaxChain = 32;

    public static UsedSteps Bind(LocatedNode node, LocatedNode? with, string step, FileScope scope)
    {
        var given = BindInputs(with, scope);
        var nothing = new UsedSteps([], null, null);
        if (scope.Values.Text(node, "'uses'") is not { } written)
        {
            return nothing;
        }

        if (written.IsPlaceholder)
        {
            scope.Report(StepDiagnostics.UsesNeedsValue(written.At, written.Value));
            return nothing;
        }

        if (scope.Locate(written) is not { } path || IsInChain(path, written, scope))
        {
            return nothing;
        }

        var shown = ShownPath(scope.Shown, written.Value);
        if (scope.Context.Open(path, shown, written.At) is not { } root)
        {
            return nothing;
        }

        var (steps, rto) = FileBinder.BindUsed(root, path, shown, $"{scope.Prefix}{step}/", scope, given, written.At);
        return new UsedSteps(steps, rto, path.Relative);
    }

    private static Dictionary<string, GivenInput> BindInputs(LocatedNode? with, FileScope scope)
    {
        var given = new Dictionary<string, GivenInput>(StringComparer.Ordinal);
        if (with is not null && scope.Values.Mapping(with, "'with'") is { } mapping)
        {
            foreach (var (key, value) in mapping.Node.Entries)
            {
                if (scope.Values.AsWritten(value, $"input '{key.Text}'") is { } text)
                {
                    given[key.Text] = new GivenInput(text.IsPlaceholder ? null : text.Value, key.At);
                }
            }
        }

        return given;
    }

    private static bool IsInChain(RootedPath path, LocatedText written, FileScope scope)
    {
        var chain = new List<FileScope>();
        for (var file = scope; file is not null; file = file.UsedBy)
        {
            chain.Insert(0, file);
        }

        var first = chain.FindIndex(file => file.Path.Real == path.Real);
        if (first >= 0)
        {
            scope.Report(StepDiagnostics.UsesCircle(written.At, [.. chain.Skip(first).Select(file => file.Path.Relative)]));
            return true;
        }

        if (chain.Count > MaxChain)
        {
            scope.Report(StepDiagnostics.UsesTooDeep(written.At, MaxChain));
            return true;
        }

        return false;
    }

    /// <summary>The used file as the operator would write it: relative to where the using file's path is relative to.</summary>
    private static string ShownPath(string usedBy, string written)
    {
        var folder = usedBy.Contains('/', StringComparison.Ordinal) ? usedBy[..(usedBy.LastIndexOf('/') + 1)] : "";
        var parts = new List<string>();
        foreach (var part in (folder + written).Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not (".." or ""))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
