using System.Globalization;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Writes filters of the query service: comparisons joined by <c>;</c>, values in double quotes, a quotation mark inside doubled.</summary>
internal static class QueryFilter
{
    public static string Equal(string field, string value) => $"{field}==\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>At or after a time, rounded down to the second.</summary>
    public static string From(string field, DateTimeOffset time) =>
        $"{field}>=\"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\"";

    public static string All(params IEnumerable<string> comparisons) => string.Join(';', comparisons);
}
