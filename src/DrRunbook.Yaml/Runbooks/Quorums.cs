using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Whether the lines of an <c>allOf</c> can be filled, each by different people.</summary>
internal static class Quorums
{
    /// <remarks>A matching of seats and people, found by augmenting paths (Kuhn). Unknown roles are somebody else's finding.</remarks>
    public static bool CanBeFilled(ImmutableArray<Quorum> lines, IReadOnlyDictionary<string, ImmutableArray<string>>? approvers)
    {
        if (approvers is null || lines.Any(line => line.From.IsEmpty || !line.From.All(approvers.ContainsKey)))
        {
            return true;
        }

        var candidates = lines.Select(line => line.From.SelectMany(role => approvers[role]).Distinct(StringComparer.Ordinal).ToArray()).ToArray();
        var seats = lines.SelectMany((line, index) => Enumerable.Repeat(index, line.Count)).ToArray();
        if (seats.Length > candidates.SelectMany(people => people).Distinct(StringComparer.Ordinal).Count())
        {
            return false;
        }

        var seatOf = new Dictionary<string, int>(StringComparer.Ordinal);
        return Enumerable.Range(0, seats.Length).All(seat => Seat(seat, seats, candidates, seatOf));
    }

    /// <summary>Finds somebody for a seat, asking others to change seats where need be; breadth first, so that depth costs no stack.</summary>
    private static bool Seat(int seat, int[] seats, string[][] candidates, Dictionary<string, int> seatOf)
    {
        var askedBy = new Dictionary<string, int>(StringComparer.Ordinal);
        var waiting = new Queue<int>([seat]);
        while (waiting.TryDequeue(out var current))
        {
            foreach (var person in candidates[seats[current]])
            {
                if (!askedBy.TryAdd(person, current))
                {
                    continue;
                }

                if (seatOf.TryGetValue(person, out var taken))
                {
                    waiting.Enqueue(taken);
                    continue;
                }

                Reseat(person, seat, askedBy, seatOf);
                return true;
            }
        }

        return false;
    }

    private static void Reseat(string free, int seat, Dictionary<string, int> askedBy, Dictionary<string, int> seatOf)
    {
        var person = free;
        while (true)
        {
            var target = askedBy[person];
            var leaving = seatOf.FirstOrDefault(pair => pair.Value == target).Key;
            seatOf[person] = target;
            if (target == seat)
            {
                return;
            }

            person = leaving;
        }
    }
}
