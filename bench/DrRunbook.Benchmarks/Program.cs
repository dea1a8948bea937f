using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["--rehearsals", var count])
{
    DrRunbook.Benchmarks.ManyRehearsals.Run(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

// In this process, because a generated project would not see the program's internals; short, because ratios are what is asked for.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(DrRunbook.Benchmarks.RehearsalBenchmarks).Assembly).Run(args, config);
