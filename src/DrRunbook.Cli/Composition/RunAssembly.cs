using System.Reflection;
using DrRunbook.Cli.Git;
using DrRunbook.Cli.Simulation;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Composition;

/// <summary>What a run is made of, before its first entry.</summary>
/// <param name="Start">The first entry.</param>
/// <param name="Graph">The plan as frozen.</param>
/// <param name="Blobs">The plan, the runbook's sources, the scenario.</param>
internal sealed record RunAssembly(RunStarted Start, PlanGraph Graph, ImmutableArray<Blob> Blobs)
{
    /// <summary>drrun's version.</summary>
    public static string ToolVersion { get; } =
        typeof(RunAssembly).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Freezes a resolved plan and states who starts it, where and from what.</summary>
    /// <param name="now">By the run's clock, UTC.</param>
    /// <param name="outageAt">What the operator stated, or null.</param>
    /// <param name="simulation">How it is simulated, with the scenario; null for a real run.</param>
    public static RunAssembly Of(
        Invocation invocation, PreparedRunbook prepared, Plan plan, DateTimeOffset now, DateTimeOffset? outageAt, string startedBy, (SimulationInfo Info, Blob Scenario)? simulation)
    {
        // What runs is what was frozen: the plan is read back from the very bytes that are kept.
        var bytes = PlanJson.Write(plan);
        if (prepared.FrozenDigest is { } reviewed && PlanJson.Digest(bytes) != reviewed)
        {
            bytes = PlanJson.Write(plan with { ResolvedFrom = reviewed });
        }

        var frozen = PlanJson.Read(bytes);
        var git = GitState.Of(prepared.Root, plan.Sources.Concat(plan.Files).Select(file => file.Path));
        var start = new RunStarted(
            RunState.Format,
            RunIds.New(now),
            plan.Runbook,
            PlanJson.Digest(bytes),
            plan.Sources,
            git?.Commit,
            git?.Dirty,
            ToolVersion,
            plan.Mode,
            outageAt ?? now,
            OutageStated: outageAt is not null,
            OutsideText.From(startedBy),
            invocation.Context.Machine,
            simulation?.Info);
        Blob[] scenario = simulation is { } simulated ? [simulated.Scenario] : [];
        return new RunAssembly(start, new PlanGraph(frozen), [.. new[] { Blob.Of(bytes) }.Concat(prepared.Sources).Concat(scenario).Concat(Signers(plan, prepared.Root)).DistinctBy(blob => blob.Sha256)]);
    }

    /// <summary>The allowed signers go with the run: an answer is checked where the runbook does not lie, too.</summary>
    private static IEnumerable<Blob> Signers(Plan plan, string root) =>
        plan.AllowedSigners is { } path ? [Blob.Of(File.ReadAllBytes(Path.GetFullPath(path, root)))] : [];

    /// <summary>Describes how a scenario is played.</summary>
    public static (SimulationInfo Info, Blob Scenario) Simulated(Simulator.Scenario scenario, double speed)
    {
        var blob = SimulatedSite.Store(scenario);
        return (new SimulationInfo(blob.Sha256, scenario.Name, scenario.Seed, speed), blob);
    }
}
