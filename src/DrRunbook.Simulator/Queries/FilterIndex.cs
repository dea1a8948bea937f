namespace DrRunbook.Simulator.Queries;

/// <summary>Finds in a filter what narrows the rows by an index: an equality that must hold.</summary>
internal static class FilterIndex
{
    /// <summary>The value a name must equal; null: the filter does not say.</summary>
    public static string? Required(FilterExpression? filter, string name) => filter switch
    {
        Comparison { Operator: ComparisonOperator.Equal } comparison when Is(comparison, name) => comparison.Value,
        AllOf all => all.Parts.Select(part => Required(part, name)).FirstOrDefault(value => value is not null),
        _ => null,
    };

    private static bool Is(Comparison comparison, string name) => string.Equals(comparison.Name, name, StringComparison.OrdinalIgnoreCase);
}
