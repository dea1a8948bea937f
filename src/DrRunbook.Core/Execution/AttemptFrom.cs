namespace DrRunbook.Core.Execution;

/// <summary>Where an attempt of a step begins.</summary>
public enum AttemptFrom
{
    /// <summary>With its <c>require</c> gates, as every first attempt.</summary>
    Require,

    /// <summary>With its action: a group that goes on with what stands in it.</summary>
    Action,

    /// <summary>With its <c>verify</c> gates: its action stands and is not repeated.</summary>
    Verify,
}
