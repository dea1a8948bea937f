using System.Text;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Every signature on both envelopes holds, whoever made it.</summary>
internal static class SignatureCheck
{
    /// <returns>The envelopes by name, and the keys that have signed both; less where something does not hold.</returns>
    public static (ImmutableDictionary<string, DsseEnvelope> Envelopes, ImmutableArray<SignerKey> Keys) Check(BundleFiles files, VerificationNotes notes)
    {
        var read = ImmutableDictionary.CreateBuilder<string, DsseEnvelope>();
        var keys = new SortedDictionary<string, (SignerKey Key, int Count)>(StringComparer.Ordinal);
        foreach (var name in BundleSigning.Envelopes)
        {
            if (!DsseEnvelope.TryRead(files.Find(name)!.Value.Span, out var envelope, out var problem))
            {
                notes.Find(VerificationDiagnostics.NotCanonical(name, problem));
                continue;
            }

            read.Add(name, envelope);
            var message = envelope.ToBeSigned();
            foreach (var signature in envelope.Signatures)
            {
                if (Check(files, message, signature, out var key) is { } wrong)
                {
                    notes.Find(VerificationDiagnostics.SignatureWrong(name, signature.KeyId, wrong));
                }
                else
                {
                    keys[key!.Id] = (key, keys.GetValueOrDefault(key.Id).Count + 1);
                }
            }
        }

        foreach (var (path, _) in files.Below(BundleNames.KeysFolder).Where(file => !keys.Values.Any(signer => signer.Key is PemSignerKey key && BundleSigning.KeyFile(key) == file.Key)))
        {
            notes.Find(VerificationDiagnostics.FileUnknown(path));
        }

        foreach (var (id, _) in keys.Where(signer => signer.Value.Count < BundleSigning.Envelopes.Length))
        {
            notes.Find(VerificationDiagnostics.NotSignedBy(
                read.GetValueOrDefault(BundleNames.Attestation)?.Signatures.Any(signature => signature.KeyId == id) == true ? BundleNames.TestResult : BundleNames.Attestation, $"key {id}", "it has signed the other statement alone"));
        }

        return (read.ToImmutable(), [.. keys.Values.Select(signer => signer.Key)]);
    }

    private static string? Check(BundleFiles files, byte[] message, DsseSignature signature, out SignerKey? key)
    {
        key = KeyOf(files, signature, out var problem);
        return key is null ? problem : key.WhyNot(message, signature.Bytes.Span) ?? (key.Id == signature.KeyId ? null : $"it was made by key {key.Id}");
    }

    /// <summary>An SSH signature holds its key; any other key is a file of the bundle. Whether to trust it is another question.</summary>
    private static SignerKey? KeyOf(BundleFiles files, DsseSignature signature, out string? problem)
    {
        if (signature.KeyId.StartsWith(SshSignerKey.IdPrefix, StringComparison.Ordinal))
        {
            return SshSignature.TryParse(signature.Bytes.Span, out var read, out problem) ? new SshSignerKey(read.PublicKey) : null;
        }

        problem = "the key that it names is not in the bundle";
        if (!signature.KeyId.StartsWith(PemSignerKey.IdPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var path = $"{BundleNames.KeysFolder}{signature.KeyId[PemSignerKey.IdPrefix.Length..]}.pem";
        return files.Find(path) is { } pem && PemSignerKey.TryRead(Encoding.UTF8.GetString(pem.Span), out var key, out _) ? key : null;
    }
}
