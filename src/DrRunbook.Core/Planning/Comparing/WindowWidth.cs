using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which of two windows is open longer.</summary>
internal static class WindowWidth
{
    private const int Day = 24 * 60;

    /// <summary>Windows of two time zones cannot be told: when they are open depends on the season.</summary>
    public static DifferenceEffect Of(WindowGate before, WindowGate after)
    {
        if (before.TimeZone != after.TimeZone)
        {
            return DifferenceEffect.Neutral;
        }

        var was = Minutes(before);
        var now = Minutes(after);
        return !now.IsSubsetOf(was) ? DifferenceEffect.Weakens : now.Count < was.Count ? DifferenceEffect.Strengthens : DifferenceEffect.Neutral;
    }

    /// <summary>The minutes of the week at which it is open.</summary>
    private static HashSet<int> Minutes(WindowGate window)
    {
        var from = (window.From.Hour * 60) + window.From.Minute;
        var to = (window.To.Hour * 60) + window.To.Minute;
        var length = to > from ? to - from : to + Day - from;
        var days = window.Days.IsEmpty ? Enum.GetValues<DayOfWeek>() : [.. window.Days];
        return [.. days.SelectMany(day => Enumerable.Range(((int)day * Day) + from, length)).Select(minute => minute % (7 * Day))];
    }
}
