namespace DrRunbook.Engine.Outside;

/// <summary>Finds programs as a shell would, with one difference: a path is relative to the runbook's root, wherever the program is to run.</summary>
public static class ProgramPath
{
    private const string StandardPath = "/usr/local/bin:/usr/bin:/bin";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a program that can be run, or null.</summary>
    /// <param name="program">With a slash: a path; without: a name looked up in <paramref name="searchPath"/>.</param>
    /// <param name="searchPath">A <c>PATH</c>, or null for the standard one.</param>
    public static string? Find(string program, string root, string? searchPath)
    {
        if (program.Contains('/', StringComparison.Ordinal) || Path.IsPathFullyQualified(program))
        {
            var path = Path.GetFullPath(program, root);
            return IsExecutable(path) ? path : null;
        }

        // An empty or relative entry would mean the working directory: never searched, so that nothing lying there is run by chance.
        return (searchPath ?? StandardPath).Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
