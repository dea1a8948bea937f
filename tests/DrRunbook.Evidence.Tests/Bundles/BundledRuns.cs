using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>Runs with all the bytes that a bundle is made of.</summary>
internal static class BundledRuns
{
    public const string Source = "version: 1\nname: two-steps\n";

    private static readonly byte[] Scenario = Encoding.UTF8.GetBytes("{\"scenario\":\"benign\"}");

    /// <summary>The key that signs in tests; as good as any.</summary>
    public static PemSigner Signer { get; } = PemSigner.New();

    /// <summary>A failover with a check, as short as a run can be that has evidence.</summary>
    public static BundleFiles Small { get; } = BundleBuilder.Build(Material(ShortRun()), supersedes: null).SignedBy(Signer);

    public static BundleFiles Rehearsed { get; } = BundleBuilder.Build(Material(Rehearsal()), supersedes: null).SignedBy(Signer);

    /// <summary>A failover with a check.</summary>
    /// <param name="checkHolds">Whether the check after the failover holds.</param>
    public static TestRun ShortRun(bool checkHolds = true) => new(ShortPlan(), World(checkHolds));

    public static TestRun Rehearsal() => new(ShortPlan(), World(checkHolds: true)) { Simulation = new SimulationInfo(JournalLine.HashOf(Scenario), "benign", 7, 0) };

    /// <summary>The bytes of a run.</summary>
    public static RunMaterial Material(TestRun run) => Material(run.Plan, run.Write());

    /// <param name="more">Further blobs of the store.</param>
    public static RunMaterial Material(Plan plan, IEnumerable<JournalEntry> entries, params byte[][] more)
    {
        var blobs = new[] { Encoding.UTF8.GetBytes(Source), Scenario, PlanJson.Write(plan) }
            .Concat(more)
            .Concat(plan.Steps.SelectMany(step => step.Require.Concat(step.Verify).Select(gate => gate.Id.Value).Append(step.Id.Value)).Select(Encoding.UTF8.GetBytes))
            .DistinctBy(bytes => JournalLine.HashOf(bytes))
            .ToDictionary(bytes => JournalLine.HashOf(bytes), bytes => (ReadOnlyMemory<byte>)bytes);
        return new RunMaterial(Journal(entries), sha256 => blobs.TryGetValue(sha256, out var content) ? content : (ReadOnlyMemory<byte>?)null);
    }

    /// <summary>The signed bundle of one of the cases that reports are tested with.</summary>
    public static BundleFiles Case(string run) => Of(Cases.Run(run));

    /// <summary>The signed bundle of a run, whose files are put in the place of those that it names.</summary>
    public static BundleFiles Of((Plan Plan, IReadOnlyList<JournalEntry> Entries) run, SupersededBundle? supersedes = null, params byte[][] more)
    {
        var (plan, entries) = WithFiles(run.Plan, run.Entries);
        return BundleBuilder.Build(Material(plan, entries, more), supersedes).SignedBy(Signer);
    }

    private static (Plan Plan, IReadOnlyList<JournalEntry> Entries) WithFiles(Plan told, IReadOnlyList<JournalEntry> entries)
    {
        var plan = WithSource(told);
        var start = (RunStarted)entries[0].Event;
        var simulation = start.Simulation is { } simulated ? simulated with { Scenario = JournalLine.HashOf(Scenario) } : null;
        var first = entries[0] with { Event = start with { Sources = plan.Sources, PlanDigest = PlanJson.Digest(PlanJson.Write(plan)), Simulation = simulation } };
        return (plan, [first, .. entries.Skip(1)]);
    }

    /// <summary>The journal's file.</summary>
    public static byte[] Journal(IEnumerable<JournalEntry> entries)
    {
        using var file = new MemoryStream();
        var head = JournalLine.NoHash;
        foreach (var entry in entries)
        {
            var line = JournalLine.Write("20261123T041100Z-7c2f1a", entry, head);
            head = line.Hash;
            file.Write(line.Bytes.Span);
            file.WriteByte((byte)'\n');
        }

        return file.ToArray();
    }

    /// <summary>A plan whose sources are at hand.</summary>
    public static Plan WithSource(Plan plan) => plan with { Sources = [new FileDigest("runbooks/site-a.yaml", JournalLine.HashOf(Encoding.UTF8.GetBytes(Source)))] };

    private static Plan ShortPlan() => WithSource(Plans.Of("short", Plans.Sequence(Plans.Failover("db", "erp-db").Verified(Plans.Tcp("db.b.example.org", 5432)))));

    private static ScriptedWorld World(bool checkHolds) => new() { Gates = { ["db:verify:1"] = new ScriptedGate(TimeSpan.FromSeconds(9), checkHolds, Tries: 3, FirstFailure: "connection refused") } };
}
