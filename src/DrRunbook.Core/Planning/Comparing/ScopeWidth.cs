using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which of two scopes covers more vApps; covering is good.</summary>
internal static class ScopeWidth
{
    /// <param name="before">Null covers none.</param>
    /// <param name="after">Null covers none.</param>
    public static DifferenceEffect Of(VAppScope? before, VAppScope? after) =>
        !Covers(after, before) ? DifferenceEffect.Weakens : !Covers(before, after) ? DifferenceEffect.Strengthens : DifferenceEffect.Neutral;

    private static bool Covers(VAppScope? wide, VAppScope? narrow) =>
        narrow is null || (wide is not null && (wide.VApps.IsEmpty || (!narrow.VApps.IsEmpty && narrow.VApps.All(wide.Covers))));
}
