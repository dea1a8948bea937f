using BenchmarkDotNet.Attributes;
using DrRunbook.Cli.Composition;
using DrRunbook.Core.Execution;

namespace DrRunbook.Benchmarks;

/// <summary>A whole rehearsal: resolving against the simulator, the run in virtual time, its journal in memory. The goal: a thousand of them in seconds.</summary>
public class RehearsalBenchmarks
{
    private PreparedPlan _prepared = null!;

    [Params(50, 200)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup() => _prepared = new PreparedPlan(Steps);

    [GlobalCleanup]
    public void Cleanup() => _prepared.Dispose();

    [Benchmark]
    public long Rehearse()
    {
        var state = Rehearsal.Run(_prepared.Invocation, _prepared.Runbook, scenario: null, seed: 1, outageAt: null, observers: []).Result!.State;
        return state.Standing == RunOutcome.Succeeded ? state.Length : throw new InvalidOperationException($"the rehearsal {state.Standing}");
    }
}
