namespace DrRunbook.Evidence.Signing;

/// <summary>A public key that bundles are signed with.</summary>
public abstract class SignerKey
{
    /// <summary>What a signature names its key by, and what people compare.</summary>
    public abstract string Id { get; }

    /// <summary>The kind of key, for people.</summary>
    public abstract string Type { get; }

    /// <summary>Why this is no signature of the key over the message, as a sentence without its full stop; null where it is one.</summary>
    public abstract string? WhyNot(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
