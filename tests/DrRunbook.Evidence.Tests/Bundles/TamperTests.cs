using System.Text;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Tests.Bundles;

public sealed class TamperTests
{
    /// <summary>The lowest bit, the case of a letter, the highest bit.</summary>
    private static readonly byte[] Flips = [0x01, 0x20, 0x80];

    private static BundleTrust Trust { get; } = new() { Keys = [BundledRuns.Signer.Key] };

    /// <summary>Every file of a failover with a check; of a run that people signed for what they signed, and what names it.</summary>
    public static TheoryData<string> Runs => ["small", "signed"];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_single_byte_that_changes_in_any_file_is_detected(string run)
    {
        var (files, changing) = Changing(run);
        Assert.Equal(BundleStanding.Authentic, Verify(files));
        foreach (var (path, content) in changing)
        {
            var undetected = Enumerable.Range(0, content.Length)
                .SelectMany(at => Flips.Select(flip => (At: at, Flip: flip)))
                .AsParallel()
                .Where(change => Verify(files.With(path, Changed(content.Span, change.At, change.Flip))) != BundleStanding.Refused);
            Assert.Empty(undetected.Select(change => $"{path} at {change.At}, flipped by {change.Flip}"));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_truncation_of_any_file_is_detected(string run)
    {
        var (files, changing) = Changing(run);
        foreach (var (path, content) in changing)
        {
            var undetected = Enumerable.Range(0, content.Length).AsParallel().Where(length => Verify(files.With(path, content[..length])) != BundleStanding.Refused);
            Assert.Empty(undetected.Select(length => $"{path} cut to {length} bytes"));
        }
    }

    [Fact]
    public void Whatever_is_appended_to_a_file_is_detected() =>
        Assert.All(BundledRuns.Small.All, file => Assert.All(["\n", " ", "\0", "x"], more =>
            Assert.Equal(BundleStanding.Refused, Verify(BundledRuns.Small.With(file.Key, (byte[])[.. file.Value.Span, .. Encoding.UTF8.GetBytes(more)])))));

    /// <summary>The seed is fixed, so that what fails once fails again.</summary>
    [Fact]
    public void In_a_large_bundle_sampled_changes_are_detected()
    {
        var files = BundledRuns.Case("sixty-steps");
        Assert.Equal(BundleStanding.Authentic, Verify(files));
        var random = new Random(20261123);
        foreach (var (path, content) in files.All)
        {
            for (var sample = 0; sample < 5; sample++)
            {
                var (at, flip) = (random.Next(content.Length), (byte)random.Next(1, 256));
                Assert.True(Verify(files.With(path, Changed(content.Span, at, flip))) == BundleStanding.Refused, $"{path} at {at}, flipped by {flip}");
                Assert.Equal(BundleStanding.Refused, Verify(files.With(path, content[..at])));
            }
        }
    }

    [Fact]
    public void Every_dropped_line_of_the_journal_is_detected_also_where_the_manifest_follows()
    {
        var lines = Lines(BundledRuns.Small);
        for (var dropped = 0; dropped < lines.Length; dropped++)
        {
            var journal = Joined(lines.Where((_, index) => index != dropped));
            Assert.Equal(BundleStanding.Refused, Verify(BundledRuns.Small.With("journal.jsonl", journal)));
            Assert.Equal(BundleStanding.Refused, Verify(Listed(BundledRuns.Small.With("journal.jsonl", journal))));
        }
    }

    [Fact]
    public void Every_two_lines_that_change_places_are_detected_also_where_the_manifest_follows()
    {
        var lines = Lines(BundledRuns.Small);
        for (var first = 0; first + 1 < lines.Length; first++)
        {
            var journal = Joined([.. lines[..first], lines[first + 1], lines[first], .. lines[(first + 2)..]]);
            Assert.Equal(BundleStanding.Refused, Verify(BundledRuns.Small.With("journal.jsonl", journal)));
            Assert.Equal(BundleStanding.Refused, Verify(Listed(BundledRuns.Small.With("journal.jsonl", journal))));
        }
    }

    [Fact]
    public void A_journal_with_a_line_missing_is_found_by_its_chain_even_where_the_trusted_key_signs_it()
    {
        var lines = Lines(BundledRuns.Small);
        for (var dropped = 0; dropped < lines.Length - 1; dropped++)
        {
            var files = Resigned(BundledRuns.Small.With("journal.jsonl", Joined(lines.Where((_, index) => index != dropped))), BundledRuns.Signer);
            Assert.Contains(BundleVerifier.Verify(files, Trust).Findings, finding => finding.Code.StartsWith("DR05", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_journal_cut_at_its_end_does_not_fit_the_statement_that_the_trusted_key_signed()
    {
        var lines = Lines(BundledRuns.Small);
        var files = Resigned(BundledRuns.Small.With("journal.jsonl", Joined(lines[..^1])), BundledRuns.Signer);
        Assert.Equal(BundleStanding.Refused, BundleVerifier.Verify(files, Trust).Standing);
    }

    [Fact]
    public void Another_verdict_signed_by_a_stranger_has_no_origin()
    {
        using var stranger = PemSigner.New();
        var verdict = BundleVerifier.Verify(Resigned(WithVerdict("failed"), stranger), Trust);
        Assert.Equal(BundleStanding.Refused, verdict.Standing);
    }

    [Fact]
    public void A_bundle_made_anew_by_a_stranger_has_another_origin()
    {
        using var stranger = PemSigner.New();
        var other = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun(checkHolds: false)), null).SignedBy(stranger);
        Assert.Equal(BundleStanding.Intact, BundleVerifier.Verify(other, BundleTrust.None).Standing);
        BundleVerifierTests.AssertRefused("DR0707", BundleVerifier.Verify(other, Trust));
    }

    [Fact]
    public void Another_verdict_signed_by_the_trusted_key_itself_is_derived_anew_and_differs()
    {
        var verdict = BundleVerifier.Verify(Resigned(WithVerdict("failed"), BundledRuns.Signer), Trust);
        BundleVerifierTests.AssertRefused("DR0711", verdict);
        Assert.Contains(verdict.Findings, finding => finding.Message.Contains("says 'failed' as verdict.outcome", StringComparison.Ordinal));
    }

    [Fact]
    public void A_journal_that_says_success_where_it_records_failure_is_refused_though_the_trusted_key_signed_it()
    {
        var entries = BundledRuns.ShortRun(checkHolds: false).Write();
        var ended = entries.Single(entry => entry.Event is StepEnded);
        AssertDecision("step 'db' succeeded before all its gates had passed", entries, entry => entry == ended ? new StepEnded(new Core.Runbooks.StepId("db"), StepOutcome.Succeeded, null, OutsideText.None, false) : entry.Event);
        AssertDecision("where 'failed' follows", entries, entry => entry.Event is OutcomeFixed ? new OutcomeFixed(RunOutcome.Succeeded, null) : entry.Event);
        AssertDecision("where 'failed' follows", entries, entry => entry.Event is RunEnded ? new RunEnded(RunOutcome.Succeeded) : entry.Event);
        AssertDecision("amount to 'failure'", BundledRuns.ShortRun().Write(), entry => entry.Event is SessionChanged { State: "Stopped" } session ? session with { Result = "Failed" } : entry.Event);
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("report.md")]
    [InlineData("junit.xml")]
    [InlineData("VERIFY.md")]
    public void Another_page_signed_by_the_trusted_key_itself_is_rendered_anew_and_differs(string path)
    {
        var page = Encoding.UTF8.GetString(BundledRuns.Small.Find(path)!.Value.Span);
        var files = Resigned(BundledRuns.Small.With(path, Encoding.UTF8.GetBytes(page + "<p>All went well.</p>")), BundledRuns.Signer);
        BundleVerifierTests.AssertRefused("DR0712", BundleVerifier.Verify(files, Trust));
    }

    [Fact]
    public void Pages_of_another_renderer_are_said_to_be_covered_and_their_facts_are_compared_all_the_same()
    {
        var report = ReportJson.Read(BundledRuns.Small.Find("report.json")!.Value.Span) with { RendererVersion = 999 };
        var files = Resigned(BundledRuns.Small.With("report.json", ReportJson.Write(report)).With("report.md", "other words"u8.ToArray()), BundledRuns.Signer, 999);
        var verdict = BundleVerifier.Verify(files, Trust);
        Assert.Empty(verdict.Findings);
        Assert.Contains(verdict.NotProven, left => left.What == "report" && left.Text.Contains("not re-derived", StringComparison.Ordinal));

        var lying = report with { Verdict = report.Verdict with { Outcome = RunOutcome.Succeeded } };
        BundleVerifierTests.AssertRefused("DR0711", BundleVerifier.Verify(Resigned(BundledRuns.Small.With("report.json", ReportJson.Write(lying)), BundledRuns.Signer, 999), Trust));
    }

    [Fact]
    public void A_rehearsal_cannot_be_signed_as_a_drill()
    {
        var files = BundledRuns.Rehearsed;
        Assert.True(DsseEnvelope.TryRead(files.Find("attestation.dsse.json")!.Value.Span, out var envelope, out _));
        var payload = Encoding.UTF8.GetString(envelope.Payload.Span)
            .Replace("\"kind\":\"rehearsal\"", "\"kind\":\"drill\"", StringComparison.Ordinal)
            .Replace("\"rehearsal\":true", "\"rehearsal\":false", StringComparison.Ordinal);
        var lying = files.With("attestation.dsse.json", DsseEnvelope.Of(Encoding.UTF8.GetBytes(payload)).Write()).SignedBy(BundledRuns.Signer);
        BundleVerifierTests.AssertRefused("DR0708", BundleVerifier.Verify(lying, Trust));
    }

    [Fact]
    public void Base64_that_means_the_same_and_is_written_otherwise_is_refused()
    {
        var text = Encoding.UTF8.GetString(BundledRuns.Small.Find("attestation.dsse.json")!.Value.Span);
        var spaced = text.Insert(text.IndexOf("eyJ", StringComparison.Ordinal) + 4, "\\n");
        BundleVerifierTests.AssertRefused("DR0704", BundleVerifier.Verify(BundledRuns.Small.With("attestation.dsse.json", Encoding.UTF8.GetBytes(spaced)), Trust));
    }

    private static void AssertDecision(string why, IEnumerable<Core.Journal.JournalEntry> entries, Func<Core.Journal.JournalEntry, RunEvent> forge)
    {
        var forged = BundledRuns.Journal(entries.Select(entry => entry with { Event = forge(entry) }));
        var verdict = BundleVerifier.Verify(Resigned(BundledRuns.Small.With("journal.jsonl", forged), BundledRuns.Signer), Trust);
        Assert.Equal(BundleStanding.Refused, verdict.Standing);
        Assert.Contains(verdict.Findings, finding => finding.Code == "DR0710" && finding.Message.Contains(why, StringComparison.Ordinal));
    }

    private static (BundleFiles Files, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Changing) Changing(string run) => run == "small"
        ? (BundledRuns.Small, BundledRuns.Small.All)
        : (SignedRun.Good, SignedRun.Good.All.Where(file => file.Key is "journal.jsonl" or "manifest.sha256" || file.Key.StartsWith("approvals/", StringComparison.Ordinal)));

    private static BundleStanding Verify(BundleFiles files) => BundleVerifier.Verify(files, Trust).Standing;

    private static byte[] Changed(ReadOnlySpan<byte> content, int at, byte flip)
    {
        var changed = content.ToArray();
        changed[at] ^= flip;
        return changed;
    }

    private static string[] Lines(BundleFiles files) => Encoding.UTF8.GetString(files.Find("journal.jsonl")!.Value.Span).Split('\n')[..^1];

    private static byte[] Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static BundleFiles WithVerdict(string outcome)
    {
        var report = Encoding.UTF8.GetString(BundledRuns.Small.Find("report.json")!.Value.Span);
        var changed = report.Replace("\"outcome\":\"succeeded-with-findings\"", $"\"outcome\":\"{outcome}\"", StringComparison.Ordinal);
        Assert.NotEqual(report, changed);
        return BundledRuns.Small.With("report.json", Encoding.UTF8.GetBytes(changed));
    }

    /// <summary>The manifest follows the files; the statements do not.</summary>
    private static BundleFiles Listed(BundleFiles files) => files.With("manifest.sha256", Manifest.Write(files));

    /// <summary>Manifest and statements follow the files, and are signed.</summary>
    private static BundleFiles Resigned(BundleFiles files, PemSigner signer, int rendererVersion = RendererVersion.Current)
    {
        var listed = Listed(files);
        var manifest = listed.Find("manifest.sha256")!.Value;
        Assert.True(Manifest.TryRead(manifest.Span, out var digests));
        var run = BundledRun.Read(BundledRuns.Small.Find("journal.jsonl")!.Value.Span, BundledRuns.Small.Find("plan.json")!.Value.Span);
        run = run with { Report = run.Report with { RendererVersion = rendererVersion } };
        var subjects = Statement.Subjects(digests, manifest.Span);
        return listed
            .With("attestation.dsse.json", DsseEnvelope.Of(Statement.Attestation(run, subjects, null)).Write())
            .With("test-result.dsse.json", DsseEnvelope.Of(Statement.TestResult(run, subjects)).Write())
            .Without(BundleSigning.KeyFile((PemSignerKey)BundledRuns.Signer.Key))
            .SignedBy(signer);
    }
}
