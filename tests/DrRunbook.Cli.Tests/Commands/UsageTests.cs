namespace DrRunbook.Cli.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Theory]
    [InlineData("unknown-command", "valdate", "x.yaml")]
    [InlineData("unknown-option", "runs", "--strore", "x")]
    [InlineData("missing-argument", "approve", "2026")]
    [InlineData("missing-reason", "reject", "2026", "declare")]
    [InlineData("bad-output", "runs", "--output", "xml")]
    [InlineData("bad-mode", "plan", "x.yaml", "--mode", "Drill")]
    [InlineData("bad-shell", "completion", "bsh")]
    [InlineData("bad-number", "rehearse", "x.yaml", "--seed", "many")]
    [InlineData("missing-value", "rehearse", "x.yaml", "--scenario")]
    [InlineData("option-twice", "report", "2026", "--out", "a", "--out", "b")]
    [InlineData("missing-file", "plan")]
    [InlineData("missing-command", "--output", "json")]
    [InlineData("too-many", "runs", "x")]
    [InlineData("bad-input", "validate", "x.yaml", "--input", "ticket")]
    [InlineData("input-twice", "validate", "x.yaml", "--input", "a=1", "--input", "a=2")]
    [InlineData("control-characters", "runs", "--output", "\u001b[2J")]
    public async Task Wrong_usage_exits_2_and_says_what_would_be_right(string name, params string[] args) => Snap.Verify(await _cli.RunAsync(args), parameters: name);

    [Fact]
    public async Task Without_a_command_the_help_is_shown_and_nothing_is_done()
    {
        var (code, output, error) = await _cli.InvokeAsync();
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains("validate <FILE>", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://drrun:hunter22@db.example/drrun")]
    [InlineData("Host=db.example;Username=drrun;Password=hunter22")]
    public async Task A_password_in_the_store_option_is_refused_and_not_repeated(string store)
    {
        var (code, output, error) = await _cli.InvokeAsync("runs", "--store", store);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("DRRUN_STORE", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_has_help_with_examples()
    {
        foreach (var command in Cli.Commands.CommandList.Create(_cli.Context))
        {
            var (code, output, error) = await _cli.InvokeAsync(command.Name, "--help");
            Assert.Equal((ExitCodes.Good, ""), (code, error));
            Assert.Contains($"Examples:\n  ", output, StringComparison.Ordinal);
            Assert.Contains($"drrun {command.Name}", output.Split("Examples:")[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_version_is_printed() => Assert.Matches(@"^drrun \d+\.\d+\.\d+\n$", (await _cli.InvokeAsync("--version")).Output);

    [Fact]
    public async Task A_fault_exits_70_and_names_the_log_that_holds_it()
    {
        var error = new StringWriter();
        var app = new CommandLineApp(_cli.Context with { Out = new BrokenWriter(), Error = error });
        Assert.Equal(ExitCodes.Fault, await app.RunAsync(["schema"]));
        Assert.Contains("the pipe burst", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        var log = Assert.Single(Directory.GetFiles(Path.Combine(_cli.Folder, ".drrun", "logs")));
        Assert.Contains(log, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("BrokenWriter.WriteLine", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_goes_where_the_operator_says_and_only_where_something_is_logged()
    {
        await _cli.InvokeAsync("schema", "--log", "own.clef");
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "own.clef")));
        await new CommandLineApp(_cli.Context with { Out = new BrokenWriter() }).RunAsync(["schema", "--log", "own.clef"]);
        Assert.True(File.Exists(Path.Combine(_cli.Folder, "own.clef")));
    }

    public void Dispose() => _cli.Dispose();

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException("the pipe burst");
    }
}
