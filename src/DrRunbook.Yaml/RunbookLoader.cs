using DrRunbook.Yaml.Runbooks;

namespace DrRunbook.Yaml;

/// <summary>From a file to a runbook that is valid, or to all that is wrong with it.</summary>
public static class RunbookLoader
{
    /// <summary>
    /// Reads a runbook with the files it uses, fills the inputs in and checks all that does not depend on the mode of a run.
    /// Starts nothing and opens no address.
    /// </summary>
    public static LoadResult Load(LoadRequest request)
    {
        var shown = (request.Shown ?? request.Path).Replace('\\', '/');
        try
        {
            return Load(request, shown);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new LoadResult(null, [YamlDiagnostics.Unreadable(SourceSpan.WholeFile(shown), shown, failure.Message)]);
        }
    }

    private static LoadResult Load(LoadRequest request, string shown)
    {
        var root = RootFolder.Of(request.Path, request.Root, request.Files);
        var context = new LoadContext(root, shown);
        if (root.Locate(Environment.CurrentDirectory, request.Path) is not { } path)
        {
            return new LoadResult(null, [StepDiagnostics.PathLeavesRoot(SourceSpan.WholeFile(shown), shown)]);
        }

        var runbook = context.Open(path, shown, SourceSpan.WholeFile(shown)) is { } node
            ? FileBinder.BindRunbook(node, context, path, request)
            : null;
        context.Steps.Check(context.Diagnostics, isComplete: context.Managers is not null);
        var diagnostics = context.Diagnostics.InOrder(shown);
        return context.Diagnostics.HasErrors || runbook is null
            ? new LoadResult(null, diagnostics)
            : new LoadResult(runbook with { Sources = [.. context.Sources], InputValues = context.InputValues.ToImmutable() }, diagnostics) { OnlyServesUses = context.Managers is null };
    }
}
