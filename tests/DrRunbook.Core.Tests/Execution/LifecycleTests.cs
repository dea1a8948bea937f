using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.TestKit;
using Stateless;
using Stateless.Graph;

namespace DrRunbook.Core.Tests.Execution;

public sealed class LifecycleTests
{
    [Fact]
    public void The_lifecycle_of_a_step_as_a_diagram() => Snap.Verify(MermaidGraph.Format(StepLifecycle.Build(StepState.Pending).GetInfo()), "mmd");

    [Fact]
    public void The_lifecycle_of_a_run_as_a_diagram() => Snap.Verify(MermaidGraph.Format(RunLifecycle.Build(RunPhase.Running).GetInfo()), "mmd");

    [Fact]
    public void The_moves_of_a_step() => Snap.Verify(Table<StepState, StepTrigger>(StepLifecycle.Next));

    [Fact]
    public void The_moves_of_a_run() => Snap.Verify(Table<RunPhase, RunTrigger>(RunLifecycle.Next));

    [Fact]
    public void The_frozen_table_of_a_step_is_Stateless_cell_by_cell() => AssertSame<StepState, StepTrigger>(StepLifecycle.Build, StepLifecycle.Next);

    [Fact]
    public void The_frozen_table_of_a_run_is_Stateless_cell_by_cell() => AssertSame<RunPhase, RunTrigger>(RunLifecycle.Build, RunLifecycle.Next);

    [Fact]
    public void Nothing_but_taking_its_end_back_moves_a_step_that_is_over() =>
        Assert.All(
            Enum.GetValues<StepState>().Where(StepLifecycle.IsFinal),
            state => Assert.All(Enum.GetValues<StepTrigger>().Where(trigger => trigger != StepTrigger.Reopened), trigger => Assert.Throws<InvalidOperationException>(() => StepLifecycle.Next(state, trigger))));

    [Fact]
    public void Every_paused_phase_can_be_taken_up_and_no_final_one() =>
        Assert.All(Enum.GetValues<RunPhase>(), phase =>
        {
            if (RunLifecycle.IsFinal(phase))
            {
                Assert.Throws<InvalidOperationException>(() => RunLifecycle.Next(phase, RunTrigger.TakenUp));
            }
            else
            {
                Assert.False(RunLifecycle.IsPaused(RunLifecycle.Next(phase, RunTrigger.TakenUp)));
            }
        });

    private static void AssertSame<TState, TTrigger>(Func<TState, StateMachine<TState, TTrigger>> build, Func<TState, TTrigger, TState> next)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        foreach (var state in Enum.GetValues<TState>())
        {
            foreach (var trigger in Enum.GetValues<TTrigger>())
            {
                var machine = build(state);
                if (Record.Exception(() => machine.Fire(trigger)) is null)
                {
                    Assert.Equal(machine.State, next(state, trigger));
                }
                else
                {
                    Assert.Throws<InvalidOperationException>(() => next(state, trigger));
                }
            }
        }
    }

    private static string Table<TState, TTrigger>(Func<TState, TTrigger, TState> next)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var state in Enum.GetValues<TState>())
        {
            text.Append(state).Append('\n');
            foreach (var trigger in Enum.GetValues<TTrigger>())
            {
                text.Append("    ").Append($"{trigger}".PadRight(20)).Append(Next(state, trigger)).Append('\n');
            }
        }

        return text.ToString();

        string Next(TState state, TTrigger trigger)
        {
            try
            {
                return $"-> {next(state, trigger)}";
            }
            catch (InvalidOperationException)
            {
                return "-";
            }
        }
    }
}
