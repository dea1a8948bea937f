using DrRunbook.Core.Diagnostics;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Verifies a bundle from its bytes and the trusted keys alone: no store, no network, no clock, no configuration.</summary>
public static class BundleVerifier
{
    /// <summary>Verifies a bundle. What rests on something that does not hold is not looked at.</summary>
    public static BundleVerdict Verify(BundleFiles files, BundleTrust trust)
    {
        var notes = new VerificationNotes();
        var (claim, signers) = CheckAll(files, trust, notes);
        ImmutableArray<SignatureFact> facts = notes.Stopped
            ? [.. signers.Select(key => new SignatureFact(key.Id, key.Type, [], Trusted: false))]
            : OriginCheck.Check(signers, trust, notes);
        var standing = notes.Stopped ? BundleStanding.Refused : notes.Findings.Any(finding => finding.Severity == Severity.Warning) ? BundleStanding.Intact : BundleStanding.Authentic;
        return new BundleVerdict(standing, claim, notes.Proven, notes.NotProven, facts, notes.Findings);
    }

    private static (BundlePredicate? Claim, ImmutableArray<SignerKey> Signers) CheckAll(BundleFiles files, BundleTrust trust, VerificationNotes notes)
    {
        var digests = FileCheck.Check(files, notes);
        if (notes.Stopped)
        {
            return (null, []);
        }

        var (envelopes, signers) = SignatureCheck.Check(files, notes);
        if (notes.Stopped)
        {
            return (null, signers);
        }

        var subjects = Statement.Subjects(digests!, files.Find(BundleNames.Manifest)!.Value.Span);
        var claim = StatementCheck.CheckSubjects(envelopes, subjects, notes);
        if (notes.Stopped || claim is null)
        {
            return (claim, signers);
        }

        var run = RunCheck.Check(files, notes);
        if (notes.Stopped || run is null)
        {
            return (claim, signers);
        }

        var sameRenderer = ReportCheck.Check(files, run, notes);
        if (!notes.Stopped)
        {
            StatementCheck.CheckClaims(envelopes, run, subjects, claim, sameRenderer, notes);
        }

        if (!notes.Stopped)
        {
            TimestampCheck.Check(files, run.Head, trust, notes);
        }

        return (claim, signers);
    }
}
