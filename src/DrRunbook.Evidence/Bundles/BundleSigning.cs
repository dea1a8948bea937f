using System.Text;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles;

/// <summary>Adds signatures to a bundle.</summary>
public static class BundleSigning
{
    private static readonly ImmutableArray<string> Envelopes = [BundleNames.Attestation, BundleNames.TestResult];

    /// <summary>Signs both statements of a bundle, beside those who have signed them before.</summary>
    /// <exception cref="BundleException">The bundle has no statements to sign.</exception>
    /// <exception cref="SigningException">No signature came about.</exception>
    public static BundleFiles SignedBy(this BundleFiles files, IBundleSigner signer)
    {
        foreach (var name in Envelopes)
        {
            if (files.Find(name) is not { } bytes)
            {
                throw new BundleException($"{name} is missing");
            }

            if (!DsseEnvelope.TryRead(bytes.Span, out var envelope, out var problem))
            {
                throw new BundleException($"{name} cannot be signed: {problem}");
            }

            files = files.With(name, envelope.SignedBy(signer).Write());
        }

        return signer.Key is PemSignerKey key ? files.With(KeyFile(key), Encoding.UTF8.GetBytes(key.Write())) : files;
    }

    /// <summary>Where a bundle keeps a signer's public key.</summary>
    internal static string KeyFile(PemSignerKey key) => $"{BundleNames.KeysFolder}{key.Hex}.pem";
}
