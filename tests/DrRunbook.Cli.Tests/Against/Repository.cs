using System.Diagnostics;
using System.Globalization;

namespace DrRunbook.Cli.Tests.Against;

/// <summary>A real git repository in a folder, with commits whose names depend on their content alone.</summary>
internal sealed class Repository
{
    private readonly string _folder;
    private int _commits;

    public Repository(string folder)
    {
        _folder = folder;
        Git("init", "--quiet", "--initial-branch=main");
    }

    public void Write(string path, string content, bool executable = false)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Commit(string message = "change")
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message", message);
    }

    public void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", _folder, "-c", "commit.gpgSign=false", .. arguments]) { RedirectStandardError = true };
        var at = string.Create(CultureInfo.InvariantCulture, $"2026-11-23T08:00:{_commits++:00}Z");
        foreach (var (name, value) in new[]
        {
            ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("GIT_AUTHOR_NAME", "dora"), ("GIT_AUTHOR_EMAIL", "dora@example.com"),
            ("GIT_COMMITTER_NAME", "dora"), ("GIT_COMMITTER_EMAIL", "dora@example.com"), ("GIT_AUTHOR_DATE", at), ("GIT_COMMITTER_DATE", at),
        })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }
}
