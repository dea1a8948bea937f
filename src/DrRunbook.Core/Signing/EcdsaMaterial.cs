using System.Security.Cryptography;

namespace DrRunbook.Core.Signing;

/// <summary>A key on one of NIST's curves (RFC 5656).</summary>
internal sealed class EcdsaMaterial : SshKeyMaterial
{
    public const string Name256 = "ecdsa-sha2-nistp256";
    public const string Name384 = "ecdsa-sha2-nistp384";
    public const string Name521 = "ecdsa-sha2-nistp521";

    private readonly string _name;
    private readonly byte[] _x;
    private readonly byte[] _y;

    private EcdsaMaterial(string name, byte[] x, byte[] y) => (_name, _x, _y) = (name, x, y);

    public override ImmutableArray<string> Algorithms => [_name];

    private HashAlgorithmName Hash => _name switch
    {
        Name256 => HashAlgorithmName.SHA256,
        Name384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private ECCurve Curve => _name switch
    {
        Name256 => ECCurve.NamedCurves.nistP256,
        Name384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    public static EcdsaMaterial ReadOnCurve(string name, ref SshReader reader)
    {
        if (reader.Name() is var curve && !name.EndsWith($"-{curve}", StringComparison.Ordinal))
        {
            throw new FormatException($"a key of type '{name}' cannot lie on curve '{curve}'");
        }

        var size = SizeOf(name);
        var point = reader.Bytes();
        return point.Length == 1 + size + size && point[0] == 4
            ? new EcdsaMaterial(name, point.Slice(1, size).ToArray(), point[(1 + size)..].ToArray())
            : throw new FormatException("its point is not written out in full");
    }

    public override bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature)
    {
        var inner = new SshReader(signature.Bytes());
        signature.End();
        return Verifies(signed, inner);
    }

    /// <param name="signature">The two numbers r and s.</param>
    public bool Verifies(ReadOnlySpan<byte> signed, SshReader signature)
    {
        var r = signature.PositiveNumber();
        var s = signature.PositiveNumber();
        signature.End();
        var size = _x.Length;
        if (r.Length > size || s.Length > size)
        {
            return false;
        }

        Span<byte> fixedSize = stackalloc byte[size + size];
        r.CopyTo(fixedSize[(size - r.Length)..]);
        s.CopyTo(fixedSize[(size + size - s.Length)..]);
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = Curve, Q = new ECPoint { X = _x, Y = _y } });
            return key.VerifyData(signed, fixedSize, Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // The point does not lie on the curve: no signature is that key's.
            return false;
        }
    }

    private static int SizeOf(string name) => name switch
    {
        Name256 => 32,
        Name384 => 48,
        _ => 66,
    };
}
