using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Queries;

/// <summary>Something that <c>/query?type=</c> can ask for.</summary>
internal abstract class QueryType(string name)
{
    /// <summary>The type's name; requests do not mind its case.</summary>
    public string Name { get; } = name;

    /// <summary>The plural element that holds entities.</summary>
    public string Plural { get; init; } = name + "s";

    /// <summary>Whether it is a key resource, with references and entities, or a resource with one form.</summary>
    public bool IsKeyResource { get; init; } = true;

    public abstract QueryPage Run(QueryRequest request);
}

/// <summary>What a query asks for.</summary>
/// <param name="Filter">Null: everything.</param>
/// <param name="SortBy">Null: the order of the type.</param>
/// <param name="Entities">Whether entities are wanted instead of references.</param>
internal sealed record QueryRequest(
    LogonSession Session, DateTimeOffset Now, FilterExpression? Filter, bool IgnoreUnknownNames, string? SortBy, bool Descending, int PageSize, int Page, bool Entities);

/// <summary>One page of an answer.</summary>
internal sealed record QueryPage(IReadOnlyList<Element> Items, int PagesCount);

/// <typeparam name="T">The type of the things queried.</typeparam>
/// <param name="rows">What there is; the filter lets it use an index.</param>
/// <param name="entity">One as an entity.</param>
/// <param name="reference">One as a reference.</param>
internal sealed class QueryType<T>(
    string name,
    Func<QueryRequest, IEnumerable<T>> rows,
    Func<T, DateTimeOffset, Element> entity,
    Func<T, DateTimeOffset, Element> reference) : QueryType(name)
{
    public Dictionary<string, Field<T>> Fields { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public override QueryPage Run(QueryRequest request)
    {
        var predicate = request.Filter is null ? null : Compile(request.Filter, request);
        var order = Order(request);
        var matching = new List<T>();
        foreach (var row in rows(request))
        {
            if (predicate is null || predicate(row))
            {
                matching.Add(row);
            }
        }

        IEnumerable<T> sorted = order is null ? matching
            : request.Descending ? matching.OrderDescending(order) : matching.Order(order);
        var form = request.Entities || !IsKeyResource ? entity : reference;
        var page = sorted.Skip((int)Math.Min(int.MaxValue, (request.Page - 1L) * request.PageSize)).Take(request.PageSize);
        return new QueryPage([.. page.Select(row => form(row, request.Now))], (int)((matching.Count + (long)request.PageSize - 1) / request.PageSize));
    }

    private Comparer<T>? Order(QueryRequest request)
    {
        if (request.SortBy is null)
        {
            return null;
        }

        if (Fields.TryGetValue(request.SortBy, out var field))
        {
            return field.Order(request.Now);
        }

        return request.IgnoreUnknownNames ? null : throw new FilterException($"Property '{request.SortBy}' of {Name} is unknown");
    }

    private Func<T, bool> Compile(FilterExpression expression, QueryRequest request)
    {
        switch (expression)
        {
            case AllOf all:
                var every = all.Parts.Select(part => Compile(part, request)).ToArray();
                return row => Array.TrueForAll(every, part => part(row));
            case AnyOf any:
                var some = any.Parts.Select(part => Compile(part, request)).ToArray();
                return row => Array.Exists(some, part => part(row));
            case Comparison comparison when Fields.TryGetValue(comparison.Name, out var field):
                return field.Compile(comparison.Operator, comparison.Value, request.Now);
            case Comparison when request.IgnoreUnknownNames:
                return _ => true;
            case Comparison unknown:
                throw new FilterException($"Property '{unknown.Name}' of {Name} is unknown");
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }
}
