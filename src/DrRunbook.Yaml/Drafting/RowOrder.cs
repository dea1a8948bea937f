using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Rows that start together.</summary>
/// <param name="Name">What the group of them is called, such as <c>wave 2</c>.</param>
internal sealed record RowBucket(string Name, ImmutableArray<RowStep> Steps);

/// <summary>Puts the rows of a scope in order: by wave, else by order number, else by their dependencies alone, else as the file has them.</summary>
internal static partial class RowOrder
{
    /// <summary>The buckets, first to last. Each step learns which one it is in.</summary>
    /// <param name="together">What all of them are called where their dependencies alone put them in order.</param>
    public static ImmutableArray<RowBucket> Of(IReadOnlyList<RowStep> steps, string together)
    {
        var column = steps.Any(step => step.Row[PlanColumn.Wave] is not null) ? PlanColumn.Wave
            : steps.Any(step => Number(step.Row[PlanColumn.Order]?.Text) is not null) ? PlanColumn.Order
            : (PlanColumn?)null;
        if (column is null && steps.Any(step => step.Row[PlanColumn.DependsOn] is not null))
        {
            return Numbered([new RowBucket(together, [.. steps])]);
        }

        var keys = Keys(steps, column);
        var sorted = steps.Zip(keys)
            .OrderBy(pair => pair.Second.Key)
            .ThenBy(pair => pair.Second.Alone)
            .ThenBy(pair => column == PlanColumn.Wave ? Number(pair.First.Row[PlanColumn.Order]?.Text) ?? decimal.MaxValue : 0)
            .ToList();
        return Numbered([.. sorted.GroupBy(pair => pair.Second, pair => pair.First).Select(bucket => new RowBucket(Name(column, bucket.First()), [.. bucket]))]);
    }

    /// <summary>The number in a cell such as <c>3</c>, <c>3.</c> or <c>Wave 3</c>; null where there is none.</summary>
    public static decimal? Number(string? text) =>
        text is not null && NumberForm().Match(text) is { Success: true } match
        && decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Whether a cell does nothing but count: <c>3</c>, <c>3.</c>, <c>1.2</c>, <c>Step 3</c>.</summary>
    public static bool IsCount(string text) => CountForm().IsMatch(text);

    /// <summary>
    /// Where each row stands. A row that does not say it stands alone behind the row above it (<c>Alone</c> is its number then, 0 for all others).
    /// </summary>
    private static List<(decimal Key, int Alone)> Keys(IReadOnlyList<RowStep> steps, PlanColumn? column)
    {
        var areNumbers = steps.All(step => column is null || step.Row[column.Value] is not { } cell || Number(cell.Text) is not null);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var keys = new List<(decimal, int)>();
        var last = decimal.MinValue;
        foreach (var (index, step) in steps.Index())
        {
            var text = column is null ? null : step.Row[column.Value]?.Text;
            decimal? key = text is null ? null
                : areNumbers || column == PlanColumn.Order ? Number(text)
                : seen.TryGetValue(text, out var known) ? known
                : seen[text] = seen.Count;
            last = key ?? last;
            keys.Add((last, key is null ? index + 1 : 0));
        }

        return keys;
    }

    private static string Name(PlanColumn? column, RowStep first)
    {
        var text = column is null ? null : first.Row[column.Value]?.Text;
        return column == PlanColumn.Wave ? (Number(text) is { } number ? string.Create(CultureInfo.InvariantCulture, $"wave {number}") : text ?? "together")
            : $"order {text}";
    }

    private static ImmutableArray<RowBucket> Numbered(ImmutableArray<RowBucket> buckets)
    {
        foreach (var (number, bucket) in buckets.Index())
        {
            foreach (var step in bucket.Steps)
            {
                step.Bucket = number;
            }
        }

        return buckets;
    }

    [GeneratedRegex(@"\A(?:step|no|nr|#)?[ .#]*[0-9]{1,9}(?:\.[0-9]{1,9}){0,7}[.)]?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CountForm();

    [GeneratedRegex(@"\A(?:[\p{L} ]{0,20}[ .#]?)?([0-9]{1,9}(?:\.[0-9]{1,4})?)[.)]?\z", RegexOptions.NonBacktracking)]
    private static partial Regex NumberForm();
}
