using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The parts of one thing that differ, gathered to one difference: a gate's limit and its host, a manager's address and its pin.</summary>
internal sealed class Changes
{
    private readonly List<string> _names = [];
    private readonly List<string> _before = [];
    private readonly List<string> _after = [];
    private bool _weakens;
    private bool _strengthens;

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => _names.Count == 0;

    /// <summary>Weakening outweighs strengthening.</summary>
    public DifferenceEffect Effect => _weakens ? DifferenceEffect.Weakens : _strengthens ? DifferenceEffect.Strengthens : DifferenceEffect.Neutral;

    /// <summary>Whether it is about something else than before, which nothing that held says anything about.</summary>
    public bool IsElsewhere { get; private set; }

    /// <summary>What differs: <c>timeout and retry</c>.</summary>
    public string Names => Listed.All(_names);

    /// <summary>As it was.</summary>
    public string Before => string.Join("; ", _before);

    /// <summary>As it is.</summary>
    public string After => string.Join("; ", _after);

    /// <summary>Notes a part that differs; nothing where it does not.</summary>
    /// <param name="before">As it was, in words; null: nothing.</param>
    /// <param name="after">As it is, in words; null: nothing.</param>
    public void Add(string name, string? before, string? after, DifferenceEffect effect = DifferenceEffect.Neutral)
    {
        if (before == after)
        {
            return;
        }

        _names.Add(name);
        _before.Add(before is null ? $"no {name}" : $"{name} {before}");
        _after.Add(after is null ? $"no {name}" : $"{name} {after}");
        _weakens |= effect == DifferenceEffect.Weakens;
        _strengthens |= effect == DifferenceEffect.Strengthens;
    }

    /// <summary>Notes what a proof is about: pointed elsewhere, it no longer proves what it did.</summary>
    public void AddTarget(string name, string? before, string? after)
    {
        Add(name, before, after, DifferenceEffect.Weakens);
        IsElsewhere |= before != after;
    }

    /// <summary>Notes how long something may take: longer weakens, shorter weighs nothing, for too short a limit fails a run.</summary>
    /// <param name="before">Null: without limit.</param>
    /// <param name="after">Null: without limit.</param>
    public void AddPatience(string name, TimeSpan? before, TimeSpan? after) =>
        Add(name, Text(before), Text(after), (after ?? TimeSpan.MaxValue) > (before ?? TimeSpan.MaxValue) ? DifferenceEffect.Weakens : DifferenceEffect.Neutral);

    /// <summary>Notes an objective, which weakens where it grows or goes.</summary>
    /// <param name="before">Null: without limit.</param>
    /// <param name="after">Null: without limit.</param>
    public void AddLimit(string name, TimeSpan? before, TimeSpan? after) =>
        Add(name, Text(before), Text(after), Effects.OfGrowth(before ?? TimeSpan.MaxValue, after ?? TimeSpan.MaxValue));

    /// <summary>Notes a set, which weakens where it gains and strengthens where it only loses.</summary>
    public void AddSet(string name, IEnumerable<string> before, IEnumerable<string> after, DifferenceEffect onGain, DifferenceEffect onLoss)
    {
        var was = before.ToHashSet(StringComparer.Ordinal);
        var now = after.ToHashSet(StringComparer.Ordinal);
        var gained = !now.IsSubsetOf(was);
        var lost = !was.IsSubsetOf(now);
        var effect = (gained ? onGain : DifferenceEffect.Neutral, lost ? onLoss : DifferenceEffect.Neutral) switch
        {
            var (one, other) when one == DifferenceEffect.Weakens || other == DifferenceEffect.Weakens => DifferenceEffect.Weakens,
            var (one, other) when one == DifferenceEffect.Strengthens || other == DifferenceEffect.Strengthens => DifferenceEffect.Strengthens,
            _ => DifferenceEffect.Neutral,
        };
        if (gained || lost)
        {
            Add(name, Listed.OrNull(was), Listed.OrNull(now), effect);
        }
    }

    private static string? Text(TimeSpan? span) => span is { } some ? Duration.Format(some) : null;
}

/// <summary>What a change of a single value does.</summary>
internal static class Effects
{
    /// <summary>Of a value that is better small: a limit, an objective, a number of people who can do without another's yes.</summary>
    public static DifferenceEffect OfGrowth<T>(T before, T after)
        where T : IComparable<T> => after.CompareTo(before) switch
        {
            > 0 => DifferenceEffect.Weakens,
            < 0 => DifferenceEffect.Strengthens,
            _ => DifferenceEffect.Neutral,
        };

    /// <summary>Of a value that is better large.</summary>
    public static DifferenceEffect OfDecline<T>(T before, T after)
        where T : IComparable<T> => OfGrowth(after, before);

    /// <summary>Of something that is good to have.</summary>
    public static DifferenceEffect OfHaving(bool before, bool after) => OfDecline(before, after);

    /// <summary>Of something that is good to have and can be one thing or another, which is told apart by neither.</summary>
    public static DifferenceEffect OfHaving(object? before, object? after) => OfHaving(before is not null, after is not null);
}

/// <summary>Names in a sentence.</summary>
internal static class Listed
{
    private const int Most = 4;

    /// <summary><c>a, b and c</c>.</summary>
    public static string All(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    /// <summary>Steps in quotation marks, the first few of many: <c>'a', 'b' and 7 others</c>.</summary>
    public static string Few(IReadOnlyCollection<StepId> steps)
    {
        var named = steps.Take(steps.Count > Most + 1 ? Most : Most + 1).Select(step => $"'{step}'").ToList();
        if (steps.Count > named.Count)
        {
            named.Add($"{steps.Count - named.Count} others");
        }

        return All(named);
    }

    /// <summary>A set in order; null where it is empty.</summary>
    public static string? OrNull(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
}
