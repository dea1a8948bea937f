using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Bundles;

/// <summary>Signs with an SSH key of a test, by the real <c>ssh-keygen</c>.</summary>
internal sealed class RingSigner(SshKeyRing ring, string name) : IBundleSigner
{
    public KeySignatures Sign(ImmutableArray<ReadOnlyMemory<byte>> messages)
    {
        Assert.True(SshPublicKey.TryParse(ring.PublicLine(name), out var key, out _));
        return new KeySignatures(new SshSignerKey(key), [.. messages.Select(message => (ReadOnlyMemory<byte>)Bytes(ring.Sign(name, SshSignerKey.Namespace, message.ToArray())))]);
    }

    public void Dispose()
    {
        // The ring is the test's.
    }

    private static byte[] Bytes(string armored)
    {
        Assert.True(SshSignature.TryParse(armored, out var signature, out _));
        return signature.ToBytes();
    }
}
