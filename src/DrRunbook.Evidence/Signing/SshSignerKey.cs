using DrRunbook.Core.Signing;

namespace DrRunbook.Evidence.Signing;

/// <summary>An SSH key. A signature is the binary form of what <c>ssh-keygen -Y sign</c> writes (SSHSIG), for the namespace <see cref="Namespace"/>.</summary>
public sealed class SshSignerKey(SshPublicKey key) : SignerKey
{
    /// <summary>What such a signature is made for.</summary>
    public const string Namespace = "drrun-bundle@v1";

    /// <summary>How the id of such a key begins.</summary>
    internal const string IdPrefix = "SHA256:";

    /// <summary>The key.</summary>
    public SshPublicKey PublicKey => key;

    /// <summary>The fingerprint, as <c>ssh-keygen -l</c> prints it.</summary>
    public override string Id => key.Fingerprint;

    /// <inheritdoc />
    public override string Type => key.Type;

    /// <inheritdoc />
    public override string? WhyNot(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        !SshSignature.TryParse(signature, out var read, out var problem) ? problem
            : read.PublicKey.Equals(key) ? read.WhyNot(message, Namespace)
            : $"it was made by key {read.PublicKey.Fingerprint}";
}
