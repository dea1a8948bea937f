using System.Globalization;
using System.Text.RegularExpressions;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads a <c>window</c> gate.</summary>
internal static partial class WindowBinder
{
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static WindowGate? Bind(MappingReader window, FileScope scope)
    {
        var from = window.RequiredText("from");
        var to = window.RequiredText("to");
        var timeZone = window.RequiredText("timeZone");
        var days = BindDays(window, scope);
        if (timeZone is { IsPlaceholder: false } && !IsTimeZone(timeZone.Value))
        {
            scope.Report(GateDiagnostics.UnknownTimeZone(timeZone.At, timeZone.Value));
        }

        if (from is { IsPlaceholder: false } && from.Value == to?.Value)
        {
            scope.Report(GateDiagnostics.EmptyWindow(to.At, to.Value));
        }

        return BindTime(from, "'from'", scope) is { } opens && BindTime(to, "'to'", scope) is { } closes && timeZone is not null
            ? new WindowGate(opens, closes, timeZone.Value, days)
            : null;
    }

    private static TimeOnly? BindTime(LocatedText? written, string what, FileScope scope)
    {
        if (written is null or { IsPlaceholder: true })
        {
            return written is null ? null : TimeOnly.MinValue;
        }

        if (TimeOnly.TryParseExact(written.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        scope.Report(GateDiagnostics.InvalidTimeOfDay(written.At, what, written.Value));
        return null;
    }

    private static bool IsTimeZone(string name) => ZoneForm().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static ImmutableArray<DayOfWeek> BindDays(MappingReader window, FileScope scope)
    {
        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        foreach (var day in window.Texts("days"))
        {
            var index = Array.IndexOf(Days, day.Value);
            if (index >= 0)
            {
                days.Add((DayOfWeek)index);
            }
            else if (!day.IsPlaceholder)
            {
                scope.Report(YamlDiagnostics.NotAChoice(day.At, "day", day.Value, Days, scope.Diagnostics.Suggest(day.Value, Days)));
            }
        }

        return days.ToImmutable();
    }

    /// <summary>The form of IANA names; keeps paths out of the look-up.</summary>
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex ZoneForm();
}
