namespace DrRunbook.Evidence.Signing;

/// <summary>Whoever can sign with a key.</summary>
public interface IBundleSigner : IDisposable
{
    /// <summary>Signs some messages, all with the same key: whoever has to be asked for it is asked once.</summary>
    /// <exception cref="SigningException">No signatures came about.</exception>
    KeySignatures Sign(ImmutableArray<ReadOnlyMemory<byte>> messages);
}

/// <summary>Signatures of one key.</summary>
/// <param name="Signatures">One for each message, in order.</param>
public sealed record KeySignatures(SignerKey Key, ImmutableArray<ReadOnlyMemory<byte>> Signatures);

/// <summary>A key could not be used, or its holder would not sign.</summary>
public sealed class SigningException(string message) : Exception(message);
