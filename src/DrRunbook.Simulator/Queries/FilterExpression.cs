namespace DrRunbook.Simulator.Queries;

/// <summary>A filter of the query service: comparisons, joined by AND (<c>;</c>) and OR (<c>,</c>).</summary>
internal abstract record FilterExpression;

/// <summary>One comparison. The value is without its quotes.</summary>
internal sealed record Comparison(string Name, ComparisonOperator Operator, string Value) : FilterExpression;

/// <summary>All must hold.</summary>
internal sealed record AllOf(ImmutableArray<FilterExpression> Parts) : FilterExpression;

/// <summary>One must hold.</summary>
internal sealed record AnyOf(ImmutableArray<FilterExpression> Parts) : FilterExpression;

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

/// <summary>A filter that the query service cannot understand; answered with 400.</summary>
internal sealed class FilterException(string message) : Exception(message);
