using System.Globalization;

namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>Turns the manager's texts into values; what cannot be read is null.</summary>
internal static class WireValue
{
    /// <summary>The year that stands for "never" in the manager's database.</summary>
    private const int NeverYear = 1753;

    /// <summary>A time in UTC. Without a zone, UTC is meant; 1753-01-01 means that there is none.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year > NeverYear
            ? time
            : null;

    public static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Flag(string? text) => bool.TryParse(text, out var flag) ? flag : null;

    /// <summary>A documented word in its documented case; another word as it stands, so that it is seen and means nothing.</summary>
    public static string? Word(ImmutableArray<string> words, string? text) =>
        words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;

    /// <summary>The name in a label such as <c>erp-db@2026-11-23 05:59:59</c>.</summary>
    public static string? NameInLabel(string? label)
    {
        var at = label?.LastIndexOf('@') ?? -1;
        return at > 0 ? label![..at] : label;
    }
}
