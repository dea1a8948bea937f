using DrRunbook.Core.Json;

namespace DrRunbook.Core.Signing;

/// <summary>What a person signs to start a run. Its canonical JSON is what is signed, byte for byte.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="PlanDigest">The plan that is to be carried out.</param>
/// <param name="Principal">Who starts it, as the allowed signers name them.</param>
/// <param name="At">When it was signed, UTC.</param>
public sealed record SignedStart(string Run, string PlanDigest, string Principal, DateTimeOffset At)
{
    /// <summary>The namespace of the signature.</summary>
    public const string Namespace = "drrun-start@v1";

    /// <summary>What is signed.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this);
}
