using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Forecasting;

public sealed class LimitFindingsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_timeout_below_the_median_of_earlier_runs_is_an_error()
    {
        Assert.Equal(
            ["Error DR0601 'timeout' of step 'a' is 1s, less than what earlier runs took: 4s at the median"],
            Found(Of(Command("a").Within(Second)), Told(4, 4, 4)));

        // What took as long as the limit is within it.
        Assert.Empty(Found(Of(Command("a").Within(4 * Second)), Told(4, 4, 4)));
        Assert.Empty(Found(Of(Command("a").Within(Second)), DurationHistory.None));
    }

    [Fact]
    public void A_timeout_that_only_the_slow_runs_exceed_is_a_warning()
    {
        Assert.Equal(
            ["Warning DR0601 'timeout' of step 'a' is 10s, less than what earlier runs took: 30s at the 90th percentile"],
            Found(Of(Command("a").Within(10 * Second)), Told(4, 4, 4, 5, 5, 5, 6, 6, 30, 40)));
        Assert.Equal(["Warning"], Found(Of(Command("a").Within(10 * Second)), Told(4, 30)).Select(text => text.Split(' ')[0]));
        Assert.Empty(Found(Of(Command("a").Within(10 * Second)), Told(4, 4, 4, 5, 5, 5, 6, 6, 6, 40)));
    }

    [Fact]
    public void What_runs_after_the_outcome_is_fixed_is_a_warning() =>
        Assert.Equal(["Warning"], Found(Of([Command("b")], [], [Command("a").Within(Second)]), Told(4)).Select(text => text.Split(' ')[0]));

    [Fact]
    public void A_probe_that_took_longer_than_its_within_is_found_wherever_it_stands()
    {
        Assert.Equal(
            [
                "Error DR0601 'within' of gate 'a:require:1' of step 'a' is 30s, less than what earlier runs took: 1m at the median",
                "Error DR0601 'within' of gate 'a:verify:1' of step 'a' is 30s, less than what earlier runs took: 2m at the median",
                "Error DR0601 'within' of step 'up' is 30s, less than what earlier runs took: 3m at the median",
            ],
            Found(Probing(Tcp(30 * Second)), Probed()));
        Assert.Empty(Found(Probing(Tcp(180 * Second)), Probed()));
    }

    [Fact]
    public void A_probe_that_asks_something_else_has_no_history_and_one_try_has_no_limit()
    {
        Assert.Empty(Found(Probing(Tcp(30 * Second) with { Port = 636 }), Probed()));
        Assert.Empty(Found(Probing(Tcp(TimeSpan.Zero)), Probed()));
    }

    [Fact]
    public void A_probe_whose_failure_is_tolerated_is_a_warning() =>
        Assert.All(Found(Probing(Tcp(30 * Second) with { Otherwise = new Otherwise(OtherwiseKind.Warn) }), Probed()), text => Assert.StartsWith("Warning", text, StringComparison.Ordinal));

    private static Plan Probing(TcpGate gate) => Of(Command("a").Requiring(gate).Verifying(gate), GateStep("up", gate));

    private static DurationHistory Probed()
    {
        var plan = Probing(Tcp(600 * Second));
        var run = new ScriptedRun(plan)
            .Script("a:require:1", World.Well(60 * Second)).Script("a:verify:1", World.Well(120 * Second)).Script("up", World.Well(180 * Second)).Go();
        return DurationHistory.Of([PastRun.Of("run", plan, run.Journal)]);
    }

    private static DurationHistory Told(params int[] seconds) => DurationHistory.Of(seconds.Select((length, run) => new PastRun(
        $"run-{run}", ImmutableDictionary<StepSignature, StepSample>.Empty.Add(StepSignature.Of(Command("a").Step), new StepSample(default, length * Second, default, default)))));

    private static List<string> Found(Plan plan, DurationHistory history) =>
        LimitFindings.Of(plan, history, _ => new SourceSpan("shop.yaml", 1, 1)).Select(finding => $"{finding.Severity} {finding.Code} {finding.Message}").ToList();
}
