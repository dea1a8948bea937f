using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Whose word counts: told by whoever verifies, never by the bundle.</summary>
public sealed record BundleTrust
{
    /// <summary>Nobody's.</summary>
    public static BundleTrust None { get; } = new();

    /// <summary>Each of these keys must have signed.</summary>
    public ImmutableArray<SignerKey> Keys { get; init; } = [];
}
