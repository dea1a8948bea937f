using System.Text;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles;

/// <summary>Adds signatures to a bundle.</summary>
public static class BundleSigning
{
    /// <summary>What is signed.</summary>
    internal static ImmutableArray<string> Envelopes { get; } = [BundleNames.Attestation, BundleNames.TestResult];

    /// <summary>Signs both statements of a bundle, beside those who have signed them before.</summary>
    /// <param name="key">The key that signed.</param>
    /// <exception cref="BundleException">The bundle has no statements to sign.</exception>
    /// <exception cref="SigningException">No signature came about.</exception>
    public static BundleFiles SignedBy(this BundleFiles files, IBundleSigner signer, out SignerKey key)
    {
        ImmutableArray<DsseEnvelope> envelopes = [.. Envelopes.Select(name => Open(files, name))];
        var made = signer.Sign([.. envelopes.Select(envelope => (ReadOnlyMemory<byte>)envelope.ToBeSigned())]);
        for (var index = 0; index < envelopes.Length; index++)
        {
            files = files.With(Envelopes[index], envelopes[index].With(made.Key, made.Signatures[index]).Write());
        }

        key = made.Key;
        return key is PemSignerKey pem ? files.With(KeyFile(pem), Encoding.UTF8.GetBytes(pem.Write())) : files;
    }

    /// <summary>As <see cref="SignedBy(BundleFiles, IBundleSigner, out SignerKey)"/>.</summary>
    /// <exception cref="BundleException">The bundle has no statements to sign.</exception>
    /// <exception cref="SigningException">No signature came about.</exception>
    public static BundleFiles SignedBy(this BundleFiles files, IBundleSigner signer) => files.SignedBy(signer, out _);

    /// <summary>Where a bundle keeps a signer's public key.</summary>
    internal static string KeyFile(PemSignerKey key) => $"{BundleNames.KeysFolder}{key.Hex}.pem";

    private static DsseEnvelope Open(BundleFiles files, string name)
    {
        if (files.Find(name) is not { } bytes)
        {
            throw new BundleException($"{name} is missing");
        }

        return DsseEnvelope.TryRead(bytes.Span, out var envelope, out var problem) ? envelope : throw new BundleException($"{name} cannot be signed: {problem}");
    }
}
