using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DrRunbook.Evidence.Signing;

/// <summary>Signs with an ECDSA key on the curve P-256 that is at hand.</summary>
public sealed class PemSigner : IBundleSigner
{
    private readonly ECDsa _pair;
    private readonly PemSignerKey _key;

    private PemSigner(ECDsa pair) => (_pair, _key) = (pair, PemSignerKey.Of(pair));

    /// <summary>The public half.</summary>
    public SignerKey Key => _key;

    /// <summary>The public half as a PEM text.</summary>
    public string PublicPem => _key.Write();

    /// <summary>Makes a new key pair.</summary>
    public static PemSigner New() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key: <c>PRIVATE KEY</c> (PKCS#8) or <c>EC PRIVATE KEY</c> (SEC 1).</summary>
    /// <param name="problem">What is wrong with it, as a sentence without its full stop.</param>
    public static bool TryRead(string pem, [NotNullWhen(true)] out PemSigner? signer, [NotNullWhen(false)] out string? problem)
    {
        signer = null;
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            problem = "it is sealed with a passphrase, which drrun does not ask for; an SSH key may have one, for ssh-keygen asks";
            return false;
        }

        var pair = ECDsa.Create();
        try
        {
            pair.ImportFromPem(pem);
            signer = new PemSigner(pair);
            problem = null;
            return true;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or NotSupportedException or FormatException)
        {
            pair.Dispose();
            problem = "it is no ECDSA key on the curve P-256";
            return false;
        }
    }

    /// <summary>The private key as a PEM text (PKCS#8, RFC 5208), not sealed.</summary>
    public string WritePrivate() => _pair.ExportPkcs8PrivateKeyPem() + "\n";

    /// <inheritdoc />
    public KeySignatures Sign(ImmutableArray<ReadOnlyMemory<byte>> messages) =>
        new(_key, [.. messages.Select(message => (ReadOnlyMemory<byte>)_pair.SignData(message.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))]);

    /// <inheritdoc />
    public void Dispose() => _pair.Dispose();
}
