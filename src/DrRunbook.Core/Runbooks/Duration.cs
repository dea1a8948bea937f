using System.Globalization;
using System.Text;

namespace DrRunbook.Core.Runbooks;

/// <summary>Durations as runbooks, plans and scenarios write them: <c>500ms</c>, <c>30s</c>, <c>45m</c>, <c>2h</c>, <c>1h30m</c>.</summary>
/// <remarks>Whole numbers with the units <c>h</c>, <c>m</c>, <c>s</c>, <c>ms</c>, each at most once and the larger first. A bare number is no duration.</remarks>
public static class Duration
{
    private static readonly (string Name, long Milliseconds)[] Units = [("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>The longest duration that can be written: 8760 hours, a year.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(8760);

    /// <summary>Reads a duration, zero included.</summary>
    /// <returns>Null where the text is no duration, or one above <see cref="Longest"/>.</returns>
    public static TimeSpan? Parse(string text)
    {
        var milliseconds = 0L;
        var nextUnit = 0;
        var position = 0;
        while (position < text.Length)
        {
            var digits = text.AsSpan(position).IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 12)
            {
                return null;
            }

            var letters = position + digits;
            var end = letters;
            while (end < text.Length && char.IsAsciiLetterLower(text[end]))
            {
                end++;
            }

            var unit = Array.FindIndex(Units, nextUnit, candidate => text.AsSpan(letters, end - letters).SequenceEqual(candidate.Name));
            if (unit < 0)
            {
                return null;
            }

            // 12 digits of hours are 3.6e18 ms: still a long, and the sum is checked before the next is added.
            milliseconds += long.Parse(text.AsSpan(position, digits), NumberStyles.None, CultureInfo.InvariantCulture) * Units[unit].Milliseconds;
            if (milliseconds > (long)Longest.TotalMilliseconds)
            {
                return null;
            }

            nextUnit = unit + 1;
            position = end;
        }

        return position == 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
    }

    /// <summary>Writes a duration so that <see cref="Parse"/> reads it: 5400 seconds are <c>1h30m</c>, zero is <c>0s</c>.</summary>
    /// <param name="duration">Parts below a millisecond are left out; a negative one, such as the slack to a missed objective, gets a minus sign.</param>
    public static string Format(TimeSpan duration)
    {
        var rest = Math.Abs(duration.Ticks / TimeSpan.TicksPerMillisecond);
        if (rest == 0)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        foreach (var (name, size) in Units)
        {
            if (rest >= size)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / size}{name}");
                rest %= size;
            }
        }

        return text.ToString();
    }
}
