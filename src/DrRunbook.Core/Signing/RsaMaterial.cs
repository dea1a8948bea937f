using System.Security.Cryptography;

namespace DrRunbook.Core.Signing;

/// <summary>An RSA key with SHA-2 signatures (RFC 8332). SHA-1 (<c>ssh-rsa</c> as a signature) is never taken.</summary>
internal sealed class RsaMaterial : SshKeyMaterial
{
    public const string Name = "ssh-rsa";

    private const string Sha256Name = "rsa-sha2-256";
    private const string Sha512Name = "rsa-sha2-512";
    private const int FewestBits = 2048;
    private const int MostBits = 16384;

    private readonly byte[] _exponent;
    private readonly byte[] _modulus;

    private RsaMaterial(byte[] exponent, byte[] modulus) => (_exponent, _modulus) = (exponent, modulus);

    public override ImmutableArray<string> Algorithms => [Sha256Name, Sha512Name];

    public static RsaMaterial Read(ref SshReader reader)
    {
        var exponent = reader.PositiveNumber();
        var modulus = reader.PositiveNumber();
        return (modulus.Length * 8) is >= FewestBits and <= MostBits && exponent.Length <= sizeof(uint)
            ? new RsaMaterial(exponent.ToArray(), modulus.ToArray())
            : throw new FormatException($"an RSA key of {modulus.Length * 8} bits is not taken: {FewestBits} to {MostBits} are");
    }

    public override bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature)
    {
        var bytes = signature.Bytes();
        signature.End();
        if (bytes.Length != _modulus.Length)
        {
            return false;
        }

        try
        {
            using var key = RSA.Create(new RSAParameters { Exponent = _exponent, Modulus = _modulus });
            var hash = algorithm == Sha256Name ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
            return key.VerifyData(signed, bytes, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // No such key can exist (an even modulus, say): no signature is its own.
            return false;
        }
    }
}
