namespace DrRunbook.Evidence.Signing;

/// <summary>Whoever can sign with a key.</summary>
public interface IBundleSigner
{
    /// <summary>The public half.</summary>
    SignerKey Key { get; }

    /// <summary>Signs a message.</summary>
    /// <exception cref="SigningException">No signature came about.</exception>
    byte[] Sign(ReadOnlyMemory<byte> message);
}

/// <summary>A key could not be used, or its holder would not sign.</summary>
public sealed class SigningException(string message) : Exception(message);
