using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Drafting;

/// <summary>A number that puts rows in order. It is compared part by part: <c>1.9</c> stands before <c>1.10</c>.</summary>
internal sealed partial class OrderNumber : IComparable<OrderNumber>
{
    private readonly ImmutableArray<int> _parts;

    private OrderNumber(ImmutableArray<int> parts) => _parts = parts;

    /// <summary>The number in a cell such as <c>3</c>, <c>3.</c>, <c>1.10</c> or <c>Wave 3</c>; null where there is none.</summary>
    public static OrderNumber? Of(string? text) => text is not null && Form().Match(text) is { Success: true } match
        ? new OrderNumber([.. match.Groups[1].Value.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture))])
        : null;

    /// <summary>Whether it is the whole number that comes next.</summary>
    public bool Follows(OrderNumber other) => _parts is [var own] && other._parts is [var before] && own == before + 1;

    public int CompareTo(OrderNumber? other) => other is null ? 1
        : _parts.Zip(other._parts, (own, its) => own.CompareTo(its)).FirstOrDefault(difference => difference != 0) is var difference and not 0 ? difference
        : _parts.Length.CompareTo(other._parts.Length);

    public override string ToString() => string.Join('.', _parts);

    [GeneratedRegex(@"\A(?:[\p{L} ]{0,20}[ .#]?)?([0-9]{1,9}(?:\.[0-9]{1,9}){0,7})[.)]?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
