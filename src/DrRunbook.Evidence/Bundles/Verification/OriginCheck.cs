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

        foreach (var principal in trust.Principals.Where(principal => !signers.Any(signer => WhyNot(signer, principal, trust) is null)))
        {
            var why = signers.OfType<SshSignerKey>().Select(signer => WhyNot(signer, principal, trust)).FirstOrDefault();
            notes.Find(VerificationDiagnostics.NotSignedBy(BundleNames.Attestation, $"'{principal}'", why));
        }

        ImmutableArray<SignatureFact> facts = [.. signers.Select(signer => Fact(signer, trust))];
        foreach (var fact in facts)
        {
            if (fact.Trusted)
            {
                var whose = fact.Principals.IsEmpty ? "a key that you named" : $"the key of {string.Join(", ", fact.Principals)} by your allowed signers";
                notes.Prove("origin", $"signed by {fact.KeyId} ({fact.KeyType}), {whose}");
            }
            else
            {
                notes.Leave("origin", $"signed by {fact.KeyId} ({fact.KeyType}), a key that you did not name");
            }
        }

        if (facts.IsEmpty)
        {
            notes.Leave("origin", "nobody has signed the bundle");
        }

        if (trust.IsEmpty)
        {
            notes.Find(VerificationDiagnostics.OriginNotProven(BundleNames.Attestation));
        }

        return facts;
    }

    private static SignatureFact Fact(SignerKey signer, BundleTrust trust)
    {
        ImmutableArray<string> principals = [.. trust.Principals.Where(principal => WhyNot(signer, principal, trust) is null)];
        return new SignatureFact(signer.Id, signer.Type, principals, !principals.IsEmpty || trust.Keys.Any(key => key.Id == signer.Id));
    }

    private static string? WhyNot(SignerKey signer, string principal, BundleTrust trust) =>
        signer is SshSignerKey ssh && trust.AllowedSigners is { } allowed
            ? allowed.WhyNot(principal, ssh.PublicKey, SshSignerKey.Namespace, trust.At)
            : "it is no SSH key";
}
