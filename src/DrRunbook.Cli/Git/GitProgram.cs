using System.ComponentModel;
using System.Diagnostics;

namespace DrRunbook.Cli.Git;

/// <summary>The program <c>git</c>, as a reader: no pager, no hooks, no program of the repository's, no traffic.</summary>
internal static class GitProgram
{
    private static readonly string[] ReadOnly =
    [
        "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
    ];

    /// <summary>Runs git and reads what it writes.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="read">Reads standard output, if only its beginning.</param>
    public static GitResult<T> Run<T>(string folder, IEnumerable<string> arguments, Func<Stream, T> read)
    {
        var start = new ProcessStartInfo("git", [.. ReadOnly, "-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            var problem = git.StandardError.ReadToEndAsync();
            var output = read(git.StandardOutput.BaseStream);
            git.StandardOutput.Close();
            git.WaitForExit();
            return git.ExitCode == 0 ? new GitResult<T>(output, null) : new GitResult<T>(default, FirstLine(problem.GetAwaiter().GetResult()));
        }
        catch (Win32Exception missing)
        {
            return new GitResult<T>(default, $"git cannot be started: {missing.Message}");
        }
    }

    /// <summary>Runs git and reads all that it writes as text.</summary>
    public static GitResult<string> Text(string folder, params IEnumerable<string> arguments) => Run(folder, arguments, output =>
    {
        using var reader = new StreamReader(output);
        return reader.ReadToEnd();
    });

    private static string FirstLine(string text) => text.Split('\n')[0].Trim() is { Length: > 0 } line ? line : "git gives no reason";
}

/// <summary>What git said, or why it did not.</summary>
/// <param name="Output">Null where there is a problem.</param>
/// <param name="Problem">In git's own words; null where there is none.</param>
internal sealed record GitResult<T>(T? Output, string? Problem);
