using DrRunbook.Yaml;

namespace DrRunbook.Cli.Tests;

/// <summary>A small runbook, planned: every kind of step that the faces show, with fixed restore points.</summary>
internal static class Example
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Runbooks");

    /// <summary>The runbook's bytes.</summary>
    public static byte[] Source => File.ReadAllBytes(Path.Combine(Folder, "shop.yaml"));

    public static Plan Plan(RunMode mode = RunMode.Drill)
    {
        var loaded = RunbookLoader.Load(new LoadRequest(Path.Combine(Folder, "shop.yaml")) { Root = Folder });
        Assert.Empty(loaded.Diagnostics);
        var plan = PlanCompiler.Compile(loaded.Runbook!, mode, Start).Plan!;
        return plan with { Steps = [.. plan.Steps.Select((step, index) => step.Action is FailoverAction failover ? step with { Point = Point(failover.VApp, index) } : step)] };
    }

    private static RestorePoint Point(string vApp, int index) => new(
        $"urn:veeam:VAppReplicaPoint:{vApp}",
        $"{vApp}@2026-11-23",
        vApp,
        $"urn:veeam:Replica:{vApp}",
        null,
        "urn:veeam:BackupServer:1",
        "backup-b",
        Start.AddMinutes(-14 - index),
        [new VmPoint($"urn:veeam:VmReplicaPoint:{vApp}", $"{vApp}-1", Start.AddMinutes(-14 - index))]);
}
