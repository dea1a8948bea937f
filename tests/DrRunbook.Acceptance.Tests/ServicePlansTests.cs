using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;

namespace DrRunbook.Acceptance.Tests;

/// <summary>One plan per service, each with an owner, drawn together by a parent: SharePoint follows Exchange.</summary>
public sealed class ServicePlansTests : IAsyncDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task Planning_names_the_credential_that_is_missing_and_asks_for_nothing()
    {
        _place.Environment["SITE_B_USER"] = "operator";
        _place.Environment["SITE_B_PASSWORD"] = null;

        var ending = (await _place.RunAsync("plan", Repository.Runbook("microsoft-stack.yaml"))).MustExit(4);

        Assert.Contains("SITE_B_PASSWORD", ending.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SITE_B_USER", ending.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_leaves_the_shutting_down_of_sources_out_and_says_why()
    {
        var drill = (await _place.RunAsync("plan", "--offline", "--mode", "drill", Repository.Runbook("microsoft-stack.yaml"))).MustExit(0).Out;
        var disaster = (await _place.RunAsync("plan", "--offline", "--mode", "disaster", Repository.Runbook("microsoft-stack.yaml"))).MustExit(0).Out;

        Assert.Matches(@"Left out\n(  .*\n)*  exchange/shut-down-source +mode is disaster", drill);
        Assert.DoesNotContain("command runbooks/scripts/isolate-site-a", drill, StringComparison.Ordinal);
        Assert.Matches(@"exchange/shut-down-source +command runbooks/scripts/isolate-site-a", disaster);

        var report = Rehearsed.Of(Repository.Runbook("microsoft-stack.yaml"), Repository.Case("exchange-fails.scenario.yaml")).Report;
        var leftOut = Assert.Single(report.NotExecuted, step => step.Step.Value == "exchange/shut-down-source");
        Assert.Contains("mode is disaster", leftOut.Reason.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_Exchange_fails_SharePoint_is_blocked_and_says_by_what()
    {
        var run = Rehearsed.Of(Repository.Runbook("microsoft-stack.yaml"), Repository.Case("exchange-fails.scenario.yaml"));

        Assert.Equal((1, RunOutcome.Failed), (run.Code, run.Report.Verdict.Outcome));
        Assert.Equal("exchange/mailboxes", run.Report.Verdict.FailedStep?.Value);
        foreach (var id in new[] { "sharepoint", "sharepoint/database", "sharepoint/farm" })
        {
            var step = run.Report.Steps.Single(step => step.Id.Value == id);
            Assert.Equal(StepOutcome.Blocked, step.Outcome);
            Assert.Equal(["exchange/mailboxes"], step.BlockedBy.Select(cause => cause.Value));
        }

        Assert.Equal(["ad-dc", "exchange"], run.Ledger.FailoverPosts.Select(post => post.VApp));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
