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
        var from = BindTime(window, "from", scope);
        var to = BindTime(window, "to", scope);
        var timeZone = window.RequiredText("timeZone");
        if (timeZone is { IsPlaceholder: false } && !IsTimeZone(timeZone.Value))
        {
            scope.Report(GateDiagnostics.UnknownTimeZone(timeZone.At, timeZone.Value));
        }

        var days = BindDays(window, scope);
        if (from is null || to is null || timeZone is null)
        {
            return null;
        }

        if (from == to && !Rests(window))
        {
            scope.Report(GateDiagnostics.EmptyWindow(window.At, from.Value.ToString("HH:mm", CultureInfo.InvariantCulture)));
        }

        return new WindowGate(from.Value, to.Value, timeZone.Value, days);
    }

    private static TimeOnly? BindTime(MappingReader window, string key, FileScope scope)
    {
        if (window.RequiredText(key) is not { } written)
        {
            return null;
        }

        if (written.IsPlaceholder)
        {
            return TimeOnly.MinValue;
        }

        if (TimeOnly.TryParseExact(written.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        scope.Report(GateDiagnostics.InvalidTimeOfDay(written.At, $"'{key}'", written.Value));
        return null;
    }

    /// <summary>Whether a limit of the window rests on a value that is not known yet.</summary>
    private static bool Rests(MappingReader window) => window.Text("from")!.IsPlaceholder || window.Text("to")!.IsPlaceholder;

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
