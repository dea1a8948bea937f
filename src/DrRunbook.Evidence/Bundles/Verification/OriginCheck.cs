using DrRunbook.Core.Diagnostics;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Who has signed, compared with whom the caller trusts.</summary>
internal static class OriginCheck
{
    public static ImmutableArray<SignatureFact> Check(ImmutableArray<SignerKey> signers, BundleTrust trust, VerificationNotes notes)
    {
        foreach (var key in trust.Keys.Where(key => !signers.Any(signer => signer.Id == key.Id)))
        {
            notes.Find(VerificationDiagnostics.NotSignedBy(BundleNames.Attestation, $"key {key.Id}", null));
        }

        ImmutableArray<SignatureFact> facts = [.. signers.Select(signer => new SignatureFact(signer.Id, signer.Type, [], trust.Keys.Any(key => key.Id == signer.Id)))];
        foreach (var fact in facts)
        {
            if (fact.Trusted)
            {
                notes.Prove("origin", $"signed by {fact.KeyId} ({fact.KeyType}), a key that you named");
            }
            else
            {
                notes.Leave("origin", $"also signed by {fact.KeyId} ({fact.KeyType}), a key that you did not name");
            }
        }

        if (trust.Keys.IsEmpty)
        {
            notes.Find(VerificationDiagnostics.OriginNotProven(BundleNames.Attestation));
        }

        return facts;
    }
}
