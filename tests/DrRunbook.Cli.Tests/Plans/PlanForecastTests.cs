using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace DrRunbook.Cli.Tests.Plans;

/// <summary>The forecast that <c>drrun plan</c> shows, from the store's real runs.</summary>
public sealed class PlanForecastTests : IDisposable
{
    private readonly TestCli _cli = new();
    private readonly string _runbook;

    public PlanForecastTests()
    {
        _runbook = Path.Combine(_cli.Folder, "shop.yaml");
        File.WriteAllBytes(_runbook, Example.Source);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Without_a_store_stated_numbers_speak_and_no_store_is_made()
    {
        var (code, output, _) = await PlanAsync();

        Assert.Equal(ExitCodes.Good, code);
        Snap.Verify(Forecast(output));
        Assert.False(Path.Exists(Path.GetDirectoryName(_cli.Store)));
    }

    [Fact]
    public async Task Real_runs_speak_for_the_steps_that_they_ended_well()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await StoreFixture.KeepAsync(_cli, Runs.InTheMiddle(), "20261122T080000Z-000002");
        var before = await File.ReadAllBytesAsync(_cli.Store, TestContext.Current.CancellationToken);

        var (code, output, _) = await PlanAsync();

        Assert.Equal(ExitCodes.Good, code);
        Snap.Verify(Forecast(output));
        Assert.Equal(before, await File.ReadAllBytesAsync(_cli.Store, TestContext.Current.CancellationToken));
        Assert.Equal([_cli.Store], Directory.EnumerateFiles(Path.GetDirectoryName(_cli.Store)!));
    }

    [Fact]
    public async Task Rehearsals_and_runs_of_other_runbooks_do_not_speak()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended(Runs.Rehearsal));
        Execute("INSERT INTO run SELECT 99, 'other', 'warehouse', mode, 0, outcome, created_at, last_at, 0, head, epoch, owner, lease_expires_ticks FROM run");

        Assert.Contains("no earlier run tells", (await PlanAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_forecast_too()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());

        using var json = JsonDocument.Parse((await PlanAsync("--output", "json")).Output);

        var forecast = json.RootElement.GetProperty("forecast");
        Assert.Equal("go-live", forecast.GetProperty("until").GetString());
        Assert.Equal("history", forecast.GetProperty("path")[0].GetProperty("basis").GetString());
        Assert.Equal(1, forecast.GetProperty("coverage").GetProperty("runs").GetInt32());
        Assert.NotNull(Core.Runbooks.Duration.Parse(forecast.GetProperty("percentile90").GetString()!));
    }

    [Fact]
    public async Task A_comment_on_a_pull_request_names_recovery_path_and_what_would_help()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());

        var (_, output, _) = await PlanAsync("--format", "markdown");

        Snap.Verify(string.Join('\n', output.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal) && !line.Contains("digest", StringComparison.Ordinal))), "md");
    }

    [Fact]
    public async Task A_damaged_journal_is_a_finding_and_left_aside()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        await StoreFixture.KeepAsync(_cli, Runs.Ended(), "20261122T080000Z-000002");
        Execute("DROP TRIGGER line_is_never_changed; UPDATE line SET bytes = CAST(replace(CAST(bytes AS TEXT), 'step-started', 'step-startet') AS BLOB) WHERE seq = 3 AND run = 1");

        var (code, output, error) = await PlanAsync();

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains($"warning DR0483: the forecast leaves run {ScriptedRun.Id} aside: journal entry", error, StringComparison.Ordinal);
        Assert.Contains("from 1 run", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_a_finding_and_the_plan_is_made_without_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_cli.Store)!);
        await File.WriteAllTextAsync(_cli.Store, "no database", TestContext.Current.CancellationToken);

        var (code, output, error) = await PlanAsync();

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("warning DR0484: neither earlier runs nor claims", error, StringComparison.Ordinal);
        Assert.Contains("no earlier run tells", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_above_the_RTO_by_stated_numbers_warns_and_the_plan_is_frozen_all_the_same()
    {
        StateRto("20m");

        var (code, _, error) = await PlanAsync("--out", "plan.json", "--points", "select");

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("shop.yaml:1:1: warning DR0481: the forecast is", error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_cli.Folder, "plan.json")));
    }

    [Fact]
    public async Task Earlier_runs_that_took_longer_than_the_RTO_make_the_plan_not_ready_and_nothing_is_frozen()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        StateRto("20m");

        var (code, output, error) = await PlanAsync("--out", "plan.json", "--points", "select");

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("error DR0480: as earlier runs went, recovery takes", error, StringComparison.Ordinal);
        Assert.Contains("'plan.json' is not written: the plan is not ready", error, StringComparison.Ordinal);
        Assert.Contains("DR0480", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "plan.json")));
    }

    [Fact]
    public async Task A_timeout_shorter_than_what_a_step_took_makes_the_plan_not_ready_and_nothing_is_frozen()
    {
        await StoreFixture.KeepAsync(_cli, Runs.Ended());
        var text = await File.ReadAllTextAsync(_runbook, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_runbook, text.Replace("          name: ERP\n", "          name: ERP\n          timeout: 1m\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output, error) = await PlanAsync("--out", "plan.json", "--points", "select");

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("error DR0601: 'timeout' of step 'application' is 1m, less than what earlier runs took: 5m1s at the median", error, StringComparison.Ordinal);
        Assert.Contains("DR0601", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "plan.json")));
    }

    [Fact]
    public async Task The_time_since_a_stated_outage_counts()
    {
        var (_, output, _) = await PlanAsync("--outage-at", "2026-11-23T08:20:00Z");

        Assert.Contains("10m of it before the run", output, StringComparison.Ordinal);
    }

    private static string Forecast(string output) =>
        output[output.IndexOf("Forecast\n", StringComparison.Ordinal)..output.IndexOf("Findings\n", StringComparison.Ordinal)];

    private void StateRto(string rto)
    {
        var text = File.ReadAllText(_runbook);
        var stated = System.Text.RegularExpressions.Regex.Replace(text, @"rto: \S+?,", $"rto: {rto},");
        Assert.NotEqual(text, stated);
        File.WriteAllText(_runbook, stated);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_cli.Store};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Task<(int Code, string Output, string Error)> PlanAsync(params string[] options) => _cli.InvokeAsync(["plan", _runbook, "--offline", .. options]);
}
