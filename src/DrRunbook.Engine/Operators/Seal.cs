using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>What became of a command's signature.</summary>
/// <param name="Proof">That it holds; null where there is none, or one that does not hold.</param>
/// <param name="Refusal">Why it does not hold; null where it does, and where there is none.</param>
/// <param name="Blobs">What the proof names.</param>
public sealed record Seal(SignatureProof? Proof, string? Refusal, ImmutableArray<Blob> Blobs)
{
    /// <summary>There is no signature.</summary>
    public static Seal None { get; } = new(Proof: null, Refusal: null, []);

    internal static Seal Broken(string why) => new(Proof: null, why, []);
}
