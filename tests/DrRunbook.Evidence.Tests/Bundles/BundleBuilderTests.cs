using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Core.Journal;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Signing;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

public sealed class BundleBuilderTests
{
    [Fact]
    public void A_bundle_holds_report_journal_plan_runbook_and_evidence() => Snap.Verify(string.Join('\n', BundledRuns.Rehearsed.All.Keys.Select(path => path.StartsWith("keys/", StringComparison.Ordinal) ? "keys/…" : path)));

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        var once = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun()), null);
        var twice = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun()), null);
        Assert.Equal(once.All.Select(file => (file.Key, Convert.ToHexString(file.Value.Span))), twice.All.Select(file => (file.Key, Convert.ToHexString(file.Value.Span))));
    }

    /// <summary>Plan digest and journal head are those of the files; a later field of plan or journal does not change the statement.</summary>
    [Fact]
    public void The_statement_about_a_run_stays_as_it_is()
    {
        var statement = Payload(BundledRuns.Small, "attestation.dsse.json");
        var predicate = statement["predicate"]!.AsObject();
        Assert.Equal(JournalLine.HashOf(BundledRuns.Small.Find("plan.json")!.Value.Span), (string?)predicate["planDigest"]);
        Assert.Equal(HeadOf(BundledRuns.Small, (int)predicate["journal"]!["length"]!), (string?)predicate["journal"]!["head"]);
        predicate.Remove("planDigest");
        predicate["journal"]!.AsObject().Remove("head");
        Snap.Verify(predicate.ToJsonString(new() { WriteIndented = true }), "json");
    }

    [Fact]
    public void The_test_result_of_a_run_names_its_steps_and_objectives()
    {
        var result = Payload(BundledRuns.Small, "test-result.dsse.json")["predicate"]!;
        Assert.Equal("WARNED", (string?)result["result"]);
        Assert.Equal(["db", "objective:rto", "objective:rpo"], result["passedTests"]!.AsArray().Select(test => (string?)test));
        Assert.Equal(["plan.json", "runbook/runbooks/site-a.yaml"], result["configuration"]!.AsArray().Select(file => (string?)file!["name"]));
        var failed = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun(checkHolds: false)), null);
        Assert.Equal("FAILED", (string?)Payload(failed, "test-result.dsse.json")["predicate"]!["result"]);
    }

    [Fact]
    public void Both_statements_are_about_every_file_of_the_manifest_and_the_manifest()
    {
        Assert.True(Manifest.TryRead(BundledRuns.Small.Find("manifest.sha256")!.Value.Span, out var digests));
        Assert.All(["attestation.dsse.json", "test-result.dsse.json"], name => Assert.Equal(
            digests.Keys.Append("manifest.sha256").Order(StringComparer.Ordinal), Payload(BundledRuns.Small, name)["subject"]!.AsArray().Select(subject => (string?)subject!["name"])));
        Assert.Equal(BundledRuns.Small.All.Keys.Where(BundleNames.IsContent), digests.Keys);
    }

    [Fact]
    public void A_rehearsal_says_so_and_passes_no_test()
    {
        var predicate = Payload(BundledRuns.Rehearsed, "attestation.dsse.json")["predicate"]!;
        Assert.Equal("rehearsal", (string?)predicate["kind"]);
        Assert.True((bool?)predicate["rehearsal"]);
        var result = Payload(BundledRuns.Rehearsed, "test-result.dsse.json")["predicate"]!;
        Assert.Equal("WARNED", (string?)result["result"]);
        Assert.Contains("rehearsal: everything outside was simulated", result["warnedTests"]!.AsArray().Select(test => (string?)test));
    }

    [Fact]
    public void A_bundle_that_supersedes_another_names_it_and_no_other_run_can()
    {
        var earlier = new SupersededBundle(JournalLine.HashOf([]), 1, HeadOf(BundledRuns.Small, line: 1));
        var later = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun()), earlier);
        Assert.Equal(1, (int?)Payload(later, "attestation.dsse.json")["predicate"]!["supersedes"]!["journalLength"]);
        var other = BundledRuns.Material(BundledRuns.Rehearsal());
        Assert.Throws<BundleException>(() => BundleBuilder.Build(other, earlier));
    }

    [Fact]
    public void What_the_store_has_lost_is_named()
    {
        var whole = BundledRuns.Material(BundledRuns.ShortRun());
        var lost = JournalLine.HashOf("db:verify:1"u8);
        var material = whole with { Blob = sha256 => sha256 == lost ? (ReadOnlyMemory<byte>?)null : whole.Blob(sha256) };
        Assert.Contains(lost, Assert.Throws<BundleException>(() => BundleBuilder.Build(material, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_outside_the_runbooks_root_is_refused()
    {
        var run = BundledRuns.ShortRun();
        var plan = run.Plan with { Sources = [run.Plan.Sources[0] with { Path = "../../etc/passwd" }] };
        var material = BundledRuns.Material(new TestRun(plan, run.World));
        Assert.Contains("../../etc/passwd", Assert.Throws<BundleException>(() => BundleBuilder.Build(material, null)).Message, StringComparison.Ordinal);
    }

    private static JsonNode Payload(BundleFiles files, string name)
    {
        Assert.True(DsseEnvelope.TryRead(files.Find(name)!.Value.Span, out var envelope, out _));
        return JsonNode.Parse(envelope.Payload.Span)!;
    }

    private static string HeadOf(BundleFiles files, int line) =>
        JournalLine.HashOf(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files.Find("journal.jsonl")!.Value.Span).Split('\n')[line - 1]));
}
