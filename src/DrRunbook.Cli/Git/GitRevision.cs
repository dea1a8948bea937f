namespace DrRunbook.Cli.Git;

/// <summary>A revision of a repository, as an operator names it.</summary>
/// <param name="Top">The repository's working tree, a full path without links.</param>
/// <param name="Name">As it was named.</param>
/// <param name="Commit">The full object name.</param>
/// <param name="Path">The file in it, relative to <paramref name="Top"/>, where one was named as in <c>main:runbooks/old.yaml</c>; else null.</param>
internal sealed record GitRevision(string Top, string Name, string Commit, string? Path)
{
    /// <summary>Finds it in the repository that a folder is part of.</summary>
    public static GitResult<GitRevision> Find(string folder, string name)
    {
        // An option is never a revision; whatever else git may make of it, nothing but a commit comes of it.
        if (name.StartsWith('-') || name.Contains('\0', StringComparison.Ordinal))
        {
            return new GitResult<GitRevision>(null, "no revision begins with '-'");
        }

        var top = GitProgram.Text(folder, "rev-parse", "--show-toplevel");
        if (top.Output is null)
        {
            return new GitResult<GitRevision>(null, top.Problem);
        }

        var (revision, path) = Split(name);
        var commit = GitProgram.Text(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}");
        return commit.Output is { } found
            ? new GitResult<GitRevision>(new GitRevision(top.Output.TrimEnd('\n', '\r'), name, found.Trim(), path), null)
            : new GitResult<GitRevision>(null, commit.Problem == "git gives no reason" ? "the repository has no such commit" : commit.Problem);
    }

    /// <summary>A colon parts revision and path; one inside braces, or at the beginning, is the revision's own.</summary>
    private static (string Revision, string? Path) Split(string name)
    {
        var depth = 0;
        for (var place = 0; place < name.Length; place++)
        {
            depth += name[place] switch { '{' => 1, '}' => -1, _ => 0 };
            if (name[place] == ':' && place > 0 && depth == 0)
            {
                return (name[..place], name[(place + 1)..]);
            }
        }

        return (name, null);
    }
}
