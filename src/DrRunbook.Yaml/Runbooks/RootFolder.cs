namespace DrRunbook.Yaml.Runbooks;

/// <summary>A file or folder below the root.</summary>
/// <param name="Real">The absolute path without links.</param>
/// <param name="Relative">Relative to the root, with forward slashes; <c>.</c> for the root itself.</param>
internal sealed record RootedPath(string Real, string Relative);

/// <summary>The folder that every path of a runbook stays below, links followed.</summary>
internal sealed class RootFolder
{
    private RootFolder(string path, IFileTree files) => (Path, Files) = (path, files);

    /// <summary>Absolute and without links.</summary>
    public string Path { get; }

    /// <summary>Where the files below it are read from.</summary>
    public IFileTree Files { get; }

    /// <summary>The folder named, else that of the nearest <c>.git</c> above a runbook, else the runbook's own.</summary>
    /// <exception cref="IOException">Links run in a circle.</exception>
    public static RootFolder Of(string runbookPath, string? named, IFileTree files)
    {
        if (named is not null)
        {
            return new RootFolder(RealPath.Of(named, files), files);
        }

        var real = RealPath.Of(runbookPath, files);
        var folder = System.IO.Path.GetDirectoryName(real) ?? System.IO.Path.GetPathRoot(real)!;
        return new RootFolder(RunbookRoot.Above(folder) ?? folder, files);
    }

    /// <summary>The place that a path names, or null where it is outside.</summary>
    /// <exception cref="IOException">Links run in a circle.</exception>
    public RootedPath? Locate(string baseFolder, string written)
    {
        var real = RealPath.Of(System.IO.Path.Combine(baseFolder, written), Files);
        var relative = System.IO.Path.GetRelativePath(Path, real).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative)
            ? null
            : new RootedPath(real, relative);
    }
}
