namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which of two sets of accepted codes lets more pass.</summary>
internal static class AcceptedCodes
{
    /// <summary>HTTP status codes; none stands for 200 to 299.</summary>
    public static DifferenceEffect OfStatuses(ImmutableArray<int> before, ImmutableArray<int> after) => Of(Statuses(before), Statuses(after));

    /// <summary>Codes as they stand.</summary>
    public static DifferenceEffect Of(IEnumerable<int> before, IEnumerable<int> after)
    {
        var was = before.ToHashSet();
        var now = after.ToHashSet();
        return !now.IsSubsetOf(was) ? DifferenceEffect.Weakens : now.Count < was.Count ? DifferenceEffect.Strengthens : DifferenceEffect.Neutral;
    }

    private static IEnumerable<int> Statuses(ImmutableArray<int> statuses) => statuses.IsEmpty ? Enumerable.Range(200, 100) : statuses;
}
