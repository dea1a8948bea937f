namespace DrRunbook.Core.Forecasting;

/// <summary>What the number of a step in a forecast rests on, the best first.</summary>
public enum DurationBasis
{
    /// <summary>How long the step took in earlier real runs.</summary>
    History,

    /// <summary>A <c>wait</c> or a <c>window</c>: the clock alone decides, and it is known.</summary>
    Clock,

    /// <summary>The <c>target</c> that the runbook states.</summary>
    Target,

    /// <summary>A limit that the runbook states: <c>timeout</c>, and <c>within</c> of gates. The step may well be faster.</summary>
    Limit,

    /// <summary>The limit that holds where the runbook states none.</summary>
    DefaultLimit,
}
