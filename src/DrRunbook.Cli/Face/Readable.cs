using System.Globalization;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>Times, spans and words as people read them.</summary>
internal static class Readable
{
    /// <summary>A time of day: <c>08:00:12Z</c>.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day and a time: <c>2026-11-23 08:00:12Z</c>.</summary>
    public static string DayAndTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Time since the start: <c>+00:12</c>, from an hour on <c>+1:02:03</c>.</summary>
    public static string Elapsed(TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Truncate(Math.Abs(span.TotalSeconds)));
        var sign = span < TimeSpan.Zero ? '-' : '+';
        return whole.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{whole:mm\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{(int)whole.TotalHours}:{whole:mm\\:ss}");
    }

    /// <summary>How long, to the second, and below one to the millisecond: <c>1h30m</c>, <c>12s</c>, <c>80ms</c>.</summary>
    public static string Span(TimeSpan span) =>
        Duration.Format(Math.Abs(span.TotalSeconds) < 1 ? span : TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)));

    /// <summary>A word of ours as journal and runbook write it: <c>in-doubt</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Words.Of(value);

    /// <summary>A number of things: <c>1 step</c>, <c>12 steps</c>.</summary>
    public static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
