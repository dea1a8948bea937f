namespace DrRunbook.Cli.Git;

/// <summary>The commit a runbook was read from.</summary>
/// <param name="Commit">The full object name.</param>
/// <param name="Dirty">Whether the runbook's files differ from it.</param>
internal sealed record GitState(string Commit, bool Dirty)
{
    /// <summary>Asks git; null outside a repository, in one without commits, or without git.</summary>
    /// <param name="files">The runbook's files, relative to the root.</param>
    public static GitState? Of(string root, IEnumerable<string> files)
    {
        var commit = GitProgram.Text(root, "rev-parse", "--verify", "HEAD").Output?.Trim();
        var changes = commit is null ? null : GitProgram.Text(root, ["status", "--porcelain", "--", .. files]).Output;
        return commit is null || changes is null ? null : new GitState(commit, changes.Length > 0);
    }
}
