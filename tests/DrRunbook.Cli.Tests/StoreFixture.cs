using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Tests;

/// <summary>Puts scripted runs into a real store.</summary>
internal static class StoreFixture
{
    /// <summary>What a simulated run of these plays.</summary>
    public static byte[] Scenario { get; } = "{}"u8.ToArray();

    /// <summary>Makes the run with its first entries; nobody drives it afterwards unless <paramref name="keepLease"/>.</summary>
    public static async Task<RunLease> KeepAsync(TestCli cli, ScriptedRun run, string id = ScriptedRun.Id, int? entries = null, bool keepLease = false, params ImmutableArray<Blob> blobs)
    {
        await using var store = SqliteRunStore.Open(cli.Store, cli.Context.HostClock);
        var lines = Lines(run, id).Take(entries ?? int.MaxValue).ToImmutableArray();
        var first = new AppendBatch(lines, [Blob.Of(PlanJson.Write(run.Plan)), Blob.Of(Example.Source), Blob.Of(Scenario), .. blobs], [], [], [], run.State.Standing);
        var lease = await store.CreateAsync(
            new NewRun(id, run.Plan.Runbook, "drill", run.State.Start!.Simulation is not null, Example.Start, first), "ops2:1", CancellationToken.None);
        if (!keepLease)
        {
            await store.ReleaseAsync(lease, CancellationToken.None);
        }

        return lease;
    }

    /// <summary>Appends the entries after the first ones.</summary>
    public static async Task AppendAsync(TestCli cli, RunLease lease, ScriptedRun run, int after)
    {
        await using var store = SqliteRunStore.Open(cli.Store, cli.Context.HostClock);
        await store.AppendAsync(lease, new AppendBatch([.. Lines(run, lease.Run).Skip(after)], [], [], [], [], run.State.Standing));
    }

    private static IEnumerable<JournalLine> Lines(ScriptedRun run, string id)
    {
        var head = JournalLine.NoHash;
        foreach (var entry in run.Entries)
        {
            var told = entry.Event is RunStarted started ? entry with { Event = started with { Run = id } } : entry;
            var line = JournalLine.Write(id, told, head);
            head = line.Hash;
            yield return line;
        }
    }
}
