using BenchmarkDotNet.Attributes;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml;

namespace DrRunbook.Benchmarks;

/// <summary>From text to plan: reading, checking, compiling, the canonical bytes and their digest.</summary>
public class LoadingBenchmarks
{
    private GeneratedRunbook _runbook = null!;
    private Runbook _loaded = null!;
    private Plan _plan = null!;

    [Params(500, 5000)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _runbook = new GeneratedRunbook(Steps);
        _loaded = Load();
        _plan = Compile();
    }

    [GlobalCleanup]
    public void Cleanup() => _runbook.Dispose();

    [Benchmark]
    public Runbook Load() => RunbookLoader.Load(new LoadRequest(_runbook.Path)).Runbook ?? throw new InvalidOperationException("the generated runbook is in error");

    [Benchmark]
    public Plan Compile() => PlanCompiler.Compile(_loaded, RunMode.Drill, DateTimeOffset.UnixEpoch).Plan!;

    [Benchmark]
    public string Digest() => PlanJson.Digest(PlanJson.Write(_plan));
}
