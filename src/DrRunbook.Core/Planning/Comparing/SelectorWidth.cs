using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which of two selectors accepts worse restore points.</summary>
internal static class SelectorWidth
{
    /// <summary>An age that may be greater, points that no longer have to fit others, and one point or time in place of the latest weaken; what cannot be told is neutral.</summary>
    public static DifferenceEffect Of(RestorePointSelector before, RestorePointSelector after) => (before, after) switch
    {
        (PointWithMaxAge was, PointWithMaxAge now) => Effects.OfGrowth(was.MaxAge, now.MaxAge),
        (PointBefore was, PointBefore now) => Effects.OfDecline(was.Time, now.Time),
        (PointNotNewerThan was, PointNotNewerThan now) => Fitting(was, now),
        (LatestPoint, PointWithMaxAge or PointNotNewerThan) => DifferenceEffect.Strengthens,
        (LatestPoint, PointBefore or PointById or PointByName) => DifferenceEffect.Weakens,
        (PointWithMaxAge or PointNotNewerThan, _) => DifferenceEffect.Weakens,
        (_, PointWithMaxAge or PointNotNewerThan) => DifferenceEffect.Strengthens,
        _ => DifferenceEffect.Neutral,
    };

    /// <summary>The selector in words.</summary>
    public static string Describe(RestorePointSelector selector) => selector switch
    {
        PointById id => $"id {id.Id}",
        PointByName name => $"named {name.Name}",
        PointBefore before => $"latest before {Instant.Format(before.Time)}",
        PointWithMaxAge maxAge => $"latest, at most {Duration.Format(maxAge.MaxAge)} old",
        PointNotNewerThan not => $"not newer than {string.Join(", ", not.Steps.Select(step => step.Value).Order(StringComparer.Ordinal))}",
        _ => "latest",
    };

    private static DifferenceEffect Fitting(PointNotNewerThan before, PointNotNewerThan after) =>
        before.Steps.Any(step => !after.Steps.Contains(step)) ? DifferenceEffect.Weakens
        : after.Steps.Any(step => !before.Steps.Contains(step)) ? DifferenceEffect.Strengthens
        : DifferenceEffect.Neutral;
}
