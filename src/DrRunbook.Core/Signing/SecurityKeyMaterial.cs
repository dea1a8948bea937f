using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DrRunbook.Core.Signing;

/// <summary>A key that lives in a FIDO token (OpenSSH's PROTOCOL.u2f). Its owner has to have touched the token.</summary>
internal sealed class SecurityKeyMaterial : SshKeyMaterial
{
    public const string Ed25519Name = "sk-ssh-ed25519@openssh.com";
    public const string EcdsaName = "sk-ecdsa-sha2-nistp256@openssh.com";

    private const byte UserPresent = 0x01;

    private readonly string _name;
    private readonly SshKeyMaterial _inner;
    private readonly byte[] _application;

    public SecurityKeyMaterial(string name, SshKeyMaterial inner, ReadOnlySpan<byte> application) => (_name, _inner, _application) = (name, inner, application.ToArray());

    public override ImmutableArray<string> Algorithms => [_name];

    public override bool Verifies(string algorithm, ReadOnlySpan<byte> signed, SshReader signature)
    {
        var inner = signature.Bytes();
        var flags = signature.Byte();
        var counter = signature.Number();
        signature.End();

        Span<byte> touched = stackalloc byte[32 + 1 + sizeof(uint) + 32];
        SHA256.HashData(_application, touched);
        touched[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(touched[33..], counter);
        SHA256.HashData(signed, touched[37..]);
        return (flags & UserPresent) != 0 && _inner switch
        {
            Ed25519Material key => key.VerifiesRaw(touched, inner),
            EcdsaMaterial key => key.Verifies(touched, new SshReader(inner)),
            _ => false,
        };
    }
}
