using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which steps were certain to end before which others began, and which are. What follows from another difference is not told again.</summary>
internal sealed class OrderComparison
{
    private readonly PlanPair _pair;
    private readonly OrderSide _before;
    private readonly OrderSide _after;
    private readonly int _moved;

    public OrderComparison(PlanPair pair)
    {
        _pair = pair;
        var shared = pair.Both.Where(both => both.Before.Section == both.After.Section).Select(both => both.After.Id).ToHashSet();
        var moved = pair.Both.Where(both => shared.Contains(both.After.Id) && both.Before.Parent != both.After.Parent).Select(both => both.After.Id).ToList();
        _moved = moved.Count;
        _before = new OrderSide(pair.BeforeGraph, shared, moved);
        _after = new OrderSide(pair.AfterGraph, shared, moved);
    }

    public IEnumerable<PlanDifference> Compare()
    {
        var reversed = new HashSet<OrderedPair>();
        var lost = new HashSet<OrderedPair>();
        var gained = new HashSet<OrderedPair>();
        foreach (var pair in _before.Candidates().SelectMany(pair => Comparable(pair, _before, _after)).Where(pair => !_after.Holds(pair)))
        {
            (_after.Holds(pair.Turned) ? reversed : lost).Add(pair);
        }

        foreach (var pair in _after.Candidates().SelectMany(pair => Comparable(pair, _after, _before)).Where(pair => !_before.Holds(pair)))
        {
            (_before.Holds(pair.Turned) ? reversed : gained).Add(_before.Holds(pair.Turned) ? pair.Turned : pair);
        }

        return TooMany().Concat(Reversed(_before.WithoutInner(reversed)))
            .Concat(Waits(_before.Essential(lost), _before, "no longer waits for", "no longer wait for one another", DifferenceEffect.Weakens))
            .Concat(Waits(_after.Essential(gained), _after, "now waits for", "now wait for one another", DifferenceEffect.Strengthens));
    }

    /// <summary>A step that stands inside the other in the other plan is held against what stands in that one.</summary>
    private static IEnumerable<OrderedPair> Comparable(OrderedPair pair, OrderSide side, OrderSide other) =>
        other.IsInside(pair.First, pair.Second) ? side.ChildrenOf(pair.Second).SelectMany(child => Comparable(pair with { Second = child }, side, other))
        : other.IsInside(pair.Second, pair.First) ? side.ChildrenOf(pair.First).SelectMany(child => Comparable(pair with { First = child }, side, other))
        : [pair];

    /// <summary>What is not looked at is not passed over.</summary>
    private IEnumerable<PlanDifference> TooMany() => _moved <= OrderSide.MostMoved
        ? []
        : [new PlanDifference(DifferenceKind.OrderChanged, DifferenceEffect.Weakens, Step: null, FormattableString.Invariant($"{_moved} steps stand in other groups: their order among themselves was not compared, for they are more than {OrderSide.MostMoved}"))];

    /// <summary>Told of the fewest steps: of the one that was moved over others, not of each that it was moved over.</summary>
    private IEnumerable<PlanDifference> Reversed(HashSet<OrderedPair> pairs)
    {
        var left = pairs.ToList();
        while (left.Count > 0)
        {
            var mover = left.SelectMany(pair => new[] { pair.First, pair.Second }).CountBy(step => step).MaxBy(count => count.Value).Key;
            var now = left.Where(pair => pair.First == mover).Select(pair => pair.Second).ToList();
            var then = left.Where(pair => pair.Second == mover).Select(pair => pair.First).ToList();
            left.RemoveAll(pair => pair.First == mover || pair.Second == mover);
            var parts = new List<string>();
            if (now.Count > 0)
            {
                parts.Add(Moved("after", _after.LastOf(now), "before", _before.FirstOf(now)));
            }

            if (then.Count > 0)
            {
                parts.Add(Moved("before", _after.FirstOf(then), "after", _before.LastOf(then)));
            }

            yield return new PlanDifference(
                DifferenceKind.OrderChanged,
                DifferenceEffect.Weakens,
                mover,
                $"step '{mover}' now comes {string.Join(" and ", parts)}",
                Sides("before", _before.FirstOf(now), "after", _before.LastOf(then)),
                Sides("after", _after.LastOf(now), "before", _after.FirstOf(then)))
            { Others = [.. now, .. then] };
        }
    }

    private static string Moved(string side, List<StepId> ends, string otherSide, List<StepId> starts) =>
        $"{side} {Listed.Few(ends)} (was {otherSide}{(ends.SequenceEqual(starts) ? "" : $" {Listed.Few(starts)}")})";

    private static string Sides(string one, List<StepId> ones, string other, List<StepId> others) =>
        string.Join("; ", new[] { (one, ones), (other, others) }.Where(side => side.Item2.Count > 0).Select(side => $"{side.Item1} {Listed.Few(side.Item2)}"));

    /// <summary>Order that is gone or new: of a whole list at once where it has changed its way, else of each step that waits or no longer does.</summary>
    private IEnumerable<PlanDifference> Waits(List<OrderedPair> pairs, OrderSide side, string one, string many, DifferenceEffect effect)
    {
        var lists = pairs.Where(IsInOneList).GroupBy(pair => side.ParentOf(pair.Second)).Where(list => list.Skip(1).Any()).ToDictionary(list => list.Key!.Value, list => list.ToList());
        foreach (var (list, inside) in lists)
        {
            var steps = inside.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().ToList();
            yield return Difference(list, $"steps {Listed.Few(steps)} of group '{list}' {many}", steps);
        }

        foreach (var waiting in pairs.Where(pair => !(IsInOneList(pair) && lists.ContainsKey(side.ParentOf(pair.Second)!.Value))).GroupBy(pair => pair.Second))
        {
            var steps = waiting.Select(pair => pair.First).ToList();
            yield return Difference(waiting.Key, $"step '{waiting.Key}' {one} {Listed.Few(steps)}", steps);
        }

        PlanDifference Difference(StepId step, string text, List<StepId> others) => new(DifferenceKind.OrderChanged, effect, step, text) { Others = [.. others] };
    }

    private bool IsInOneList(OrderedPair pair) =>
        _before.ParentOf(pair.First) is { } list
        && _before.ParentOf(pair.Second) == list
        && _after.ParentOf(pair.First) == list
        && _after.ParentOf(pair.Second) == list
        && _pair.BeforeOf(list)?.Action is GroupAction before
        && _pair.AfterOf(list)?.Action is GroupAction after
        && before.IsParallel != after.IsParallel;
}

/// <summary>Two steps in their order.</summary>
internal readonly record struct OrderedPair(StepId First, StepId Second)
{
    /// <summary>The other way round.</summary>
    public OrderedPair Turned => new(Second, First);
}
