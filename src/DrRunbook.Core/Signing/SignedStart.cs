using System.Text.Json;
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

    /// <summary>Reads what was signed; null for anything but the one form of a start.</summary>
    public static SignedStart? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<SignedStart>(bytes, CoreJson.Options) is { } start && bytes.SequenceEqual(start.ToBytes()) ? start : null;
        }
        catch (Exception damage) when (damage is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
