using System.Diagnostics;

namespace DrRunbook.Engine.Outside;

/// <summary>The one place where processes begin, and always by a full path.</summary>
/// <remarks>By a bare name, the system would look in the working directory before the <c>PATH</c>: whoever lays a <c>git</c> there would have it run.</remarks>
public static class ProgramStart
{
    /// <summary>How a program of this machine would be started, with all that it writes read and nothing told.</summary>
    /// <param name="name">Looked up in the <c>PATH</c> of this process; entries that are empty or relative are neither searched nor passed on.</param>
    /// <returns>Null where the machine has no such program.</returns>
    public static ProcessStartInfo? Of(string name, IEnumerable<string> arguments)
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        if (Find(name, path) is not { } program)
        {
            return null;
        }

        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (path is not null)
        {
            start.Environment["PATH"] = string.Join(Path.PathSeparator, path.Split(Path.PathSeparator).Where(Path.IsPathFullyQualified));
        }

        return start;
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="ArgumentException">It is not named by a full path.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system cannot run it.</exception>
    public static Process Begin(ProcessStartInfo start) =>
        Path.IsPathFullyQualified(start.FileName) ? Process.Start(start)! : throw new ArgumentException($"'{start.FileName}' is no full path", nameof(start));

    private static string? Find(string name, string? path) =>
        (OperatingSystem.IsWindows() ? ProgramPath.Find($"{name}.exe", Path.GetTempPath(), path) : null) ?? ProgramPath.Find(name, Path.GetTempPath(), path);
}
