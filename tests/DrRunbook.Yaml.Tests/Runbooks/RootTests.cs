using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Every path stays below the root, links followed.</summary>
public sealed class RootTests : IDisposable
{
    private const string Head = "version: 1\nname: root\nenterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }\n";

    private const string Minimal = Head + "steps: [ { id: a, failover: x } ]\n";

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_root_is_the_folder_of_the_nearest_git()
    {
        _folder.Write("deep/down/runbook.yaml", Minimal);

        Assert.Equal(_folder.Path, _folder.Load("deep/down/runbook.yaml").Runbook!.Root);
        Assert.Equal("deep/down/runbook.yaml", _folder.Load("deep/down/runbook.yaml").Runbook!.Sources[0].Path);
        _folder.Write("deep/.git", "gitdir: elsewhere\n");
        Assert.Equal(Path.Combine(_folder.Path, "deep"), _folder.Load("deep/down/runbook.yaml").Runbook!.Root);
    }

    [Fact]
    public void A_root_that_is_named_wins_and_must_hold_the_runbook()
    {
        var path = _folder.Write("deep/runbook.yaml", Minimal);

        Assert.Equal(Path.Combine(_folder.Path, "deep"), RunbookLoader.Load(new LoadRequest(path) { Root = Path.Combine(_folder.Path, "deep") }).Runbook!.Root);
        Assert.Equal("DR0216", Assert.Single(RunbookLoader.Load(new LoadRequest(path) { Root = Path.Combine(_folder.Path, "certs") }).Diagnostics).Code);
    }

    [Fact]
    public void Without_git_the_root_is_the_runbooks_own_folder()
    {
        Directory.Delete(Path.Combine(_folder.Path, ".git"));
        _folder.Write("deep/runbook.yaml", Minimal);

        Assert.Equal(Path.Combine(_folder.Path, "deep"), _folder.Load("deep/runbook.yaml").Runbook!.Root);
    }

    [Theory]
    [InlineData("../outside.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData("parts/../../outside.yaml")]
    public void A_path_out_of_the_root_is_refused(string path) =>
        Assert.Contains("DR0216", _folder.Findings($"{Head}steps: [ {{ id: a, uses: {path} }} ]\n"), StringComparison.Ordinal);

    [Fact]
    public void A_link_out_of_the_root_is_refused()
    {
        using var outside = new RunbookFolder();
        outside.Write("part.yaml", Minimal);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "parts"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "signers"), Path.Combine(outside.Path, "part.yaml"));

        Assert.Contains("DR0216", _folder.Findings(Head + "steps: [ { id: a, uses: parts/part.yaml } ]\n"), StringComparison.Ordinal);
        Assert.Contains("DR0216", _folder.Findings(Minimal + "allowedSigners: signers\n"), StringComparison.Ordinal);
        Assert.Contains("DR0216", _folder.Findings(Head + "steps: [ { id: a, command: { run: [parts/isolate] } } ]\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        _folder.Write("real/part.yaml", "version: 1\nname: part\nsteps: [ { id: a, failover: x } ]\n");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "parts"), "real");

        var runbook = _folder.Valid(Head + "steps: [ { id: a, uses: parts/part.yaml } ]\n");

        Assert.Equal("real/part.yaml", ((SequenceAction)runbook.Steps[0].Action).UsedFile);
    }

    [Fact]
    public void Links_in_a_circle_are_a_finding()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "two"), "one");

        Assert.Contains("DR0101", _folder.Findings(Head + "steps: [ { id: a, uses: one } ]\n"), StringComparison.Ordinal);
        Assert.Equal("DR0101", Assert.Single(_folder.Load("one").Diagnostics).Code);
    }

    [Theory]
    [InlineData("isolate", "isolate")]
    [InlineData("scripts/isolate", "runbooks/scripts/isolate")]
    [InlineData("./isolate", "runbooks/isolate")]
    [InlineData("../isolate", "./isolate")]
    public void A_program_with_a_slash_is_a_file_below_the_root(string written, string expected)
    {
        _folder.Write("runbooks/runbook.yaml", $"{Head}steps: [ {{ id: a, command: {{ run: [{written}], workingDirectory: .. }} }} ]\n");

        var command = ((CommandAction)_folder.Load("runbooks/runbook.yaml").Runbook!.Steps[0].Action).Command;

        Assert.Equal(expected, command.Run[0].ToString());
        Assert.Equal(".", command.WorkingDirectory);
    }

    [Theory]
    [InlineData("missing.yaml")]
    [InlineData("certs")]
    public void A_runbook_that_cannot_be_read_is_a_finding(string name)
    {
        var result = _folder.Load(name);

        Assert.Null(result.Runbook);
        Assert.Equal("DR0101", Assert.Single(result.Diagnostics).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_a_finding(string path) =>
        Assert.Equal("DR0101", Assert.Single(RunbookLoader.Load(new LoadRequest(path)).Diagnostics).Code);
}
