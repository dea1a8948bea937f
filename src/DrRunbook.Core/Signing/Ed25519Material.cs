using NSec.Cryptography;

namespace DrRunbook.Core.Signing;

/// <summary>An Ed25519 key (RFC 8709).</summary>
internal sealed class Ed25519Material : SshKeyMaterial
{
    public const string Name = "ssh-ed25519";

    private readonly byte[] _key;

    private Ed25519Material(byte[] key) => _key = key;

    public override ImmutableArray<string> Algorithms => [Name];

    public static Ed25519Material Read(ref SshReader reader)
    {
        var key = reader.Bytes();
        return key.Length == 32 ? new Ed25519Material(key.ToArray()) : throw new FormatException("an Ed25519 key has 32 bytes");
    }

    public override bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature)
    {
        var bytes = signature.Bytes();
        signature.End();
        return VerifiesRaw(signed, bytes);
    }

    public bool VerifiesRaw(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var algorithm = SignatureAlgorithm.Ed25519;
        return signature.Length == algorithm.SignatureSize
            && PublicKey.TryImport(algorithm, _key, KeyBlobFormat.RawPublicKey, out var key)
            && algorithm.Verify(key!, signed, signature);
    }
}
