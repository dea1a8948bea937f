using System.Security.Cryptography.X509Certificates;
using DrRunbook.Core.Signing;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>Whose word counts: told by whoever verifies, never by the bundle.</summary>
public sealed record BundleTrust
{
    /// <summary>Nobody's.</summary>
    public static BundleTrust None { get; } = new();

    /// <summary>Each of these keys must have signed.</summary>
    public ImmutableArray<SignerKey> Keys { get; init; } = [];

    /// <summary>Whose SSH key is whose; null where no principal is asked for.</summary>
    public AllowedSigners? AllowedSigners { get; init; }

    /// <summary>Each of these principals must have signed.</summary>
    public ImmutableArray<string> Principals { get; init; } = [];

    /// <summary>Certificates of timestamp authorities, or of those who vouch for them; where there are any, one of them must have stamped the journal's head.</summary>
    public ImmutableArray<X509Certificate2> TimestampAuthorities { get; init; } = [];

    /// <summary>The time at which the keys of principals have to be valid, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether nobody was named.</summary>
    public bool IsEmpty => Keys.IsEmpty && Principals.IsEmpty;
}
