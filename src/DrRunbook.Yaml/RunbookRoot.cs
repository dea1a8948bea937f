namespace DrRunbook.Yaml;

/// <summary>Where the root of runbooks lies that nobody names.</summary>
public static class RunbookRoot
{
    /// <summary>The nearest folder with a <c>.git</c>, from this one upwards; null where there is none.</summary>
    /// <param name="folder">Absolute.</param>
    public static string? Above(string folder)
    {
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            // A worktree or submodule has a file of that name.
            if (Path.Exists(Path.Combine(candidate, ".git")))
            {
                return candidate;
            }
        }

        return null;
    }
}
