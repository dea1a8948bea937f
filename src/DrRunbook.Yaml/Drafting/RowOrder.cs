using System.Globalization;
using System.Text.RegularExpressions;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Rows that start together.</summary>
/// <param name="Name">What the group of them is called, such as <c>wave 2</c>.</param>
internal sealed record RowBucket(string Name, ImmutableArray<RowStep> Steps);

/// <summary>
/// Puts the rows of a scope in order: by wave and within it by order number, else by order number alone, else by their dependencies alone, else as the
/// file has them.
/// </summary>
/// <param name="ordersWaves">Whether order numbers count within a wave; they do not where they only number the rows of the file.</param>
internal sealed partial class RowOrder(bool ordersWaves, DiagnosticBag diagnostics)
{
    /// <summary>The buckets, first to last. Each step learns which one it is in.</summary>
    /// <param name="together">What all of them are called where their dependencies alone put them in order.</param>
    public ImmutableArray<RowBucket> Of(IReadOnlyList<RowStep> steps, string together)
    {
        var column = steps.Any(step => step.Row[PlanColumn.Wave] is not null) ? PlanColumn.Wave
            : steps.Any(step => OrderNumber.Of(step.Row[PlanColumn.Order]?.Text) is not null) ? PlanColumn.Order
            : (PlanColumn?)null;
        if (column is null && steps.Any(step => step.Row[PlanColumn.DependsOn] is not null))
        {
            return Numbered([new RowBucket(together, [.. steps])]);
        }

        var within = column == PlanColumn.Wave ? Ranks([.. steps.Select(step => OrderNumber.Of(step.Row[PlanColumn.Order]?.Text))]) : [.. steps.Select(_ => (int?)0)];
        var sorted = steps.Zip(column == PlanColumn.Wave ? WaveKeys(steps) : Keys(steps, column), within)
            .OrderBy(row => row.Second.Key)
            .ThenBy(row => row.Second.Alone)
            .ThenBy(row => row.Third ?? int.MaxValue);
        var buckets = new List<RowBucket>();
        foreach (var wave in sorted.GroupBy(row => row.Second))
        {
            var parts = wave.GroupBy(row => ordersWaves ? row.Third : 0, row => row.First).Select(part => part.ToImmutableArray()).ToList();
            buckets.AddRange(parts.Select(part => new RowBucket(Name(column, part[0]) + (parts.Count > 1 ? Part(part[0]) : ""), part)));
        }

        return Numbered([.. buckets]);
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
    private static List<(int Key, int Alone)> Keys(IReadOnlyList<RowStep> steps, PlanColumn? column) =>
        Filled(column is null ? [.. steps.Select(_ => (int?)null)] : Ranks([.. steps.Select(step => OrderNumber.Of(step.Row[column.Value]?.Text))]));

    /// <summary>
    /// Where each row stands by its wave. Waves are numbers where most of them are, and one that is none stands alone at the end; else they are names, in
    /// the order in which they first appear. What differs from the others is told.
    /// </summary>
    private List<(int Key, int Alone)> WaveKeys(IReadOnlyList<RowStep> steps)
    {
        var numbers = steps.Select(step => OrderNumber.Of(step.Row[PlanColumn.Wave]?.Text)).ToImmutableArray();
        var names = steps.Where((step, index) => numbers[index] is null).Select(step => step.Row[PlanColumn.Wave]?.Text).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var areNumbers = numbers.OfType<OrderNumber>().Select(number => number.ToString()).Distinct().Count() is > 0 and var count && count >= names;
        var ranks = areNumbers ? Ranks(numbers) : ByAppearance(steps);
        var keys = Filled([.. ranks.Select((rank, index) => rank ?? (steps[index].Row[PlanColumn.Wave] is null ? null : int.MaxValue))]);
        foreach (var (index, step) in steps.Index())
        {
            if (step.Row[PlanColumn.Wave] is not { } cell || (numbers[index] is not null) == areNumbers)
            {
                continue;
            }

            diagnostics.Add(ImportDiagnostics.NotUnderstood(cell.At, "wave", cell.Text, areNumbers ? "a number as most of them are; the row stands alone at the end" : "a name as most of them are; waves stand as they first appear"));
            step.Comments.Add(DraftComments.Todo(cell, areNumbers ? "wave is no number as the others are, so the step stands at the end. Where does it belong" : "wave is a number and the others are names. Where does it belong"));
            keys[index] = areNumbers ? (int.MaxValue, index + 1) : keys[index];
        }

        return keys;
    }

    private static ImmutableArray<int?> ByAppearance(IReadOnlyList<RowStep> steps)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. steps.Select(step => step.Row[PlanColumn.Wave]?.Text is not { } text ? (int?)null : seen.TryGetValue(text, out var known) ? known : seen[text] = seen.Count)];
    }

    /// <summary>The place of each among all, equal ones in the same; null for none.</summary>
    private static ImmutableArray<int?> Ranks(ImmutableArray<OrderNumber?> numbers)
    {
        var places = numbers.OfType<OrderNumber>().Order().Select(number => number.ToString()).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. numbers.Select(number => number is null ? (int?)null : places[number.ToString()])];
    }

    private static List<(int Key, int Alone)> Filled(ImmutableArray<int?> ranks)
    {
        var keys = new List<(int, int)>();
        var last = -1;
        foreach (var (index, rank) in ranks.Index())
        {
            last = rank ?? last;
            keys.Add((last, rank is null ? index + 1 : 0));
        }

        return keys;
    }

    private static string Name(PlanColumn? column, RowStep first)
    {
        var text = column is null ? null : first.Row[column.Value]?.Text;
        return column == PlanColumn.Wave ? (OrderNumber.Of(text) is { } number ? $"wave {number}" : text ?? "together")
            : $"order {text}";
    }

    private static string Part(RowStep first) => OrderNumber.Of(first.Row[PlanColumn.Order]?.Text) is { } number ? $" order {number}" : " rest";

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
