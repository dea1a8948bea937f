using DrRunbook.Core.Json;

namespace DrRunbook.Core.Runbooks;

/// <summary>The two modes of a real run.</summary>
public enum RunMode
{
    /// <summary>An exercise: afterwards every failover is undone.</summary>
    Drill,

    /// <summary>A disaster, or a planned move: nothing is undone.</summary>
    Disaster,
}

/// <summary>Which plans a step belongs to; every stated part must hold.</summary>
/// <param name="Mode">The mode, or null for either.</param>
/// <param name="Inputs">Inputs (with <c>choices</c>) and the value each must have; those of a used file go by <c>STEP/NAME</c>.</param>
public sealed record Condition(RunMode? Mode, ImmutableSortedDictionary<string, string> Inputs)
{
    /// <summary>Whether a step under this condition is in the plan.</summary>
    public bool Holds(RunMode mode, IReadOnlyDictionary<string, string> inputs) =>
        (Mode is null || Mode == mode) && Inputs.All(wanted => inputs.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    /// <summary>The condition in words, for plan and report: <c>mode is disaster and site is b</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts = Inputs.Select(wanted => $"{wanted.Key} is {wanted.Value}");
        return string.Join(" and ", Mode is null ? parts : parts.Prepend($"mode is {Words.Of(Mode.Value)}"));
    }
}
