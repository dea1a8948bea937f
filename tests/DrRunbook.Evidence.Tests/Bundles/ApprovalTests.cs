using DrRunbook.Evidence.Bundles.Verification;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>What people signed during a run, as its bundle shows it.</summary>
public sealed class ApprovalTests
{
    private static BundleTrust Trust { get; } = new() { Keys = [BundledRuns.Signer.Key] };

    [Fact]
    public void What_was_signed_lies_in_the_bundle_with_its_signature_and_the_allowed_signers()
    {
        var answered = Assert.Single(SignedRun.Good.Below("approvals/").Select(file => file.Key), path => path.EndsWith(".json", StringComparison.Ordinal) && path != "approvals/1.json");
        Assert.Equal(
            ((string[])["approvals/1.json", "approvals/1.json.sig", answered, $"{answered}.sig", "approvals/allowed_signers"]).Order(StringComparer.Ordinal),
            SignedRun.Good.Below("approvals/").Select(file => file.Key));
    }

    [Fact]
    public void Start_and_answer_that_were_signed_are_proven()
    {
        var verdict = BundleVerifier.Verify(SignedRun.Good, Trust);
        Assert.Empty(verdict.Findings);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.StartsWith("2 acts were signed by whom the journal names", verdict.Proven.Single(fact => fact.What == "approvals").Text, StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.NotProven, left => left.What == "approvals");
    }

    [Fact]
    public void Of_an_answer_that_nobody_signed_it_is_said_that_it_is_not_proven_who_gave_it()
    {
        var verdict = BundleVerifier.Verify(BundledRuns.Case("good"), Trust);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.EndsWith("'approve' at gate 'go' is not signed: not proven that 'maria@example.org' answered", Assert.Single(verdict.NotProven, left => left.What == "approvals").Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SignedRun.Forgeries), MemberType = typeof(SignedRun))]
    [MemberData(nameof(SignedRun.SubtleForgeries), MemberType = typeof(SignedRun))]
    public void What_was_signed_for_something_else_is_refused_though_the_trusted_key_signed_the_bundle(string what, string why)
    {
        var verdict = BundleVerifier.Verify(SignedRun.Forged(what), Trust);
        Assert.Equal(BundleStanding.Refused, verdict.Standing);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("DR0713", finding.Code);
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approvals/1.json")]
    [InlineData("approvals/1.json.sig")]
    [InlineData("approvals/allowed_signers")]
    public void Nothing_of_it_can_be_missing(string path) => Assert.Equal(BundleStanding.Refused, BundleVerifier.Verify(SignedRun.Good.Without(path), Trust).Standing);

    [Fact]
    public void Nothing_can_be_added_to_it() =>
        BundleVerifierTests.AssertRefused("DR0702", BundleVerifier.Verify(SignedRun.Good.With("approvals/3.json", "{}"u8.ToArray()), Trust));
}
