using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The steps that two plans share under different ids.</summary>
public static class RenamedSteps
{
    /// <summary>From the id that a step has in the later plan to the one that it had; without the steps that kept theirs.</summary>
    /// <param name="before">The earlier plan.</param>
    /// <param name="after">The later plan.</param>
    public static ImmutableDictionary<StepId, StepId> OldIds(Plan before, Plan after) =>
        new PlanPair(before, after).Renaming.NewIds.ToImmutableDictionary(pair => pair.Value, pair => pair.Key);
}
