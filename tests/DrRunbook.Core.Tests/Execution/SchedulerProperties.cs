using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What holds for every plan in every world.</summary>
public sealed class SchedulerProperties
{
    private static readonly Gen<(Plan, RandomWorld)> AnyRun = Gen.Select(RandomPlans.Plan, RandomPlans.AnyWorld);

    [Fact]
    public void No_step_starts_before_all_it_needs_have_ended_well_or_were_tolerated() => ForEveryRun((state, entry) =>
    {
        if (entry.Event is not StepStarted started)
        {
            return;
        }

        var step = state[started.Step];
        Assert.All(step.Node.Predecessors.Select(index => state.Steps[index]), before =>
            Assert.True(before.Unlocks || (before.IsTolerated && !step.Step.Needs.Contains(before.Step.Id)), $"{started.Step} started behind {before.Step.Id} {before.State}"));
        for (var group = state.Steps[step.Node.Parent]; group.Node.Step is not null; group = state.Steps[group.Node.Parent])
        {
            Assert.Equal(StepState.Running, group.State);
            Assert.False(group.IsStopped);
        }
    });

    [Fact]
    public void Never_more_run_than_a_group_and_a_manager_allow() => ForEveryRun((state, _) =>
    {
        foreach (var group in state.Steps.Where(step => step.Node.IsGroup))
        {
            var active = group.Node.Children.Count(child => state.Steps[child].IsActive);
            Assert.Equal(active, group.ActiveChildren);
            Assert.True(!(active > group.Node.MaxConcurrency), $"{active} of {group.Node.MaxConcurrency} in {group.Node.Index}");
        }

        var manager = state.Managers[Plans.SiteB];
        var inFlight = state.Steps.Count(step => step.Failover is not null && (step.StillRunning
            || step.State is StepState.Requesting or StepState.AwaitingTask or StepState.AwaitingSession or StepState.InDoubt));
        Assert.Equal(inFlight, manager.InFlight);
        Assert.True(inFlight <= manager.Plan.MaxConcurrentFailovers);
    });

    [Fact]
    public void No_step_ever_has_two_unanswered_requests() => ForEveryRun(afterRun: run =>
    {
        var open = new HashSet<StepId>();
        foreach (var happened in run.Journal.Select(entry => entry.Event))
        {
            switch (happened)
            {
                case FailoverRequested request:
                    Assert.True(open.Add(request.Step), $"a second request of {request.Step}");
                    break;
                case FailoverNotSent or FailoverRejected or ActionFailed or ActionSucceeded or LateResult { Result: "failed" }:
                    open.Remove(((StepEvent)happened).Step);
                    break;
                default:
                    break;
            }
        }
    });

    [Fact]
    public void Every_prefix_of_a_journal_replays_to_the_live_state() => AnyRun.Sample(
        (plan, world) =>
        {
            var live = new Dictionary<long, string>();
            var run = Carry(plan, world, (state, entry) => live[entry.Sequence] = StateDump.Of(state));
            var reader = new JournalReader(run.State.Start!.Run);
            var replayed = new RunState(run.State.Graph);
            foreach (var line in run.Lines)
            {
                replayed.Apply(reader.Read(line.Bytes.Span));
                Assert.Equal(live.GetValueOrDefault(line.Sequence, StateDump.Of(replayed)), StateDump.Of(replayed));
            }

            Assert.Equal(run.Lines.Count - 2, live.Count);
        },
        iter: 150,
        print: Print);

    [Fact]
    public void What_the_fold_keeps_up_is_what_the_steps_states_say() => AnyRun.Sample(
        (plan, world) => Carry(plan, world, (state, _) =>
        {
            var kept = StateDump.Of(state);
            state.Derive();
            Assert.Equal(kept, StateDump.Of(state));
        }),
        iter: 150,
        print: Print);

    [Fact]
    public void Every_run_comes_to_an_end() => ForEveryRun(afterRun: run =>
    {
        var doubt = run.State.Steps.Any(step => step.State == StepState.InDoubt);
        if (run.State.Steps.Any(step => step.StillRunning) && run.State.Steps.Any(step => step.State == StepState.Queued))
        {
            return; // The manager still owes the fact that frees the place.
        }

        Assert.True(RunLifecycle.IsFinal(run.State.Phase) || (run.State.Phase == RunPhase.InDoubt && doubt), $"{run.State.Phase}: {run.Ends}");
        Assert.All(run.State.Steps.Where(step => step.Node.Step is not null && !doubt), step => Assert.True(step.IsFinal || step.State == StepState.Pending, $"{step.Step.Id} {step.State}"));
    });

    [Fact]
    public void A_run_is_failed_exactly_where_something_untolerated_ended_badly() => ForEveryRun(afterRun: run =>
    {
        if (run.State.Outcome is { } outcome)
        {
            Assert.Equal(outcome == RunOutcome.Failed, run.State.FirstFailure is not null);
            Assert.Equal(outcome, Assert.IsType<RunEnded>(run.Journal[^1].Event).Outcome);
        }
    });

    [Fact]
    public void A_run_without_a_failure_leaves_nothing_out() => ForEveryRun(afterRun: run =>
    {
        if (run.State.Outcome is RunOutcome.Succeeded or RunOutcome.SucceededWithFindings)
        {
            var left = run.State.Steps.Where(step => step.Node is { Step: not null, Section: PlanSection.Main } && step.State == StepState.Pending);
            Assert.All(left, step => Assert.True(InTolerated(run.State, step), $"{step.Step.Id} was left out: {run.Ends}"));
        }
    });

    [Fact]
    public void Afterwards_no_slot_and_no_place_in_a_queue_is_taken() => ForEveryRun(afterRun: run =>
    {
        if (run.State.Outcome is not null)
        {
            Assert.Empty(run.State.Managers[Plans.SiteB].Queue);
            Assert.Equal(run.State.Steps.Count(step => step.StillRunning), run.State.Managers[Plans.SiteB].InFlight);
            Assert.All(run.State.Steps.Where(step => step.Node.IsGroup), group => Assert.Equal(0, group.ActiveChildren));
        }
    });

    private static bool InTolerated(RunState state, StepProgress step)
    {
        for (var group = state.Steps[step.Node.Parent]; group.Node.Step is not null; group = state.Steps[group.Node.Parent])
        {
            if (group.IsTolerated)
            {
                return true;
            }
        }

        return false;
    }

    private static void ForEveryRun(Action<RunState, JournalEntry>? afterEach = null, Action<ScriptedRun>? afterRun = null) =>
        AnyRun.Sample((plan, world) => afterRun?.Invoke(Carry(plan, world, afterEach)), iter: 400, print: Print);

    private static string Print((Plan Plan, RandomWorld) sample) =>
        string.Join("; ", sample.Plan.Steps.Select(step => $"{step.Parent}/{step.Id} {step.Action.GetType().Name} {step.OnFailure} needs [{string.Join(' ', step.Needs)}]"));

    private static ScriptedRun Carry(Plan plan, RandomWorld world, Action<RunState, JournalEntry>? afterEach)
    {
        var run = new ScriptedRun(plan) { AfterEach = afterEach };
        var next = 0;
        foreach (var step in plan.Steps)
        {
            var own = step.Action is GateAction gate ? [new PlanGate(new GateId(step.Id.Value), gate.Gate)] : Array.Empty<PlanGate>();
            foreach (var asked in step.Require.Concat(step.Verify).Concat(own))
            {
                run.Script(asked.Id.Value, asked.Gate is ApprovalGate or ManualGate ? RandomPlans.People[next++ % 3] : Next());
            }

            if (step.Action is not GateAction)
            {
                run.Script(step.Id.Value, Next(), Next());
            }
        }

        foreach (var crash in world.Crashes)
        {
            run.Go(until: run.Now - Plans.PlannedAt + crash);
            if (!RunLifecycle.IsFinal(run.State.Phase))
            {
                run.Resume(crash);
            }
        }

        foreach (var halt in world.Halts)
        {
            run.Go(until: run.Now - Plans.PlannedAt + halt);
            if (run.State.Phase == RunPhase.Running)
            {
                run.Record(new HaltRequested(OutsideText.None, OutsideText.None));
                run.Go();
            }

            if (RunLifecycle.IsPaused(run.State.Phase))
            {
                Speak(run, halt);
                run.Resume(halt);
            }
        }

        run.Go();
        foreach (var turn in world.Turns.TakeWhile(_ => run.State.Phase == RunPhase.Failed))
        {
            foreach (var step in run.State.Steps.Where(step => step.Node is { Step: not null, Section: PlanSection.Main }).ToList())
            {
                Mend(run, step, turn + step.Node.Index);
            }

            if (run.State.Phase == RunPhase.Halted)
            {
                run.Resume(TimeSpan.FromHours(1)).Go();
            }
        }

        return run;

        static void Mend(ScriptedRun run, StepProgress step, int turn)
        {
            var isFinal = step.State is StepState.Failed or StepState.Partial or StepState.Blocked && Retrial.WhyNotReopened(run.State, step) is null;
            switch (turn % 4)
            {
                case 0 or 1 when Retrial.Of(run.State, step).WhyNot is null:
                    run.Retry(step.Step.Id.Value);
                    break;
                case 2 when isFinal && !step.Node.IsGroup:
                    run.Skip(step.Step.Id.Value);
                    break;
                case 3 when isFinal && step.State != StepState.Blocked && step.Step.Action is FailoverAction or CommandAction:
                    run.SettleAsSucceeded(step.Step.Id.Value);
                    break;
                default:
                    break;
            }
        }

        static void Speak(ScriptedRun run, TimeSpan halt)
        {
            foreach (var step in run.State.Steps.Where(step => step.Node is { Step: not null, IsGroup: false, Section: PlanSection.Main }).ToList())
            {
                RunEvent? said = (step.State, ((int)halt.TotalSeconds + step.Node.Index) % 5) switch
                {
                    (StepState.InDoubt, 0) => new StepSettled(step.Step.Id, Settlement.Succeeded, OutsideText.None, OutsideText.None),
                    (StepState.InDoubt, 1) => new StepSettled(step.Step.Id, Settlement.Failed, OutsideText.None, OutsideText.None),
                    (StepState.InDoubt or StepState.Pending, 2) => new SkipRequested(step.Step.Id, OutsideText.None, OutsideText.None),
                    _ => null,
                };
                if (said is not null)
                {
                    run.Record(said);
                }
            }
        }

        Script Next() => world.Scripts[next++ % world.Scripts.Length];
    }
}
