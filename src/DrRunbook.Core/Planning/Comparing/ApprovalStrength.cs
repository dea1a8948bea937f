using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which of two quorums asks for more: whether whoever satisfies the one has satisfied the other.</summary>
internal static class ApprovalStrength
{
    /// <summary>What going from one to the other does; two of which neither implies the other let pass what did not.</summary>
    public static DifferenceEffect Of(ApprovalGate before, ApprovalGate after)
    {
        var keeps = Implies(after, before);
        var adds = !Implies(before, after);
        return !keeps ? DifferenceEffect.Weakens : adds ? DifferenceEffect.Strengthens : DifferenceEffect.Neutral;
    }

    /// <summary>Whether every set of answers that passes the first passes the second.</summary>
    private static bool Implies(ApprovalGate strict, ApprovalGate lax)
    {
        var ways = strict.All ? [strict.Lines] : strict.Lines.Select(line => ImmutableArray.Create(line));
        return ways.All(way => lax.All ? CoversEach(way, lax.Lines) : way.Any(line => lax.Lines.Any(other => Covers(line, other))));
    }

    private static bool Covers(Quorum strict, Quorum lax) => strict.Count >= lax.Count && strict.From.All(role => lax.From.Contains(role));

    /// <summary>Whether each line is covered by a line of its own, for each takes different people: a matching by augmenting paths.</summary>
    private static bool CoversEach(ImmutableArray<Quorum> strict, ImmutableArray<Quorum> lax)
    {
        var owner = new int?[strict.Length];
        return Enumerable.Range(0, lax.Length).All(line => Assign(line, []));

        bool Assign(int line, HashSet<int> tried)
        {
            for (var candidate = 0; candidate < strict.Length; candidate++)
            {
                if (Covers(strict[candidate], lax[line]) && tried.Add(candidate) && (owner[candidate] is not { } other || Assign(other, tried)))
                {
                    owner[candidate] = line;
                    return true;
                }
            }

            return false;
        }
    }
}
