using System.Buffers.Binary;
using System.Security.Cryptography;
using DrRunbook.Core.Signing;
using NSec.Cryptography;

namespace DrRunbook.Core.Tests.Signing;

/// <summary>Signatures that <c>ssh-keygen</c> would not make, or only with a token that is plugged in.</summary>
internal static class Crafted
{
    private const string Application = "ssh:drrun";

    public static SshSignature WithRsa(RSA rsa, string purpose, byte[] message, string algorithm, HashAlgorithmName hash)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var key = new SshWriter().Name("ssh-rsa").Bytes(parameters.Exponent).Bytes([0, .. parameters.Modulus!]).ToArray();
        return Signature(key, purpose, message, signed =>
            new SshWriter().Name(algorithm).Bytes(rsa.SignData(signed, hash, RSASignaturePadding.Pkcs1)).ToArray());
    }

    public static SshSignature WithEd25519Token(string purpose, byte[] message, byte flags)
    {
        const string Type = "sk-ssh-ed25519@openssh.com";
        var algorithm = SignatureAlgorithm.Ed25519;
        using var owner = Key.Create(algorithm);
        var key = new SshWriter().Name(Type).Bytes(owner.PublicKey.Export(KeyBlobFormat.RawPublicKey)).Name(Application).ToArray();
        return Signature(key, purpose, message, signed =>
            new SshWriter().Name(Type).Bytes(algorithm.Sign(owner, Touched(signed, flags))).Raw([flags]).Number(7).ToArray());
    }

    public static SshSignature WithEcdsaToken(string purpose, byte[] message, byte flags)
    {
        const string Type = "sk-ecdsa-sha2-nistp256@openssh.com";
        using var owner = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = owner.ExportParameters(includePrivateParameters: false).Q;
        var key = new SshWriter().Name(Type).Name("nistp256").Bytes([4, .. point.X!, .. point.Y!]).Name(Application).ToArray();
        return Signature(key, purpose, message, signed =>
        {
            var fixedSize = owner.SignData(Touched(signed, flags), HashAlgorithmName.SHA256);
            var numbers = new SshWriter().Bytes(Minimal(fixedSize[..32])).Bytes(Minimal(fixedSize[32..])).ToArray();
            return new SshWriter().Name(Type).Bytes(numbers).Raw([flags]).Number(7).ToArray();
        });
    }

    /// <summary>A signature with bytes behind the inner signature.</summary>
    public static byte[] WithTail(SshSignature signature, byte[] tail)
    {
        var reader = new SshReader(signature.ToBytes());
        reader.Take("SSHSIG".Length + sizeof(uint));
        var (key, purpose) = (reader.Bytes().ToArray(), reader.Name());
        reader.Bytes();
        var hash = reader.Name();
        return Blob(key, purpose, hash, [.. reader.Bytes(), .. tail]);
    }

    private static SshSignature Signature(byte[] key, string purpose, byte[] message, Func<byte[], byte[]> sign)
    {
        var signed = new SshWriter().Raw("SSHSIG"u8).Name(purpose).Name("").Name("sha512").Bytes(SHA512.HashData(message)).ToArray();
        Assert.True(SshSignature.TryParse(Blob(key, purpose, "sha512", sign(signed)), out var signature, out var problem), problem);
        return signature;
    }

    private static byte[] Blob(byte[] key, string purpose, string hash, byte[] signature) =>
        new SshWriter().Raw("SSHSIG"u8).Number(1).Bytes(key).Name(purpose).Name("").Name(hash).Bytes(signature).ToArray();

    private static byte[] Touched(byte[] signed, byte flags)
    {
        var counter = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, 7);
        return [.. SHA256.HashData("ssh:drrun"u8), flags, .. counter, .. SHA256.HashData(signed)];
    }

    private static byte[] Minimal(byte[] number)
    {
        var digits = number.AsSpan().TrimStart((byte)0).ToArray();
        return digits[0] >= 0x80 ? [0, .. digits] : digits;
    }
}
