using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DrRunbook.Evidence.Signing;

/// <summary>An ECDSA key on the curve P-256. It signs with SHA-256; a signature is the DER form of RFC 3279, as <c>openssl dgst</c> reads it.</summary>
public sealed class PemSignerKey : SignerKey
{
    private const string Label = "PUBLIC KEY";
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _info;

    private PemSignerKey(byte[] info) => _info = info;

    /// <summary><c>sha256:</c> and the SHA-256, in lower-case hex, of the DER form (SubjectPublicKeyInfo, RFC 5280): of what <c>openssl pkey -pubin -outform DER</c> writes.</summary>
    public override string Id => $"{IdPrefix}{Hex}";

    /// <inheritdoc />
    public override string Type => "ECDSA P-256";

    /// <summary>The digest in <see cref="Id"/>.</summary>
    public string Hex => Convert.ToHexStringLower(SHA256.HashData(_info));

    /// <summary>How the id of such a key begins.</summary>
    internal const string IdPrefix = "sha256:";

    /// <summary>Of a key pair or a public key.</summary>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static PemSignerKey Of(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256
        ? new PemSignerKey(key.ExportSubjectPublicKeyInfo())
        : throw new ArgumentException("the key is not on the curve P-256", nameof(key));

    /// <summary>Reads a PEM text with one <c>PUBLIC KEY</c>.</summary>
    /// <param name="problem">What is wrong with it, as a sentence without its full stop.</param>
    public static bool TryRead(string pem, [NotNullWhen(true)] out PemSignerKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != Label)
        {
            problem = "it is no public key in PEM form";
            return false;
        }

        try
        {
            using var read = ECDsa.Create();
            read.ImportSubjectPublicKeyInfo(Convert.FromBase64String(pem[fields.Base64Data]), out _);
            key = Of(read);
            problem = null;
            return true;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or NotSupportedException or FormatException)
        {
            problem = "it is no ECDSA key on the curve P-256";
            return false;
        }
    }

    /// <summary>The PEM text, in the one form that a bundle holds it in.</summary>
    public string Write() => PemEncoding.WriteString(Label, _info) + "\n";

    /// <inheritdoc />
    public override string? WhyNot(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            ? null
            : $"the signature does not fit what was signed (key {Id})";
    }
}
