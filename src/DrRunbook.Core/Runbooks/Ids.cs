namespace DrRunbook.Core.Runbooks;

/// <summary>A step's id: <c>[a-z][a-z0-9-]*</c>, with <c>/</c> between a using step and a used file's step.</summary>
public readonly record struct StepId(string Value) : IComparable<StepId>
{
    /// <inheritdoc />
    public int CompareTo(StepId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The id as written.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(StepId left, StepId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(StepId left, StepId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(StepId left, StepId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(StepId left, StepId right) => left.CompareTo(right) >= 0;
}

/// <summary>A gate's id: its step's where the step is a gate, else <c>STEP:require:1</c> or <c>STEP:verify:2</c>.</summary>
public readonly record struct GateId(string Value)
{
    /// <summary>The id as written.</summary>
    public override string ToString() => Value;
}

/// <summary>The name under which a runbook knows an Enterprise Manager.</summary>
public readonly record struct ManagerName(string Value)
{
    /// <summary>The name as written.</summary>
    public override string ToString() => Value;
}
