namespace DrRunbook.Yaml.Runbooks;

/// <summary>A file or folder below the root.</summary>
/// <param name="Real">The absolute path without links.</param>
/// <param name="Relative">Relative to the root, with forward slashes; <c>.</c> for the root itself.</param>
internal sealed record RootedPath(string Real, string Relative);

/// <summary>The folder that every path of a runbook stays below, links followed.</summary>
internal sealed class RootFolder
{
    private RootFolder(string path) => Path = path;

    /// <summary>Absolute and without links.</summary>
    public string Path { get; }

    /// <summary>The folder named, else that of the nearest <c>.git</c> above a runbook, else the runbook's own.</summary>
    /// <exception cref="IOException">Links run in a circle.</exception>
    public static RootFolder Of(string runbookPath, string? named)
    {
        if (named is not null)
        {
            return new RootFolder(RealPath.Of(named));
        }

        var folder = System.IO.Path.GetDirectoryName(RealPath.Of(runbookPath)) ?? System.IO.Path.GetPathRoot(RealPath.Of(runbookPath))!;
        return new RootFolder(RunbookRoot.Above(folder) ?? folder);
    }

    /// <summary>The place that a path names, or null where it is outside.</summary>
    /// <exception cref="IOException">Links run in a circle.</exception>
    public RootedPath? Locate(string baseFolder, string written)
    {
        var real = RealPath.Of(System.IO.Path.Combine(baseFolder, written));
        var relative = System.IO.Path.GetRelativePath(Path, real).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative)
            ? null
            : new RootedPath(real, relative);
    }
}
