using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Decides whether enough people have agreed.</summary>
public static class Quorums
{
    /// <summary>Whether the principals who approved satisfy the gate.</summary>
    /// <param name="approvers">Roles and the principals in them.</param>
    /// <param name="principals">Who approved; a principal counts once.</param>
    public static bool AreMet(
        ApprovalGate gate, IReadOnlyDictionary<string, ImmutableArray<string>> approvers, IReadOnlyCollection<string> principals)
    {
        var places = gate.Lines.Select(line => line.From.SelectMany(role => approvers.GetValueOrDefault(role, [])).ToHashSet(StringComparer.Ordinal)).ToList();
        var people = principals.Distinct(StringComparer.Ordinal).ToList();
        if (!gate.All)
        {
            return gate.Lines.Select((line, index) => people.Count(places[index].Contains) >= line.Count).Any(met => met);
        }

        // Each line by different people: a matching of the lines' places with the principals.
        var seats = gate.Lines.SelectMany((line, index) => Enumerable.Repeat(index, line.Count)).ToList();
        var seatOf = new Dictionary<string, int>(StringComparer.Ordinal);
        return Enumerable.Range(0, seats.Count).All(seat => Seat(seat, []));

        bool Seat(int seat, HashSet<string> tried)
        {
            foreach (var person in people.Where(person => places[seats[seat]].Contains(person)))
            {
                if (tried.Add(person) && (!seatOf.TryGetValue(person, out var taken) || Seat(taken, tried)))
                {
                    seatOf[person] = seat;
                    return true;
                }
            }

            return false;
        }
    }
}
