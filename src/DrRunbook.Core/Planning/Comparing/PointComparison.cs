using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The restore point of a failover, before and after; told only where both plans have one.</summary>
internal static class PointComparison
{
    /// <returns>Null where it is the same, or is not known of both.</returns>
    public static PlanDifference? Of(PlanPair pair, PlanStep before, PlanStep after)
    {
        if (before.Point is not { } was || after.Point is not { } now || was.Uid == now.Uid)
        {
            return null;
        }

        var effect = was.VApp == now.VApp ? Effects.OfDecline(was.OldestAt, now.OldestAt) : DifferenceEffect.Neutral;
        var how = effect switch { DifferenceEffect.Weakens => "an older", DifferenceEffect.Strengthens => "a newer", _ => "another" };
        return new PlanDifference(
            DifferenceKind.PointChanged,
            effect,
            after.Id,
            $"step '{after.Id}' fails over to {how} restore point",
            Text(was, pair.Before),
            Text(now, pair.After));
    }

    private static string Text(RestorePoint point, Plan plan) =>
        $"{Instant.Format(point.OldestAt)}, {Duration.Format(TimeSpan.FromSeconds(Math.Round((plan.PlannedAt - point.OldestAt).TotalSeconds)))} old when planned";
}
