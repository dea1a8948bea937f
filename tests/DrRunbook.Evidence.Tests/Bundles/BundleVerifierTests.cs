using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests.Bundles;

public sealed class BundleVerifierTests
{
    private static BundleTrust Trust { get; } = new() { Keys = [BundledRuns.Signer.Key] };

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void The_bundle_of_every_kind_of_run_is_authentic(string run)
    {
        var verdict = BundleVerifier.Verify(BundledRuns.Case(run), Trust);

        Assert.Empty(verdict.Findings);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Equal(Cases.Report(run).Verdict.Outcome, verdict.Claim!.Outcome);
    }

    [Fact]
    public void A_bundle_signed_by_a_trusted_key_is_authentic()
    {
        var verdict = BundleVerifier.Verify(BundledRuns.Small, Trust);
        Assert.Empty(verdict.Findings);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Equal(["files", "journal", "plan", "decisions", "report", "statement", "origin"], verdict.Proven.Select(fact => fact.What));
        Assert.Equal(RunOutcome.SucceededWithFindings, verdict.Claim!.Outcome);
    }

    [Fact]
    public void Without_a_trusted_key_a_bundle_is_intact_and_its_origin_is_not_proven()
    {
        var verdict = BundleVerifier.Verify(BundledRuns.Small, BundleTrust.None);
        Assert.Equal(BundleStanding.Intact, verdict.Standing);
        Assert.Equal("DR0715", Assert.Single(verdict.Findings).Code);
        Assert.Equal(BundledRuns.Signer.Key.Id, Assert.Single(verdict.Signatures).KeyId);
    }

    [Fact]
    public void A_bundle_that_nobody_signed_is_intact_at_most()
    {
        var files = BundleBuilder.Build(BundledRuns.Material(BundledRuns.ShortRun()), null);
        Assert.Equal(BundleStanding.Intact, BundleVerifier.Verify(files, BundleTrust.None).Standing);
        AssertRefused("DR0707", BundleVerifier.Verify(files, Trust));
    }

    [Fact]
    public void A_second_signature_stands_beside_the_first_and_each_is_asked_for_by_itself()
    {
        using var reviewer = PemSigner.New();
        var both = BundledRuns.Small.SignedBy(reviewer);
        var verdict = BundleVerifier.Verify(both, new BundleTrust { Keys = [BundledRuns.Signer.Key, reviewer.Key] });
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.All(verdict.Signatures, signature => Assert.True(signature.Trusted));
        Assert.Equal(BundleStanding.Authentic, BundleVerifier.Verify(both, Trust).Standing);
        AssertRefused("DR0707", BundleVerifier.Verify(BundledRuns.Small, new BundleTrust { Keys = [BundledRuns.Signer.Key, reviewer.Key] }));
    }

    [Fact]
    public void Whoever_signs_again_replaces_their_own_signature()
    {
        var again = BundledRuns.Small.SignedBy(BundledRuns.Signer);
        Assert.Equal(BundleStanding.Authentic, BundleVerifier.Verify(again, Trust).Standing);
        Assert.Single(BundleVerifier.Verify(again, Trust).Signatures);
    }

    [Fact]
    public void A_signature_on_one_statement_alone_counts_for_nothing()
    {
        using var reviewer = PemSigner.New();
        var both = BundledRuns.Small.SignedBy(reviewer);
        var half = both.With("test-result.dsse.json", BundledRuns.Small.Find("test-result.dsse.json")!.Value);
        AssertRefused("DR0707", BundleVerifier.Verify(half, Trust));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("evidence/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("keys/extra.pem")]
    public void A_file_that_nothing_vouches_for_is_found(string path) =>
        Assert.Equal(BundleStanding.Refused, BundleVerifier.Verify(BundledRuns.Small.With(path, "x"u8.ToArray()), Trust).Standing);

    [Fact]
    public void A_key_that_signed_nothing_is_found()
    {
        using var stranger = PemSigner.New();
        var key = BundledRuns.Small.SignedBy(stranger).Below("keys/").Single(file => !BundledRuns.Small.All.ContainsKey(file.Key));
        AssertRefused("DR0702", BundleVerifier.Verify(BundledRuns.Small.With(key.Key, key.Value), Trust));
    }

    [Fact]
    public void Every_file_that_is_missing_is_found() =>
        Assert.All(BundledRuns.Small.All.Keys, path => Assert.Equal(BundleStanding.Refused, BundleVerifier.Verify(BundledRuns.Small.Without(path), Trust).Standing));

    [Fact]
    public void No_files_are_no_bundle() => AssertRefused("DR0701", BundleVerifier.Verify(BundleFiles.None, Trust));

    internal static void AssertRefused(string code, BundleVerdict verdict)
    {
        Assert.Equal(BundleStanding.Refused, verdict.Standing);
        Assert.Contains(verdict.Findings, finding => finding.Code == code && finding.Severity == Severity.Error);
    }
}
