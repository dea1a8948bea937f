using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Forecasting;

public sealed class RunForecastTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Without_history_targets_come_before_limits_and_limits_before_defaults()
    {
        var forecast = Forecast(Of(
            GateStep("declare", Approval(("ops-lead", 1)) with { Within = 20 * Minute }),
            Failover("db").Within(40 * Minute).Verifying(Tcp(3 * Minute)),
            Failover("app"),
            Command("tell").With(step => step with { Target = 2 * Minute }),
            GateStep("settle", Wait(4 * Minute))));

        Assert.Equal(
            ["declare Limit 20m", "db Limit 43m", "app DefaultLimit 1h", "tell Target 2m", "settle Clock 4m"],
            forecast.Steps.Select(step => $"{step.Step} {step.Basis} {Duration.Format(step.Length)}"));
        Assert.Equal((129 * Minute, 129 * Minute, 1), (forecast.Median, forecast.Percentile90, forecast.Draws));
        Assert.Equal(new ForecastCoverage(0, 4, 0, 0), forecast.Coverage);
        Assert.Null(forecast.MedianOfHistory);
    }

    [Fact]
    public void The_clock_stops_where_objectives_until_says_and_counts_from_the_outage()
    {
        var plan = Of(Failover("db").Within(40 * Minute), GateStep("undo", Manual(8 * 60 * Minute))) with { Objectives = new Objectives(60 * Minute, null, new StepId("db")) };

        var forecast = RunForecast.Of(new PlanGraph(plan), DurationHistory.None, PlannedAt, PlannedAt - (15 * Minute))!;

        Assert.Equal((55 * Minute, 15 * Minute, "db"), (forecast.Median, forecast.OutageBefore, forecast.Until.Value));
        Assert.Equal(520 * Minute, forecast.WholeRun);
        Assert.Equal(["db"], forecast.Path.Select(step => step.Step.Value));
        Assert.Equal(1, forecast.Coverage.Steps);
    }

    [Fact]
    public void The_critical_path_and_the_gains_are_those_of_the_whole_plan_and_not_of_the_longest_step()
    {
        // Without "long" the way goes through "other": the gain is the difference alone.
        var forecast = Forecast(Of(
            Parallel("core", null, Targeted("long", 30), Targeted("other", 28)),
            Targeted("after", 10)));

        Assert.Equal(["long 30m 75%", "after 10m 25%"], forecast.Path.Select(step => $"{step.Step} {Duration.Format(step.Length)} {step.Share * 100:0}%"));
        Assert.Equal(["after 10m", "long 2m"], forecast.Savings.Select(saving => $"{saving.Step} {Duration.Format(saving.Gain)}"));
    }

    [Fact]
    public void The_throttle_makes_failovers_queue_and_the_forecast_says_how_many_and_how_much_longer()
    {
        var failovers = Enumerable.Range(1, 7).Select(number => Failover($"vapp-{number}").Within(10 * Minute)).ToArray();

        var forecast = Forecast(Of([Parallel("all", null, failovers)], [], [], maxConcurrentFailovers: 3));

        Assert.Equal(30 * Minute, forecast.Median);
        var queue = Assert.Single(forecast.Queues);
        Assert.Equal(new QueueForecast(SiteB, null, 3, 7, 4, 20 * Minute, 20 * Minute), queue);
        var last = Assert.Single(forecast.Path);
        Assert.Equal((10 * Minute, 20 * Minute, 1.0), (last.Length, last.Waiting, last.Share));

        // A step that gives its place away is worth shortening as much as the one that waits for it.
        Assert.All(forecast.Savings, saving => Assert.Equal(10 * Minute, saving.Gain));
    }

    [Fact]
    public void The_slots_of_a_group_make_its_children_wait_in_the_plans_order()
    {
        var forecast = Forecast(Of(Parallel("all", 2, Targeted("a", 5), Targeted("b", 9), Targeted("c", 6))));

        Assert.Equal(11 * Minute, forecast.Median);
        Assert.Equal(new QueueForecast(null, new StepId("all"), 2, 3, 1, 5 * Minute, 2 * Minute), Assert.Single(forecast.Queues));
        Assert.Equal(["c 6m after 5m"], forecast.Path.Select(step => $"{step.Step} {Duration.Format(step.Length)} after {Duration.Format(step.Waiting)}"));
    }

    [Fact]
    public void A_groups_target_counts_as_long_as_nothing_is_known_of_what_stands_in_it()
    {
        var group = Sequence("core", Failover("db"), Failover("app")).With(step => step with { Target = 25 * Minute });
        Assert.Equal((25 * Minute, "core"), (Forecast(Of(group)).Median, Forecast(Of(group)).Path.Single().Step.Value));

        var known = Sequence("core", Targeted("db", 7), Failover("app").Within(20 * Minute)).With(step => step with { Target = 25 * Minute });
        Assert.Equal(27 * Minute, Forecast(Of(known)).Median);

        var inside = Of(group, Targeted("rest", 5)) with { Objectives = new Objectives(60 * Minute, null, new StepId("db")) };
        Assert.Equal(25 * Minute, Forecast(inside).Median);
    }

    [Fact]
    public void A_window_opens_by_the_clock_at_which_the_run_comes_to_it()
    {
        var window = new WindowGate(new TimeOnly(9, 0), new TimeOnly(10, 0), "UTC", []);
        var plan = Of(Targeted("before", 15), GateStep("night", window), Targeted("after", 5));

        Assert.Equal(65 * Minute, Forecast(plan).Median);
        Assert.Equal(["before", "night", "after"], Forecast(plan).Path.Select(step => step.Step.Value));
        Assert.Equal(20 * Minute, RunForecast.Of(new PlanGraph(plan), DurationHistory.None, PlannedAt + (50 * Minute))!.Median);
    }

    [Theory]
    [InlineData(30, 2, 7)]
    [InlineData(30, 45, 91)]
    [InlineData(2, 30, 61)]
    [InlineData(30, 0, 7)]
    public void Todays_waits_count_and_those_of_earlier_runs_do_not(int then, int now, int minutes)
    {
        var before = Waiting(then);
        var run = new ScriptedRun(before)
            .Script("a", World.Well(Minute)).Script("a:require:1", World.Well(3 * Minute)).Script("a:verify:1", World.Well(3 * Minute)).Go();
        var history = DurationHistory.Of([PastRun.Of("run", before, run.Journal)]);

        Assert.Equal(minutes * Minute, RunForecast.Of(new PlanGraph(Waiting(now)), history, PlannedAt)!.Median);

        static Plan Waiting(int wait)
        {
            Gate[] gates = wait == 0 ? [Tcp()] : [Tcp(), Wait(wait * Minute)];
            return Of(Command("a").Requiring(gates).Verifying(gates));
        }
    }

    [Fact]
    public void A_window_of_an_earlier_run_does_not_count()
    {
        var before = Of(Command("a").Requiring(new WindowGate(new TimeOnly(9, 0), new TimeOnly(10, 0), "UTC", [])));
        var run = new ScriptedRun(before).Script("a", World.Well(Minute)).Go();
        var history = DurationHistory.Of([PastRun.Of("run", before, run.Journal)]);

        Assert.Equal(61 * Minute, RunForecast.Of(new PlanGraph(before), history, PlannedAt)!.Median);
        Assert.Equal(Minute, RunForecast.Of(new PlanGraph(Of(Command("a"))), history, PlannedAt)!.Median);
    }

    [Fact]
    public void Median_and_90th_percentile_come_from_the_runs_and_are_the_same_each_time()
    {
        var plan = Of(Failover("db"), GateStep("hold", Wait(Minute)), Failover("app").Within(20 * Minute)) with { Objectives = new Objectives(30 * Minute, null, null) };
        var history = DurationHistory.Of([.. new[] { 10, 11, 12, 13, 14, 15, 16, 17, 18, 30 }.Select(minutes => Told("db", minutes))]);

        var forecast = RunForecast.Of(new PlanGraph(plan), history, PlannedAt)!;

        Assert.InRange(forecast.Median, 35 * Minute, 37 * Minute);
        Assert.InRange(forecast.Percentile90, 39 * Minute, 51 * Minute);
        Assert.InRange(forecast.MedianOfHistory!.Value, 15 * Minute, 17 * Minute);
        Assert.Equal(1000, forecast.Draws);
        Assert.Equal((1, 2, 10), (forecast.Coverage.Told, forecast.Coverage.Steps, forecast.Coverage.Runs));
        var db = forecast.Steps[0];
        Assert.Equal((DurationBasis.History, 10, 15 * Minute, 18 * Minute), (db.Basis, db.Runs, db.Length, db.Percentile90));
        var again = RunForecast.Of(new PlanGraph(plan), history, PlannedAt)!;
        Assert.Equal((forecast.Median, forecast.Percentile90), (again.Median, again.Percentile90));
    }

    [Fact]
    public void A_step_with_an_rto_of_its_own_is_forecast_too()
    {
        var plan = Of(Targeted("db", 10).With(step => step with { Rto = 8 * Minute }), Targeted("app", 10));

        Assert.Equal([new ObjectiveForecast(new StepId("db"), 8 * Minute, 10 * Minute, 10 * Minute)], Forecast(plan).StepObjectives);
    }

    [Fact]
    public void A_plan_without_steps_has_no_forecast() =>
        Assert.Null(RunForecast.Of(new PlanGraph(Of()), DurationHistory.None, PlannedAt));

    [Fact]
    public void A_plan_of_5000_steps_is_forecast_with_a_bounded_number_of_draws()
    {
        var tiers = Enumerable.Range(0, 50).Select(tier => Parallel($"tier-{tier}", 20, [.. Enumerable.Range(0, 100).Select(number => Failover($"v-{tier}-{number}"))])).ToArray();
        var plan = Of(tiers);
        var told = plan.Steps.Where(step => step.Action is FailoverAction).Select((step, index) => (Signature: StepSignature.Of(step), index)).ToList();
        var history = DurationHistory.Of(Enumerable.Range(1, 5).Select(run => new PastRun(
            $"run-{run}", told.ToImmutableDictionary(one => one.Signature, one => new StepSample(TimeSpan.Zero, (run + (one.index % 7)) * Minute, Minute, TimeSpan.Zero)))));

        var forecast = RunForecast.Of(new PlanGraph(plan), history, PlannedAt)!;

        Assert.Equal((99, 5000, 5000), (forecast.Draws, forecast.Coverage.Told, forecast.Steps.Length));
        Assert.True(forecast.Percentile90 >= forecast.Median);
        Assert.Equal(3, forecast.Savings.Length);
    }

    private static RunForecast Forecast(Plan plan) => RunForecast.Of(new PlanGraph(plan), DurationHistory.None, PlannedAt)!;

    private static Sketch Targeted(string id, int minutes) => Command(id).With(step => step with { Target = minutes * Minute });

    private static PastRun Told(string vApp, int minutes) => new($"run-{minutes}", ImmutableDictionary<StepSignature, StepSample>.Empty
        .Add(new StepSignature(new StepId(vApp), "failover", vApp), new StepSample(TimeSpan.Zero, minutes * Minute, TimeSpan.Zero, TimeSpan.Zero)));
}
