using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

public sealed class QuorumsTests
{
    private static readonly Dictionary<string, ImmutableArray<string>> Approvers = new()
    {
        ["ops"] = ["alice", "bob"],
        ["business"] = ["carol", "alice"],
        ["night"] = ["dave"],
    };

    [Fact]
    public void That_many_different_people_of_the_roles()
    {
        var gate = Gate(all: true, (["ops", "night"], 2));

        Assert.False(Met(gate, "alice"));
        Assert.False(Met(gate, "alice", "alice"));
        Assert.False(Met(gate, "alice", "carol"));
        Assert.True(Met(gate, "alice", "dave"));
    }

    [Fact]
    public void AllOf_wants_every_line_by_different_people()
    {
        var gate = Gate(all: true, (["ops"], 1), (["business"], 1));

        Assert.False(Met(gate, "alice"));
        Assert.False(Met(gate, "alice", "dave"));
        Assert.True(Met(gate, "alice", "bob"));
        Assert.True(Met(gate, "alice", "carol"));
    }

    [Fact]
    public void AllOf_moves_people_between_lines_until_all_are_met()
    {
        // alice is first taken for ops and must make way to business when bob comes.
        Assert.True(Met(Gate(all: true, (["ops"], 1), (["business"], 2)), "alice", "bob", "carol"));
        Assert.False(Met(Gate(all: true, (["ops"], 2), (["business"], 2)), "alice", "bob", "carol"));
    }

    [Fact]
    public void AnyOf_wants_one_line_whole()
    {
        var gate = Gate(all: false, (["ops"], 2), (["night"], 1));

        Assert.False(Met(gate, "alice"));
        Assert.False(Met(gate, "alice", "alice"));
        Assert.True(Met(gate, "dave"));
        Assert.True(Met(gate, "alice", "bob"));
    }

    [Fact]
    public void An_unknown_role_has_nobody() => Assert.False(Met(Gate(all: true, (["nobody"], 1)), "alice"));

    [Fact]
    public void AllOf_agrees_with_trying_every_seating() =>
        Gen.Select(Gen.Int[0, 15].Array[1, 4], Gen.Int[1, 2].Array[4], Gen.Int[0, 15]).Sample((roles, counts, present) =>
        {
            string[] names = ["a", "b", "c", "d"];
            var approvers = roles.Select((set, line) => (Name: $"role{line}", People: names.Where((_, i) => (set >> i & 1) == 1).ToImmutableArray()))
                .ToDictionary(role => role.Name, role => role.People);
            var gate = new ApprovalGate([.. roles.Select((_, line) => new Quorum([$"role{line}"], counts[line]))], All: true, null, StarterMayApprove: false);
            var people = names.Where((_, i) => (present >> i & 1) == 1).ToList();
            var seats = roles.SelectMany((_, line) => Enumerable.Repeat(approvers[$"role{line}"], counts[line])).ToList();

            return Quorums.AreMet(gate, approvers, people) == CanSeat(seats, people);
        });

    private static bool CanSeat(List<ImmutableArray<string>> seats, List<string> people) =>
        seats.Count == 0 || people.Where(seats[0].Contains).Any(person => CanSeat(seats[1..], [.. people.Where(other => other != person)]));

    private static ApprovalGate Gate(bool all, params (string[] From, int Count)[] lines) =>
        new([.. lines.Select(line => new Quorum([.. line.From], line.Count))], all, Prompt: null, StarterMayApprove: false);

    private static bool Met(ApprovalGate gate, params string[] people) => Quorums.AreMet(gate, Approvers, people);
}
