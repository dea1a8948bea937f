using System.Diagnostics;
using System.Text.RegularExpressions;
using DrRunbook.Engine.Outside;

namespace DrRunbook.Cli.Tests.Pipeline;

/// <summary>A repository that holds programs by the names of those which drrun starts, and is the current folder. Nothing of it is to run.</summary>
public sealed partial class HostileFolderTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_git_or_an_ssh_keygen_that_lies_in_the_current_folder_is_not_started()
    {
        Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        await _shell.CommitAsync();
        foreach (var name in new[] { "git", "ssh-keygen", "setsid" })
        {
            _shell.WriteProgram(name, $"#!/bin/sh\ntouch started-{name}\n");
        }

        // What lies in the folder is found by a shell that looks there: the marks can be made.
        await _shell.RunAsync("PATH=.:$PATH; git; ssh-keygen; setsid");
        Assert.All(new[] { "started-git", "started-ssh-keygen", "started-setsid" }, mark => Assert.True(_shell.Has(mark), mark));

        var (code, said) = await _shell.RunAsync("""
            rm started-*
            command -p ssh-keygen -q -t ed25519 -N '' -f key
            export PATH=.::$PATH
            drrun plan runbooks/shop.yaml --offline --input ticket=1 --against HEAD
            drrun rehearse runbooks/shop.yaml --input ticket=1
            drrun execute runbooks/shop.yaml --simulate --input ticket=1 --yes --store drrun.db | tee executed
            run=$(grep -o 'drrun report [^ ]*' executed | cut -d' ' -f3)
            drrun bundle "$run" --out evidence --key key --store drrun.db
            """);

        Assert.True(code == 0, said);
        Assert.Contains("Nothing has changed", said, StringComparison.Ordinal);
        Assert.True(_shell.Has("evidence/attestation.dsse.json"), said);
        Assert.Empty(Directory.GetFiles(_shell.Folder, "started-*"));
    }

    [Fact]
    public async Task Which_repository_is_read_does_not_depend_on_what_a_hook_left_in_the_environment()
    {
        using var other = new Shell();
        var without = Shell.Good.Replace("  - id: pause\n    gate: { wait: 1s }\n\n", "", StringComparison.Ordinal);
        _shell.Write("runbooks/shop.yaml", Shell.Good);
        await _shell.CommitAsync();
        _shell.Write("runbooks/shop.yaml", without);
        other.Write("runbooks/shop.yaml", without);
        await other.CommitAsync();
        _shell.Variables["GIT_DIR"] = Path.Combine(other.Folder, ".git");
        _shell.Variables["GIT_WORK_TREE"] = _shell.Folder;
        _shell.Variables["GIT_INDEX_FILE"] = Path.Combine(other.Folder, ".git", "index");

        var (code, said) = await _shell.RunAsync("drrun plan runbooks/shop.yaml --offline --input ticket=1 --against HEAD");

        Assert.True(code == 1, said);
        Assert.Contains("step 'pause' is gone", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_begin_in_one_place()
    {
        var sources = Directory.GetFiles(Path.Combine(PipelineFile.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any());
        var begins = sources.Where(file => Begins().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName);

        Assert.Equal(["ProgramStart.cs"], begins);
    }

    [Theory]
    [InlineData("git")]
    [InlineData("./git")]
    [InlineData("bin/git")]
    public void No_process_begins_but_by_a_full_path(string name) =>
        Assert.Throws<ArgumentException>(() => ProgramStart.Begin(new ProcessStartInfo(name)));

    [Fact]
    public void A_program_is_found_by_its_full_path_and_one_that_is_not_there_is_not()
    {
        Assert.True(Path.IsPathFullyQualified(ProgramStart.Of("sh", ["-c", "true"])!.FileName));
        Assert.Null(ProgramStart.Of("drrun-no-such-program", []));
    }

    [GeneratedRegex(@"\bProcess\s*\.\s*Start\b|\bnew\s+Process\b(?!\w)|UseShellExecute\s*=\s*true|\bProcess\s+\w+\s*=\s*new\s*\(")]
    private static partial Regex Begins();
}
