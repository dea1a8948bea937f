using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>Where a gate stands.</summary>
public enum GatePlace
{
    /// <summary>Among <c>require</c>.</summary>
    Require,

    /// <summary>It is the step's action.</summary>
    Own,

    /// <summary>Among <c>verify</c>.</summary>
    Verify,
}

/// <summary>How long a gate took in one run.</summary>
/// <param name="Gate">The gate as it was stated then.</param>
/// <param name="Length">From its first try to its end.</param>
/// <param name="HasPassed">Whether it held by itself: it was not turned into a finding, and nobody was asked instead.</param>
public readonly record struct GateSample(GatePlace Place, Gate Gate, TimeSpan Length, bool HasPassed)
{
    /// <summary>Whether time alone let it pass: what it took then tells nothing of today.</summary>
    public bool IsOfTheClock => Gate is WaitGate or WindowGate;

    /// <summary>Whether it asked the same as this gate does, whatever the limits of the two.</summary>
    public bool AsksAs(Gate other) => Gate.GetType() == other.GetType() && What(Gate).AsSpan().SequenceEqual(What(other));

    private static byte[] What(Gate gate) => CanonicalJson.Write(gate with { Within = null, Every = default, Otherwise = Otherwise.Fail });
}
