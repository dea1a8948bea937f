using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>A decision costs what it decides, not the size of the plan: counted in steps looked at, for time tells nothing on a busy machine.</summary>
public sealed class SchedulerCostTests
{
    private const int Size = 5000;

    public static TheoryData<string> Shapes => ["sequence", "parallel", "narrow", "join", "tolerated join", "nested", "failing", "throttled"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Looks_grow_with_the_journal_alone(string shape)
    {
        var run = Prepare(shape).Go();

        Assert.True(RunLifecycle.IsFinal(run.State.Phase));
        Assert.True(run.State.Agenda.Looks < 6 * run.Journal.Count, $"{run.State.Agenda.Looks} looks for {run.Journal.Count} entries");
    }

    private static ScriptedRun Prepare(string shape)
    {
        var steps = Enumerable.Range(0, Size).Select(n => Command($"s{n}")).ToArray();
        return shape switch
        {
            "sequence" => new ScriptedRun(Of(steps)),
            "parallel" => new ScriptedRun(Of(Parallel("all", null, steps))),
            "narrow" => new ScriptedRun(Of(Parallel("all", 7, steps))),
            "join" => new ScriptedRun(Of(Parallel("all", 50, [.. steps[1..], steps[0].Needing([.. Names(steps[1..])])]))),
            "tolerated join" => Failing(steps[1..], Of(Parallel("all", 50, [.. steps[1..].Select(step => step.OnFailing(OnFailure.Continue)), steps[0].Needing([.. Names(steps[1..])])]))),
            "nested" => new ScriptedRun(Of([.. steps.Chunk(100).Select((chunk, n) => Parallel($"p{n}", null, [.. chunk.Chunk(10).Select((ten, m) => Sequence($"q{n}-{m}", ten))]))])),
            "failing" => Failing(steps[..1], Of(Parallel("all", null, steps))),
            _ => new ScriptedRun(Of([Parallel("all", null, [.. steps.Select(step => Failover(step.Step.Id.Value))])], [], [], maxConcurrentFailovers: 10)),
        };
    }

    private static IEnumerable<string> Names(IEnumerable<Sketch> steps) => steps.Select(step => step.Step.Id.Value);

    private static ScriptedRun Failing(IEnumerable<Sketch> steps, Plan plan)
    {
        var run = new ScriptedRun(plan);
        foreach (var name in Names(steps))
        {
            run.Script(name, World.Badly(TimeSpan.FromMinutes(1)));
        }

        return run;
    }
}
