using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Bundles;
using DrRunbook.Evidence.Bundles.Verification;
using DrRunbook.Evidence.Signing;
using DrRunbook.Evidence.Tests.Journals;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

public sealed class SshSignatureOnBundleTests : IDisposable
{
    private readonly SshKeyRing _ring = new();

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_reviewer_countersigns_with_an_ssh_key_and_is_found_by_name()
    {
        var files = BundledRuns.Small.SignedBy(Reviewer());
        var trust = Trust($"maria@example.org namespaces=\"drrun-bundle@v1\" {_ring.PublicLine("maria")}") with { Keys = [BundledRuns.Signer.Key] };
        var verdict = BundleVerifier.Verify(files, trust);
        Assert.Equal(BundleStanding.Authentic, verdict.Standing);
        Assert.Contains(verdict.Signatures, signature => signature.Principals.SequenceEqual(["maria@example.org"]) && signature.KeyId == _ring.Fingerprint("maria"));
    }

    [Theory]
    [InlineData("omar@example.org {0}", "no key of 'maria@example.org'")]
    [InlineData("maria@example.org namespaces=\"git\" {0}", "may not sign for 'drrun-bundle@v1'")]
    [InlineData("maria@example.org valid-before=\"20200101Z\" {0}", "is not valid at")]
    public void Who_may_not_sign_by_the_callers_list_has_not_signed(string line, string why)
    {
        var files = BundledRuns.Small.SignedBy(Reviewer());
        var verdict = BundleVerifier.Verify(files, Trust(line.Replace("{0}", _ring.PublicLine("maria"), StringComparison.Ordinal)));
        BundleVerifierTests.AssertRefused("DR0707", verdict);
        Assert.Contains(verdict.Findings, finding => finding.Message.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void A_signature_for_another_purpose_is_none()
    {
        Assert.True(DsseEnvelope.TryRead(BundledRuns.Small.Find("attestation.dsse.json")!.Value.Span, out var envelope, out _));
        _ring.Make("maria");
        Assert.True(SshSignature.TryParse(_ring.Sign("maria", "drrun-approval@v1", envelope.ToBeSigned()), out var foreign, out _));
        Assert.Throws<SigningException>(() => envelope.With(new SshSignerKey(foreign.PublicKey), foreign.ToBytes()));
        var forced = envelope with { Signatures = envelope.Signatures.Insert(0, new DsseSignature(foreign.PublicKey.Fingerprint, foreign.ToBytes())) };
        BundleVerifierTests.AssertRefused("DR0706", BundleVerifier.Verify(BundledRuns.Small.With("attestation.dsse.json", forced.Write()), BundleTrust.None));
    }

    [Fact]
    public void Every_single_byte_of_a_countersigned_envelope_is_covered()
    {
        var files = BundledRuns.Small.SignedBy(Reviewer());
        var envelope = files.Find("attestation.dsse.json")!.Value.ToArray();
        var undetected = Enumerable.Range(0, envelope.Length).AsParallel().Where(at =>
        {
            var changed = (byte[])envelope.Clone();
            changed[at] ^= 1;
            return BundleVerifier.Verify(files.With("attestation.dsse.json", changed), BundleTrust.None).Standing != BundleStanding.Refused;
        });
        Assert.Empty(undetected);
    }

    private RingSigner Reviewer()
    {
        _ring.Make("maria");
        return new RingSigner(_ring, "maria");
    }

    private static BundleTrust Trust(string allowedSigners) =>
        new() { AllowedSigners = AllowedSigners.Parse(allowedSigners), Principals = ["maria@example.org"], At = TestRun.Begin };
}
