using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>When a daily window is open.</summary>
public static class Windows
{
    /// <summary>The first instant from <paramref name="now"/> on at which the window is open; <paramref name="now"/> itself where it is.</summary>
    /// <remarks><c>days</c> names the day on which a window opens. A time in the gap of a change to summer time moves forward by the gap; a window that this leaves empty does not open that day.</remarks>
    /// <exception cref="TimeZoneNotFoundException">The time zone is unknown; the runbook's loader refuses such a gate.</exception>
    public static DateTimeOffset NextOpening(WindowGate window, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var offset = -1; ; offset++)
        {
            var day = today.AddDays(offset);
            if (!window.Days.IsEmpty && !window.Days.Contains(day.DayOfWeek))
            {
                continue;
            }

            var opens = At(zone, day, window.From);
            var closes = At(zone, window.To <= window.From ? day.AddDays(1) : day, window.To);
            if (opens < closes && now < closes)
            {
                return opens > now ? opens : now;
            }
        }
    }

    private static DateTimeOffset At(TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            var before = zone.GetUtcOffset(local.AddHours(-3));
            return new DateTimeOffset(local, before).ToUniversalTime();
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
