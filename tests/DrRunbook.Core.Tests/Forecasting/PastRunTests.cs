using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Forecasting;

public sealed class PastRunTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Gen<(Plan Plan, TimeSpan[] Times)> AnyQuietRun =
        Gen.Select(RandomPlans.Plan, Gen.Int[1, 900].Select(seconds => TimeSpan.FromSeconds(seconds)).Array[1, 20]);

    [Fact]
    public void A_step_is_taken_apart_into_require_action_and_verify_and_its_queue_is_left_out()
    {
        var plan = Of([Parallel("all", null, Failover("a"), Failover("b").Requiring(Tcp()).Verifying(Tcp()))], [], [], maxConcurrentFailovers: 1);
        var run = new ScriptedRun(plan)
            .Script("a", World.Well(10 * Minute)).Script("b", World.Well(4 * Minute))
            .Script("b:require:1", World.Well(Minute)).Script("b:verify:1", World.Well(2 * Minute)).Go();

        Assert.Equal(16 * Minute, run.EndOf("b"));
        Assert.Equal(new StepSample(Minute, 4 * Minute, 2 * Minute, TimeSpan.Zero), Sample(run, plan, "b"));
    }

    [Fact]
    public void The_time_in_which_people_were_waited_for_is_told_apart()
    {
        var plan = Of(GateStep("declare", Approval(("ops-lead", 1))), Command("tell").Requiring(Manual()));
        var run = new ScriptedRun(plan)
            .Script("declare", World.Answering(6 * Minute, GateDecision.Approve, "alice"))
            .Script("tell:require:1", World.Answering(3 * Minute, GateDecision.Confirm, "alice")).Go();

        Assert.Equal(new StepSample(TimeSpan.Zero, 6 * Minute, TimeSpan.Zero, 6 * Minute), Sample(run, plan, "declare"));
        Assert.Equal(new StepSample(3 * Minute, Minute, TimeSpan.Zero, 3 * Minute), Sample(run, plan, "tell"));
    }

    [Fact]
    public void Failed_attempts_and_pauses_count_as_long_as_no_person_had_a_hand_in_it()
    {
        var plan = Of(Command("a").Retrying(2, 2 * Minute));
        var run = new ScriptedRun(plan).Script("a", World.Badly(3 * Minute), World.Well(4 * Minute)).Go();
        Assert.Equal(new StepSample(5 * Minute, 4 * Minute, TimeSpan.Zero, TimeSpan.Zero), Sample(run, plan, "a"));

        var retried = Of(Sequence("all", Command("a"), Command("b")));
        var mended = new ScriptedRun(retried).Script("a", World.Badly(3 * Minute), World.Well(4 * Minute)).Go().Pass(60 * Minute).Retry("a").Resume(60 * Minute).Go();
        Assert.Equal("all succeeded, a succeeded, b succeeded", mended.Ends);
        Assert.Equal(["b"], Samples(mended, retried).Keys.Select(key => key.Step.Value));
    }

    [Fact]
    public void Steps_that_failed_were_in_doubt_or_under_way_when_the_run_was_left_tell_nothing()
    {
        var plan = Of(Failover("a"), Failover("b"), Failover("c"), Failover("d"));
        var run = new ScriptedRun(plan)
            .Script("b", World.FoundAgain(5 * Minute)).Script("c", World.Well(10 * Minute)).Script("d", World.Ending(Minute, "Failed"))
            .Go(until: 12 * Minute).Resume(30 * Minute).Go();

        Assert.Equal("a succeeded, b succeeded, c succeeded, d failed (session-failed)", run.Ends);
        Assert.Equal(["a"], Samples(run, plan).Keys.Select(key => key.Step.Value));
    }

    [Fact]
    public void Gates_are_told_one_by_one_with_those_that_did_not_hold_by_themselves_marked()
    {
        var tolerated = Tcp(3 * Minute) with { Otherwise = new Otherwise(OtherwiseKind.Warn) };
        var plan = Of(Command("a").Requiring(Wait(9 * Minute), Tcp()).Verifying(tolerated));
        var run = new ScriptedRun(plan)
            .Script("a:require:2", World.Well(2 * Minute))
            .Script("a:verify:1", (_, _) => [(3 * Minute, new GateFailed(new("a"), new("a:verify:1"), OutsideText.From("closed"), 1, Tolerated: true, []))]).Go();

        Assert.Equal(
            [(GatePlace.Require, 9 * Minute, true), (GatePlace.Require, 2 * Minute, true), (GatePlace.Verify, 3 * Minute, false)],
            Samples(run, plan).Single().Value.Gates.Select(gate => (gate.Place, gate.Length, gate.HasPassed)));
    }

    [Fact]
    public void A_simulated_run_tells_nothing()
    {
        var plan = Of(Command("a"));
        var run = new ScriptedRun(plan).Go();
        var simulated = run.Journal.Select(entry => entry.Event is RunStarted started
            ? entry with { Event = started with { Simulation = new SimulationInfo("digest", "benign", 1, 0) } }
            : entry);

        Assert.Empty(PastRun.Of("run", plan, simulated).Samples);
    }

    [Fact]
    public void Another_vApp_or_another_kind_of_action_under_the_same_id_is_another_step()
    {
        var history = DurationHistory.Of([PastRun.Of("run", Of(Failover("a"), Command("b")), new ScriptedRun(Of(Failover("a"), Command("b"))).Go().Journal)]);
        var other = Failover("a").With(step => step with { Action = ((FailoverAction)step.Action) with { VApp = "renamed" } });

        Assert.Single(history.Of(Failover("a").Step));
        Assert.Empty(history.Of(other.Step));
        Assert.Empty(history.Of(GateStep("b", Tcp()).Step));
        Assert.Equal(1, history.Runs);
    }

    [Fact]
    public void A_step_that_goes_by_another_id_keeps_what_was_told_of_it_until_its_new_id_tells_something()
    {
        var history = DurationHistory.Of([Told("a", 3), Told("b", 7)]);

        var fresh = history.Renamed(new Dictionary<StepId, StepId> { [new("first")] = new("a") });
        var told = history.Renamed(new Dictionary<StepId, StepId> { [new("b")] = new("a") });

        Assert.Equal([3 * Minute], fresh.Of(Command("first").Step).Select(sample => sample.Action));
        Assert.Empty(fresh.Of(Failover("first").Step));
        Assert.Equal([7 * Minute], told.Of(Command("b").Step).Select(sample => sample.Action));

        static PastRun Told(string id, int minutes) => new(
            $"run-{id}", ImmutableDictionary<StepSignature, StepSample>.Empty.Add(StepSignature.Of(Command(id).Step), new StepSample(default, minutes * Minute, default, default)));
    }

    [Fact]
    public void Only_the_newest_runs_count()
    {
        var runs = Enumerable.Range(1, 60).Select(minutes => new PastRun($"run-{minutes}", ImmutableDictionary<StepSignature, StepSample>.Empty
            .Add(StepSignature.Of(Command("a").Step), new StepSample(default, minutes * Minute, default, default))));

        var history = DurationHistory.Of(runs);

        Assert.Equal((50, 50, 50 * Minute), (history.Runs, history.Of(Command("a").Step).Length, history.Of(Command("a").Step)[^1].Length));
    }

    /// <summary>The forecast keeps the scheduler's rules: what one run took is forecast to the tick for the next.</summary>
    [Fact]
    public void The_forecast_from_a_single_run_is_that_run() => AnyQuietRun.Sample(
        (Plan drawn, TimeSpan[] times) =>
        {
            var plan = Patient(drawn);
            var run = Carry(plan, times);
            if (plan.Steps.All(step => step.Section != PlanSection.Main))
            {
                return;
            }

            Assert.Equal("succeeded", run.Outcome);
            var forecast = RunForecast.Of(new PlanGraph(plan), DurationHistory.Of([PastRun.Of("run", plan, run.Journal)]), PlannedAt)!;
            var last = run.State.Root(PlanSection.Main).Node.Children[^1];
            Assert.Equal(run.State.Steps[last].EndedAt!.Value.SinceStart, forecast.Median);
            Assert.Equal(run.State.OutcomeAt!.Value.SinceStart, forecast.WholeRun);
            Assert.Equal(forecast.Coverage.Steps, forecast.Coverage.Told);
        },
        iter: 200);

    private static Plan Patient(Plan plan) => plan with { Steps = [.. plan.Steps.Select(Patient)] };

    /// <summary>Limits that nothing exceeds.</summary>
    private static PlanStep Patient(PlanStep step) => step with
    {
        Require = [.. step.Require.Select(gate => gate with { Gate = Patient(gate.Gate) })],
        Verify = [.. step.Verify.Select(gate => gate with { Gate = Patient(gate.Gate) })],
        Action = step.Action is GateAction gate ? new GateAction(Patient(gate.Gate)) : step.Action,
    };

    /// <summary>A wait of no time at all would pass while the instant's other decisions are still being taken.</summary>
    private static Gate Patient(Gate gate) => gate is WaitGate wait ? wait with { Duration = wait.Duration + TimeSpan.FromSeconds(1) } : gate with { Within = TimeSpan.FromHours(5) };

    private static ScriptedRun Carry(Plan plan, TimeSpan[] times)
    {
        var run = new ScriptedRun(plan);
        var next = 0;
        foreach (var step in plan.Steps)
        {
            var own = step.Action is GateAction gate ? [new PlanGate(new GateId(step.Id.Value), gate.Gate)] : Array.Empty<PlanGate>();
            foreach (var asked in step.Require.Concat(step.Verify).Concat(own))
            {
                run.Script(asked.Id.Value, asked.Gate is ApprovalGate or ManualGate
                    ? World.Answering(TimeSpan.FromMinutes(1), asked.Gate is ManualGate ? GateDecision.Confirm : GateDecision.Approve, "alice", "bob")
                    : World.Well(times[next++ % times.Length]));
            }

            if (step.Action is not GateAction)
            {
                run.Script(step.Id.Value, World.Well(times[next++ % times.Length] / 2));
            }
        }

        return run.Go();
    }

    private static ImmutableDictionary<StepSignature, StepSample> Samples(ScriptedRun run, Plan plan) => PastRun.Of("run", plan, run.Journal).Samples;

    private static StepSample Sample(ScriptedRun run, Plan plan, string step) => Samples(run, plan).Single(pair => pair.Key.Step.Value == step).Value with { Gates = default };
}
