using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Evidence.Bundles.Verification;

/// <summary>What a verification came to.</summary>
public enum BundleStanding
{
    /// <summary>Everything holds, and everybody whose signature was asked for has signed.</summary>
    Authentic,

    /// <summary>Everything holds, and who made it is not proven.</summary>
    Intact,

    /// <summary>Something does not hold, or somebody who was asked for has not signed.</summary>
    Refused,
}

/// <summary>What a verification found.</summary>
/// <param name="Claim">What the bundle says of its run; null where it cannot be read. Proven only as far as the standing goes.</param>
/// <param name="Proven">What was proven, in order.</param>
/// <param name="NotProven">What was not, and nobody should believe that it was.</param>
/// <param name="Findings">What does not hold; with an origin that is not proven a warning.</param>
public sealed record BundleVerdict(
    BundleStanding Standing,
    BundlePredicate? Claim,
    ImmutableArray<ProvenFact> Proven,
    ImmutableArray<ProvenFact> NotProven,
    ImmutableArray<SignatureFact> Signatures,
    ImmutableArray<Diagnostic> Findings);

/// <summary>Something that was proven, or was not.</summary>
/// <param name="What">A fixed word: <c>files</c>, <c>journal</c>, <c>plan</c>, <c>decisions</c>, <c>approvals</c>, <c>report</c>, <c>statement</c>, <c>timestamp</c>, <c>origin</c>.</param>
/// <param name="Text">In a sentence without its full stop.</param>
public sealed record ProvenFact(string What, string Text);

/// <summary>A signature on the bundle that holds.</summary>
/// <param name="Principals">Those who were asked for and whose key it is; empty for a key.</param>
/// <param name="Trusted">Whether it was asked for.</param>
public sealed record SignatureFact(string KeyId, string KeyType, ImmutableArray<string> Principals, bool Trusted);
