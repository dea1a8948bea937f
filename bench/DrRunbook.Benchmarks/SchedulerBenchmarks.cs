using BenchmarkDotNet.Attributes;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Benchmarks;

/// <summary>Deciding and folding alone: a plan of commands that all end well, without journal lines, store or effects.</summary>
/// <remarks>A step costs three decisions and one fact, so its time divided by four is what one entry costs. It must not grow with the plan.</remarks>
public class SchedulerBenchmarks
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly Dictionary<string, string> NoClaims = [];
    private PlanGraph _graph = null!;

    [Params(5_000, 50_000)]
    public int Steps { get; set; }

    /// <summary>The most steps that run together: few, as in a sequence of waves, or all of them at once.</summary>
    [Params(10, 50_000)]
    public int AtOnce { get; set; }

    [GlobalSetup]
    public void Setup() => _graph = new PlanGraph(PlanOf(Steps, AtOnce));

    [Benchmark]
    public long DecideAndFold()
    {
        var state = new RunState(_graph);
        var scheduler = new Scheduler(() => throw new InvalidOperationException("nothing fails over here"));
        var running = new Queue<StepId>();
        Apply(new RunStarted(1, "20260101T000000Z-000000", "bench", "", [], null, null, "", RunMode.Drill, At, false, OutsideText.None, "", null));
        Apply(new RunTakenUp(OutsideText.None, "", "", 1));
        while (true)
        {
            while (scheduler.Next(state, At, NoClaims) is { } decision)
            {
                Apply(decision);
                if (decision is ActionStarted action && _graph.Nodes[_graph.IndexOf(action.Step)].Step!.Action is CommandAction)
                {
                    running.Enqueue(action.Step);
                }
            }

            if (!running.TryDequeue(out var ended))
            {
                return state.Standing == RunOutcome.Succeeded ? state.Length : throw new InvalidOperationException($"the run {state.Standing}");
            }

            Apply(new ActionSucceeded(ended, Warning: false, OutsideText.None, []));
        }

        void Apply(RunEvent happened) => state.Apply(new JournalEntry(state.Length + 1, At, TimeSpan.Zero, happened));
    }

    private static Plan PlanOf(int steps, int atOnce)
    {
        var group = new StepId("all");
        var command = new CommandAction(new Core.Runbooks.CommandLine([TextTemplate.Literal("true")], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]));
        return new Plan
        {
            Runbook = "bench",
            Mode = RunMode.Drill,
            PlannedAt = At,
            Objectives = new Objectives(null, null, null),
            Managers = [],
            Sources = [],
            Steps =
            [
                new PlanStep { Id = group, Action = new GroupAction(atOnce, IsParallel: true, UsedFile: null) },
                .. Enumerable.Range(0, steps).Select(step => new PlanStep { Id = new StepId($"step-{step}"), Parent = group, Action = command, Timeout = TimeSpan.FromMinutes(15) }),
            ],
        };
    }
}
