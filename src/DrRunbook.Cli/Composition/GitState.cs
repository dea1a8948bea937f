using System.ComponentModel;
using System.Diagnostics;

namespace DrRunbook.Cli.Composition;

/// <summary>The commit a runbook was read from.</summary>
/// <param name="Commit">The full object name.</param>
/// <param name="Dirty">Whether the runbook's files differ from it.</param>
internal sealed record GitState(string Commit, bool Dirty)
{
    /// <summary>Asks git; null outside a repository, in one without commits, or without git.</summary>
    /// <param name="files">The runbook's files, relative to the root.</param>
    public static GitState? Of(string root, IEnumerable<string> files)
    {
        var commit = Git(root, ["rev-parse", "--verify", "HEAD"])?.Trim();
        var changes = commit is null ? null : Git(root, ["status", "--porcelain", "--", .. files]);
        return commit is null || changes is null ? null : new GitState(commit, changes.Length > 0);
    }

    private static string? Git(string root, IEnumerable<string> arguments)
    {
        // A repository may name programs of its own (fsmonitor, external diff): none of them is started.
        var start = new ProcessStartInfo("git", ["-c", "core.fsmonitor=false", "-C", root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start);
            if (git is null)
            {
                return null;
            }

            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
