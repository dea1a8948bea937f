namespace DrRunbook.Cli.Tests.WhatIf;

public sealed class FailOptionTests : IDisposable
{
    private readonly TestCli _cli = new();

    public FailOptionTests() => File.WriteAllText(Path.Combine(_cli.Folder, "small.yaml"), WhatIfRunbook.Whole);

    [Theory]
    [InlineData("database", "step-failed  database: session-failed: 1 restore session failed: erp-db")]
    [InlineData("isolate", "step-failed  isolate: command-failed: exit code 2")]
    [InlineData("announce", "step-failed  announce: http-failed: status 501")]
    [InlineData("declare", "rejected by alice@example.com")]
    [InlineData("check", "no answer")]
    [InlineData("database:require:2", "database:require:2: exit code 1")]
    [InlineData("database:verify:1", "database:verify:1: no answer")]
    public async Task What_is_named_fails_and_the_run_with_it(string name, string finding)
    {
        var (code, output, _) = await RehearseAsync("--fail", name);
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("FAILED", output, StringComparison.Ordinal);
        Assert.Contains(finding, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_things_fail_together()
    {
        var (code, output, _) = await RehearseAsync("--fail", "archive", "--fail", "check");
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("FAILED, first at check", output, StringComparison.Ordinal);
        Assert.Contains("archive: tolerated: session-failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_is_added_to_the_scenario_that_is_given()
    {
        await File.WriteAllTextAsync(Path.Combine(_cli.Folder, "played.yaml"), Played, TestContext.Current.CancellationToken);
        var (code, output, _) = await RehearseAsync("--scenario", "played.yaml", "--fail", "archive");
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("isolate: command-failed: exit code 7", output, StringComparison.Ordinal);
        var (_, other, _) = await RehearseAsync("--scenario", "played.yaml", "--fail", "isolate");
        Assert.Contains("isolate: command-failed: exit code 2", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_is_down_and_required_keeps_the_run_from_starting()
    {
        var (code, output, error) = await RehearseAsync("--fail", "manager:site-b");
        Assert.Equal((ExitCodes.Unreachable, ""), (code, output));
        Assert.Contains("manager 'site-b': it could not be reached", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("databse", "--fail 'databse' is no step, gate or manager of this plan\n    help: did you mean 'database'?")]
    [InlineData("database:verify:2", "--fail 'database:verify:2' is no step, gate or manager of this plan\n    help: did you mean 'database:verify:1'?")]
    [InlineData("manager:site-c", "--fail 'manager:site-c' is no step, gate or manager of this plan\n    help: did you mean 'manager:site-b'?")]
    [InlineData("rest", "--fail 'rest' cannot fail by itself")]
    [InlineData("database:require:1", "--fail 'database:require:1' cannot fail by itself")]
    public async Task A_name_that_cannot_fail_is_wrong_usage(string name, string message)
    {
        var (code, output, error) = await RehearseAsync("--fail", name);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--each-failure and --fail do not go together", "--each-failure", "--fail", "database")]
    [InlineData("--each-failure and --report do not go together", "--each-failure", "--report", "r.html")]
    [InlineData("--format is the form of the matrix of --each-failure", "--format", "markdown")]
    [InlineData("--format 'html' must be text or markdown", "--each-failure", "--format", "html")]
    public async Task Options_that_do_not_go_together_are_wrong_usage(string message, params string[] options)
    {
        var (code, output, error) = await RehearseAsync(options);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private const string Played = """
        version: 1
        managers:
          - { name: site-b, vApps: [ { name: erp-db }, { name: erp-archive } ] }
        world:
          commands: [ { id: isolate, exitCode: 7 } ]

        """;

    private Task<(int Code, string Output, string Error)> RehearseAsync(params string[] more) =>
        _cli.InvokeAsync(["rehearse", Path.Combine(_cli.Folder, "small.yaml"), .. more.Select(part => part == "played.yaml" ? Path.Combine(_cli.Folder, part) : part)]);
}
