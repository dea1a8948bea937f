using CsCheck;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Runbooks;

namespace DrRunbook.Yaml.Tests.Runbooks;

public sealed class QuorumsTests
{
    private static readonly string[] People = ["a", "b", "c", "d", "e"];

    /// <summary>Lines of (which people, how many), each line with a role of its own.</summary>
    private static readonly Gen<(bool[] Members, int Count)[]> Lines = Gen.Select(Gen.Bool.Array[5], Gen.Int[1, 3]).Array[1, 4];

    [Fact]
    public void A_filling_is_found_exactly_where_there_is_one() =>
        Lines.Sample(lines =>
        {
            var approvers = lines.Select((line, index) => ($"role{index}", People.Where((_, person) => line.Members[person]).ToImmutableArray()))
                .ToDictionary(role => role.Item1, role => role.Item2);
            var quorums = lines.Select((line, index) => new Quorum([$"role{index}"], line.Count)).ToImmutableArray();
            var seats = lines.SelectMany(line => Enumerable.Repeat(line.Members, line.Count)).ToArray();
            return Quorums.CanBeFilled(quorums, approvers) == TryAll(seats, 0, new bool[People.Length]);
        });

    [Fact]
    public void Roles_that_are_not_known_are_not_judged() =>
        Assert.True(Quorums.CanBeFilled([new Quorum(["nobody"], 9)], new Dictionary<string, ImmutableArray<string>>()));

    private static bool TryAll(bool[][] seats, int seat, bool[] taken)
    {
        if (seat == seats.Length)
        {
            return true;
        }

        for (var person = 0; person < taken.Length; person++)
        {
            if (seats[seat][person] && !taken[person])
            {
                taken[person] = true;
                if (TryAll(seats, seat + 1, taken))
                {
                    return true;
                }

                taken[person] = false;
            }
        }

        return false;
    }
}
