using System.ComponentModel;
using DrRunbook.Engine.Outside;

namespace DrRunbook.Cli.Git;

/// <summary>The program <c>git</c>, as a reader: no pager, no hooks, no program of the repository's, no traffic.</summary>
/// <remarks>
/// Which repository it reads depends on the folder alone: what hooks of git leave in the environment (<c>GIT_DIR</c> and its like) is not passed on,
/// and files that only look like a repository without a working tree, as anybody may commit them, are not taken for one.
/// </remarks>
internal static class GitProgram
{
    private static readonly string[] ReadOnly =
    [
        "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c", "safe.bareRepository=explicit",
    ];

    /// <summary>Runs git and reads what it writes.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="read">Reads standard output, if only its beginning.</param>
    public static GitResult<T> Run<T>(string folder, IEnumerable<string> arguments, Func<Stream, T> read)
    {
        if (ProgramStart.Of("git", [.. ReadOnly, "-C", folder, .. arguments]) is not { } start)
        {
            return new GitResult<T>(default, "git was not found on the PATH");
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var git = ProgramStart.Begin(start);
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
