using System.Diagnostics;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Fact]
    public async Task Commands_and_options_are_completed()
    {
        Assert.Contains("validate", await SuggestAsync("va"));
        Assert.Contains("--follow", await SuggestAsync("status --fo"));
        Assert.Equal(["json", "text"], (await SuggestAsync("runs --output ")).Where(word => !word.StartsWith('-')));
    }

    [Fact]
    public async Task Runs_and_waiting_gates_are_completed_from_the_store()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Assert.Contains(ScriptedRun.Id, await SuggestAsync("status "));
        Assert.Contains("declare", await SuggestAsync($"approve {ScriptedRun.Id} "));
        Assert.DoesNotContain("go-live", await SuggestAsync($"approve {ScriptedRun.Id} "));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_completes_nothing_and_says_nothing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_cli.Store)!);
        await File.WriteAllTextAsync(_cli.Store, "no database at all, but long enough to be looked at by SQLite as if it were one", TestContext.Current.CancellationToken);
        var (code, _, error) = await _cli.InvokeAsync("[suggest:7]", "status ");
        Assert.Equal((ExitCodes.Good, ""), (code, error));
    }

    [Theory]
    [InlineData("drrun sta", "status")]
    [InlineData("drrun approve R declare:re", "require:1")]
    public async Task The_bash_script_asks_drrun_and_keeps_to_the_word_at_the_cursor(string line, string expected)
    {
        // bash runs the real script; drrun is a function here that answers as the directive does.
        var script = $$"""
            drrun() { printf "%s\n" status runs declare:require:1 declare:verify:1; }
            {{(await _cli.InvokeAsync("completion", "bash")).Output}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _drrun
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([expected], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Each_shell_has_its_script(string shell)
    {
        var (code, output, _) = await _cli.InvokeAsync("completion", shell);
        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private async Task<string[]> SuggestAsync(string line) =>
        (await _cli.InvokeAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[suggest:{line.Length}]"), line)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
