using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Signing;

/// <summary>What a person signs to answer a gate. Its canonical JSON is what is signed, byte for byte.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="PlanDigest">The run's plan.</param>
/// <param name="Gate">The gate that is answered.</param>
/// <param name="Principal">Who answers, as <c>approvers</c> and the allowed signers name them.</param>
/// <param name="Note">A reason or evidence, or null.</param>
/// <param name="Nonce">That of the question: an answer to an earlier asking is none to this.</param>
/// <param name="At">When it was signed, UTC.</param>
/// <param name="ExpiresAt">Until when it may be taken, UTC.</param>
/// <param name="JournalLength">How many entries the journal had when the person looked.</param>
/// <param name="JournalHead">The hash of the last of them.</param>
public sealed record SignedAnswer(
    string Run,
    string PlanDigest,
    GateId Gate,
    GateDecision Decision,
    string Principal,
    string? Note,
    string Nonce,
    DateTimeOffset At,
    DateTimeOffset ExpiresAt,
    long JournalLength,
    string JournalHead)
{
    /// <summary>The namespace of the signature.</summary>
    public const string Namespace = "drrun-approval@v1";

    /// <summary>What is signed.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this);

    /// <summary>Why this does not answer a gate of this run for this person, as a sentence without its full stop; null where it does.</summary>
    /// <param name="state">The run before the answer.</param>
    /// <param name="gate">The gate that it is given to.</param>
    /// <param name="decision">The decision's word.</param>
    /// <param name="principal">Who is said to answer.</param>
    public string? WhyNot(RunState state, string gate, string decision, string principal)
    {
        var start = state.Start!;
        return this switch
        {
            _ when Run != start.Run => $"the answer was signed for run {Run}",
            _ when PlanDigest != start.PlanDigest => $"the answer was signed for another plan ({PlanDigest})",
            _ when Gate.Value != gate => $"the answer was signed for gate '{Gate}'",
            _ when Words.Of(Decision) != decision => $"what was signed is '{Words.Of(Decision)}', not '{decision}'",
            _ when Principal != principal => $"the answer was signed as '{Principal}', not as '{principal}'",
            _ when state.FindGate(gate)?.Gate.Asked is { } asked && asked.Nonce != Nonce =>
                $"the answer was signed for an earlier question of gate '{Gate}': look at the run again and answer anew",
            _ => null,
        };
    }

    /// <summary>Reads what was signed; null for anything but the one form of an answer.</summary>
    public static SignedAnswer? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<SignedAnswer>(bytes, CoreJson.Options) is { } answer && bytes.SequenceEqual(answer.ToBytes()) ? answer : null;
        }
        catch (Exception damage) when (damage is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
