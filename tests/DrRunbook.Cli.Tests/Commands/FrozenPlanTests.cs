using System.Text;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class FrozenPlanTests : IDisposable
{
    private readonly TestCli _cli = new();
    private readonly string _runbook;

    public FrozenPlanTests()
    {
        _runbook = Path.Combine(_cli.Folder, "shop.yaml");
        File.WriteAllBytes(_runbook, Example.Source);
    }

    private string Plan => Path.Combine(_cli.Folder, "plan.json");

    [Fact]
    public async Task A_plan_is_written_as_its_canonical_bytes_with_the_digest_that_is_shown()
    {
        var (_, output, error) = await FreezeAsync();

        var bytes = await File.ReadAllBytesAsync(Plan, TestContext.Current.CancellationToken);
        Assert.Contains(PlanJson.Digest(bytes), output, StringComparison.Ordinal);
        Assert.Contains($"Written: {Plan}", error, StringComparison.Ordinal);
        var plan = PlanJson.Read(bytes);
        Assert.Equal(bytes, PlanJson.Write(plan));
        Assert.Equal((FrozenPoints.Selectors, _cli.Clock.GetUtcNow().AddHours(24)), (plan.Points!.Value, plan.ExpiresAt!.Value));
        Assert.All(plan.Steps, step => Assert.Null(step.Point));
    }

    [Fact]
    public async Task A_plan_that_is_there_is_not_overwritten()
    {
        await FreezeAsync();
        var before = await File.ReadAllBytesAsync(Plan, TestContext.Current.CancellationToken);
        _cli.Clock.Advance(TimeSpan.FromHours(1));

        var (code, _, error) = await _cli.InvokeAsync("plan", _runbook, "--offline", "--out", Plan, "--points", "select");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("is there already", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Plan, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--offline pins", "--offline", "--out", "x.json")]
    [InlineData("add --out", "--offline", "--points", "select")]
    [InlineData("add --out", "--offline", "--expires", "2h")]
    [InlineData("above zero", "--offline", "--out", "x.json", "--points", "select", "--expires", "0s")]
    [InlineData("pin or select", "--out", "x.json", "--points", "some")]
    public async Task Options_that_do_not_go_together_are_wrong_usage(string says, params string[] options)
    {
        var (code, _, error) = await _cli.InvokeAsync(["plan", _runbook, .. options]);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(says == "--offline pins" ? "no restore points to pin" : says, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "x.json")));
    }

    [Theory]
    [InlineData("--mode", "drill")]
    [InlineData("--input", "ticket=CHG1")]
    public async Task What_was_settled_in_the_plan_is_not_given_again(string option, string value)
    {
        await FreezeAsync();

        var (code, _, error) = await ExecuteAsync(Plan, option, value);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains($"{option} was settled", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_plan_is_rehearsed_as_it_is_and_may_be_executed_after_that()
    {
        await FreezeAsync();

        var (code, output, error) = await _cli.InvokeAsync("rehearse", Plan);
        Assert.True(code == ExitCodes.Good, error);
        Assert.Contains("REHEARSAL: run ", output, StringComparison.Ordinal);

        var (again, _, _) = await _cli.InvokeAsync("rehearse", Plan, "--each-failure", "--output", "json");
        Assert.NotEqual(ExitCodes.Usage, again);

        var (settled, _, why) = await _cli.InvokeAsync("rehearse", Plan, "--mode", "drill");
        Assert.Equal(ExitCodes.Usage, settled);
        Assert.Contains("--mode was settled", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_runs_to_its_last_moment_and_not_after_it()
    {
        await FreezeAsync("--expires", "90m");
        _cli.Clock.Advance(TimeSpan.FromMinutes(90));

        var (code, _, error) = await ExecuteAsync(Plan);

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("plan.json: error DR0471: this plan expired at 2026-11-23T10:00:00.000Z", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("gone")]
    public async Task A_runbook_that_is_not_what_was_planned_is_refused(string how)
    {
        await FreezeAsync();
        if (how == "gone")
        {
            File.Delete(_runbook);
        }
        else
        {
            await File.AppendAllTextAsync(_runbook, "\n", TestContext.Current.CancellationToken);
        }

        var (code, _, error) = await ExecuteAsync(Plan);

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains($"error DR0473: 'shop.yaml' below {_cli.Folder} is not the file that was planned", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_told_by_what_it_holds_and_one_that_was_edited_is_none()
    {
        await FreezeAsync();
        var text = await File.ReadAllTextAsync(Plan, TestContext.Current.CancellationToken);
        string[] edited =
        [
            text + "\n",
            text[..^10],
            text.Replace("\"selectors\"", "\"whatever\"", StringComparison.Ordinal),
            text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal),
            text.Replace("\"points\":\"selectors\",", "", StringComparison.Ordinal),
            text.Replace("\"version\":1", "\"version\":1,\"zeal\":true", StringComparison.Ordinal),
        ];
        Assert.DoesNotContain(text, edited);
        var file = Path.Combine(_cli.Folder, "reviewed.yaml");
        foreach (var content in edited)
        {
            await File.WriteAllTextAsync(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), TestContext.Current.CancellationToken);

            var (code, _, error) = await ExecuteAsync(file);

            Assert.Equal(ExitCodes.Usage, code);
            Assert.Contains("reviewed.yaml: error DR0470: this is no frozen plan: ", error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _cli.Dispose();

    private async Task<(int Code, string Output, string Error)> FreezeAsync(params string[] options)
    {
        var frozen = await _cli.InvokeAsync(["plan", _runbook, "--offline", "--out", Plan, "--points", "select", .. options]);
        Assert.True(frozen.Code == ExitCodes.Good, frozen.Error);
        return frozen;
    }

    private Task<(int Code, string Output, string Error)> ExecuteAsync(string plan, params string[] options) =>
        _cli.InvokeAsync(["execute", plan, "--yes", .. options]);
}
