using DrRunbook.Cli.Composition;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>Signs a bundle with an SSH key by the operator's own <c>ssh-keygen</c>.</summary>
/// <param name="keyFile">The private key, or the public one of a key that an agent holds; an absolute path.</param>
/// <param name="error">Where what <c>ssh-keygen</c> says is passed on to.</param>
internal sealed class SshKeygenSigner(string keyFile, TextWriter error) : IBundleSigner
{
    /// <inheritdoc />
    public KeySignatures Sign(ImmutableArray<ReadOnlyMemory<byte>> messages)
    {
        var (signatures, problem, help) = SshKeygen
            .SignAllAsync(keyFile, SshSignerKey.Namespace, [.. messages.Select(message => message.ToArray())], error, CancellationToken.None)
            .GetAwaiter().GetResult();
        return problem is null
            ? new KeySignatures(new SshSignerKey(signatures[0].PublicKey), [.. signatures.Select(signature => (ReadOnlyMemory<byte>)signature.ToBytes())])
            : throw new SigningException(help is null ? problem : $"{problem} ({help})");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The key stays with ssh-keygen.
    }
}
