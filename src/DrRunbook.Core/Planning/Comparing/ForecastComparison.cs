using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The forecasts of two plans, both from the same history.</summary>
public static class ForecastComparison
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    /// <summary>What has changed: it weakens where the later run is beyond its RTO and the earlier was not, or is longer by a tenth and by a minute.</summary>
    /// <param name="isOneClock">Whether the same step ends both; a run whose clock stops elsewhere is not better for a shorter time.</param>
    /// <returns>Null where both take as long, or one cannot be told.</returns>
    public static PlanDifference? Between(RunForecast? before, RunForecast? after, bool isOneClock = true)
    {
        if (before is null || after is null || Text(before) == Text(after))
        {
            return null;
        }

        var crosses = after.Rto is { } rto && ((after.Median > rto && before.Median <= rto) || (after.Percentile90 > rto && before.Percentile90 <= rto));
        var isBeyond = after.Rto is { } limit && after.Median > limit ? $", beyond the RTO of {Duration.Format(limit)}" : "";
        var effect = crosses || IsLonger(before.Median, after.Median) ? DifferenceEffect.Weakens
            : isOneClock && IsLonger(after.Median, before.Median) ? DifferenceEffect.Strengthens
            : DifferenceEffect.Neutral;
        return new PlanDifference(
            DifferenceKind.ForecastChanged, effect, Step: null, $"the forecast went from {About(before.Median)} to {About(after.Median)}{isBeyond}", Text(before), Text(after));
    }

    /// <summary>A forecast's two numbers.</summary>
    private static string Text(RunForecast forecast) => $"{About(forecast.Median)} at the median, {About(forecast.Percentile90)} at the 90th percentile";

    private static bool IsLonger(TimeSpan before, TimeSpan after) => after - before > Least && after - before > before / 10;

    private static string About(TimeSpan span) => ForecastFindings.Short(span);
}
