using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads lists of numbers, such as exit codes and HTTP statuses.</summary>
internal static class Numbers
{
    public static ImmutableArray<int> Bind(LocatedNode node, string what, int min, int max, FileScope scope)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in scope.Values.Items(node, what))
        {
            if (scope.Values.WholeNumber(item, $"an item of {what}", min, max) is { } number)
            {
                numbers.Add(number);
            }
        }

        return numbers.ToImmutable();
    }

    /// <summary>An HTTP status or a list of them; empty where none is stated, which means 200 to 299.</summary>
    public static ImmutableArray<int> BindStatuses(LocatedNode? node, FileScope scope) => node switch
    {
        null => [],
        SequenceNode => Bind(node, "'status'", 100, 599, scope),
        _ => scope.Values.WholeNumber(node, "'status'", 100, 599) is { } only ? [only] : [],
    };
}
