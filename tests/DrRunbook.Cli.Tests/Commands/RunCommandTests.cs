using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private const string Other = "20261122T070000Z-def456";

    private readonly TestCli _cli = new();

    [Fact]
    public async Task Without_a_store_there_are_no_runs_and_none_is_made()
    {
        Snap.Verify(await _cli.RunAsync("runs") + await _cli.RunAsync("runs", "--output", "json") + await _cli.RunAsync("status", "2026"));
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, ".drrun")));
    }

    [Fact]
    public async Task Runs_are_listed()
    {
        await KeepTwoAsync();
        Snap.Verify(await _cli.RunAsync("runs") + await _cli.RunAsync("runs", "--output", "json"));
    }

    [Fact]
    public async Task An_unfinished_run_that_nobody_drives_is_called_orphaned_wherever_it_is_shown()
    {
        await StoreFixture.KeepAsync(_cli, Runs.InTheMiddle(Runs.Rehearsal), keepLease: true);
        Assert.Contains("  running  ", (await _cli.InvokeAsync("runs")).Output, StringComparison.Ordinal);

        _cli.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("  orphaned  ", (await _cli.InvokeAsync("runs")).Output, StringComparison.Ordinal);
        var status = (await _cli.InvokeAsync("status", ScriptedRun.Id)).Output;
        Assert.Contains($"run {ScriptedRun.Id}  orphaned\n", status, StringComparison.Ordinal);
        Assert.Contains("by nobody, since 2026-11-23 08:05:18Z; ops2:1 was the last\n", status, StringComparison.Ordinal);
        Assert.Contains("\"orphaned\":true", (await _cli.InvokeAsync("status", ScriptedRun.Id, "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"orphaned\":true", (await _cli.InvokeAsync("runs", "--output", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_named_by_the_environment_is_used()
    {
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval());
        Directory.Move(Path.Combine(_cli.Folder, ".drrun"), Path.Combine(_cli.Folder, "elsewhere"));
        _cli.Environment["DRRUN_STORE"] = "elsewhere/drrun.db";
        Assert.Contains(ScriptedRun.Id, (await _cli.InvokeAsync("runs")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approval")]
    [InlineData("middle")]
    [InlineData("ended")]
    [InlineData("failed")]
    [InlineData("in-doubt")]
    public async Task Status_says_how_a_run_stands(string moment)
    {
        var run = moment switch
        {
            "approval" => Runs.WaitingForApproval(Runs.Rehearsal),
            "middle" => Runs.InTheMiddle(),
            "ended" => Runs.Ended(),
            "failed" => Runs.Failed(),
            _ => Runs.InDoubt(),
        };
        await StoreFixture.KeepAsync(_cli, run, keepLease: moment == "middle");
        Snap.Verify(await _cli.RunAsync("status", "20261123T08") + await _cli.RunAsync("status", "20261123T08", "--output", "json"), parameters: moment);
    }

    [Fact]
    public async Task A_run_is_found_by_any_unique_prefix_and_an_ambiguous_one_lists_them()
    {
        await KeepTwoAsync();
        Snap.Verify(await _cli.RunAsync("status", "2026") + await _cli.RunAsync("status", "2025"));
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("status", "20261123t")).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("status", Other)).Code);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Following_a_run_shows_what_another_process_appends_and_ends_with_its_outcome(string output)
    {
        using var cli = new TestCli(clock: TimeProvider.System);
        var run = Runs.Failed();
        var lease = await StoreFixture.KeepAsync(cli, run, entries: 12, keepLease: true);
        var following = cli.InvokeAsync("status", ScriptedRun.Id, "--follow", "--output", output);
        await StoreFixture.AppendAsync(cli, lease, run, after: 12);
        var (code, text, error) = await following;
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("\"outcome\":\"failed\"", output == "json" ? text : "\"outcome\":\"failed\"", StringComparison.Ordinal);
        Assert.Contains("restore session of erp-mq-1: Failed", output == "text" ? error : "restore session of erp-mq-1: Failed", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "queue")]
    [InlineData("markdown", "queue")]
    [InlineData("html", "<!DOCTYPE html>")]
    [InlineData("json", "\"outcome\":\"failed\"")]
    public async Task A_report_is_written_in_each_format_to_stdout_or_a_file(string format, string telling)
    {
        await StoreFixture.KeepAsync(_cli, Runs.Failed());
        var (code, output, error) = await _cli.InvokeAsync("report", "20261123T08", "--format", format);
        Assert.Equal((ExitCodes.Good, ""), (code, error));
        Assert.Contains(telling, output, StringComparison.OrdinalIgnoreCase);

        var file = Path.Combine(_cli.Folder, "out", "report");
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("report", "20261123T08", "--format", format, "--out", file)).Code);
        Assert.Equal(output.TrimEnd(), (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());
        Assert.Equal(ExitCodes.Usage, (await _cli.InvokeAsync("report", "20261123T08", "--out", Path.Combine(file, "below-a-file"))).Code);
    }

    [Fact]
    public async Task A_damaged_journal_is_named_by_its_code_and_exits_70()
    {
        var run = Runs.WaitingForApproval();
        await StoreFixture.KeepAsync(_cli, run);
        await using (var store = SqliteRunStore.Open(_cli.Store, _cli.Clock))
        {
            var lease = await store.TryAcquireAsync(ScriptedRun.Id, "test", CancellationToken.None);
            var last = run.Entries[^1];
            var impossible = new JournalEntry(last.Sequence + 1, last.At, last.Elapsed, new RunEnded(RunOutcome.Succeeded));
            var lines = await store.ReadAsync(ScriptedRun.Id, 0, CancellationToken.None);
            var line = JournalLine.Write(ScriptedRun.Id, impossible, JournalLine.HashOf(lines[^1].Span));
            await store.AppendAsync(lease!, new AppendBatch([line], [], [], [], [], RunOutcome.Succeeded));
        }

        var (code, _, error) = await _cli.InvokeAsync("status", ScriptedRun.Id);
        Assert.Equal(ExitCodes.Fault, code);
        Assert.Contains("DR0506", error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private async Task KeepTwoAsync()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended(Runs.Rehearsal), Other);
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval(), keepLease: true);
    }
}
