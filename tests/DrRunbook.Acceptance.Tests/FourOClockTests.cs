using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence;

namespace DrRunbook.Acceptance.Tests;

/// <summary>The failover of twelve machines in alphabetical order, after which every task had said success and nothing worked.</summary>
public sealed class FourOClockTests
{
    private static readonly DateTimeOffset Outage = new(2026, 11, 23, 3, 52, 0, TimeSpan.Zero);

    private static readonly string[] VApps =
    [
        "app-billing", "app-erp", "app-files", "app-mail", "app-print", "app-web", "db-erp", "db-web", "edge-gateway", "edge-proxy", "edge-vpn", "site-dc",
    ];

    [Fact]
    public async Task Lint_finds_what_is_wrong_with_the_list_before_anybody_starts_it()
    {
        await using var place = new Workplace();

        var ending = (await place.RunAsync("validate", "--strict", Repository.Case("alphabetical.yaml"), "--output", "json")).MustExit(1);

        var codes = ending.Json().GetProperty("files")[0].GetProperty("diagnostics").EnumerateArray().Select(one => one.GetProperty("code").GetString()!).ToList();
        Assert.Superset(new HashSet<string> { "DR0412", "DR0414", "DR0420", "DR0421", "DR0435" }, codes.ToHashSet());
        Assert.Equal(12, codes.Count(code => code == "DR0412"));
    }

    [Fact]
    public async Task Lint_has_no_warning_for_the_right_order()
    {
        await using var place = new Workplace();

        (await place.RunAsync("validate", "--strict", Repository.Runbook("four-oclock.yaml"))).MustExit(0);
    }

    [Fact]
    public void Twelve_green_tasks_and_a_red_check_are_a_failed_run()
    {
        var run = Rehearsed.Of(Repository.Case("alphabetical.yaml"), Repository.Case("alphabetical.scenario.yaml"), Outage);

        Assert.Equal(1, run.Code);
        Assert.Equal(RunOutcome.Failed, run.Report.Verdict.Outcome);
        Assert.Equal("orders-answer", run.Report.Verdict.FailedStep?.Value);
        Assert.Equal(VApps, run.Ledger.Effects.Select(effect => effect.Target));

        var counts = run.Report.Counts;
        Assert.Equal((12, 12, 12, 12, 1), (counts.Failovers, counts.TasksSucceeded, counts.Sessions, counts.SessionsSucceeded, counts.ChecksFailed));
        var failovers = run.Report.Steps.Where(step => step.Kind == StepKind.Failover).ToList();
        Assert.Equal(VApps, failovers.Select(step => step.Failover!.VApp));
        Assert.All(failovers, step => Assert.Equal(StepOutcome.Succeeded, step.Outcome));
        Assert.All(failovers.SelectMany(step => step.Attempts), attempt =>
        {
            Assert.Equal(("Finished", true), (attempt.Tasks[^1].State, attempt.Tasks[^1].Success));
            Assert.Equal(("Stopped", "Success"), (attempt.Sessions[^1].State, attempt.Sessions[^1].Result));
        });

        var check = run.Report.Steps.Single(step => step.Id.Value == "orders-answer");
        Assert.Equal(StepOutcome.Failed, check.Outcome);
        Assert.Contains("no logon server", check.Detail.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_loss_is_that_of_the_oldest_point_by_true_time()
    {
        var run = Rehearsed.Of(Repository.Case("alphabetical.yaml"), Repository.Case("alphabetical.scenario.yaml"), Outage);

        // The points were made at 03:38, one at 03:47; the manager's clock is seven seconds behind.
        Assert.Equal(14 * 60_000L, run.Report.Objectives.DataLoss.ActualMs);
        Assert.Equal(Outage - TimeSpan.FromMinutes(14) - TimeSpan.FromSeconds(7), run.Report.Objectives.OldestVmPointAt);
        var print = run.Report.Steps.Single(step => step.Id.Value == "app-print");
        Assert.Equal(5 * 60_000L, print.Failover!.DataLoss.ActualMs);
    }

    [Fact]
    public void The_right_order_succeeds_within_thirty_minutes_in_the_same_world()
    {
        var run = Rehearsed.Of(Repository.Runbook("four-oclock.yaml"), Repository.Case("four-oclock.scenario.yaml"));

        Assert.Equal(0, run.Code);
        Assert.Equal(RunOutcome.Succeeded, run.Report.Verdict.Outcome);
        Assert.Equal(ObjectiveState.Met, run.Report.Objectives.RecoveryTime.State);
        Assert.Equal(12, run.Ledger.Effects.Length);
        Assert.Equal("ad-dc", run.Ledger.Effects[0].Target);
        Assert.All(run.Ledger.Effects.Skip(1), effect => Assert.True(effect.At >= run.Ledger.Effects[0].WorkEnd));
    }

    [Fact]
    public async Task The_stored_report_shows_twelve_successful_tasks_beside_the_failed_check()
    {
        await using var place = new Workplace();
        var ending = (await place.RunAsync(
            "execute", Repository.Case("alphabetical.yaml"), "--simulate", Repository.Case("alphabetical.scenario.yaml"), "--speed", "60", "--yes", "--output", "json")).MustExit(1);
        Assert.Equal("failed", ending.LastLine().GetProperty("outcome").GetString());
        var run = ending.LastLine().GetProperty("run").GetString()!;

        var report = await place.ReportAsync(run);
        Assert.Equal("failed", report.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal("orders-answer", report.GetProperty("verdict").GetProperty("failedStep").GetString());
        Assert.Equal(12, report.GetProperty("counts").GetProperty("tasksSucceeded").GetInt32());
        Assert.Equal(12, report.GetProperty("counts").GetProperty("sessionsSucceeded").GetInt32());
        Assert.Equal(12, report.GetProperty("steps").EnumerateArray().Count(step =>
            step.GetProperty("kind").GetString() == "failover" && step.GetProperty("outcome").GetString() == "succeeded"));

        var text = (await place.RunAsync("report", run)).MustExit(0).Out;
        Assert.Contains("OUTCOME", text, StringComparison.Ordinal);
        Assert.Contains("success for 12 of 12 failover tasks and 12 of 12 restore sessions", text, StringComparison.Ordinal);
        Assert.Contains("0 checks held, 1 did not", text, StringComparison.Ordinal);
        Assert.Contains("no logon server", text, StringComparison.Ordinal);
    }
}
