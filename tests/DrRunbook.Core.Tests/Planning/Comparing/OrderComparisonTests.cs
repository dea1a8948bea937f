using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

public sealed class OrderComparisonTests
{
    [Fact]
    public void A_database_moved_after_its_application_is_told_of_the_database()
    {
        var difference = Assert.Single(Order(Line("dir", "db", "app", "web"), Line("dir", "app", "db", "web")));

        Assert.Equal("step 'db' now comes after 'app' (was before)", difference.Text);
        Assert.Equal((DifferenceEffect.Weakens, new StepId("db"), "before 'app'", "after 'app'"), (difference.Effect, difference.Step!.Value, difference.Before, difference.After));
    }

    [Theory]
    [InlineData("a b c d", "b c d a", "step 'a' now comes after 'd' (was before 'b')")]
    [InlineData("a b c d", "d a b c", "step 'd' now comes before 'a' (was after 'c')")]
    [InlineData("a b c", "c b a", "step 'b' now comes after 'c' (was before) and before 'a' (was after)")]
    [InlineData("a b c d e f", "b a c d f e", "step 'a' now comes after 'b' (was before)|step 'e' now comes after 'f' (was before)")]
    [InlineData("a x b", "b a", "step 'a' now comes after 'b' (was before)")]
    [InlineData("a b c", "a x b y c", "")]
    [InlineData("a x b y c", "a b c", "")]
    public void One_step_tells_for_all_that_it_was_moved_over(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', Order(Line(before.Split(' ')), Line(after.Split(' '))).Select(one => one.Text)));

    [Fact]
    public void A_group_moved_over_another_is_told_once()
    {
        var databases = Plans.Parallel("databases", null, Plans.Command("db-1"), Plans.Command("db-2"));
        var applications = Plans.Parallel("applications", null, Plans.Command("app-1"), Plans.Command("app-2"));

        Assert.Equal(["step 'databases' now comes after 'applications' (was before)"], Texts(Plans.Of(databases, applications), Plans.Of(applications, databases)));
    }

    [Fact]
    public void A_sequence_that_became_parallel_is_told_once_and_the_way_back_strengthens()
    {
        Sketch[] steps = [Plans.Command("a"), Plans.Command("b"), Plans.Command("c")];
        var (sequence, parallel) = (Plans.Of(Plans.Sequence("g", steps)), Plans.Of(Plans.Parallel("g", null, steps)));

        Assert.Equal(["steps 'a', 'b' and 'c' of group 'g' no longer wait for one another"], Texts(sequence, parallel));
        Assert.All(Order(sequence, parallel), one => Assert.Equal(DifferenceEffect.Weakens, one.Effect));
        Assert.Equal(["steps 'a', 'b' and 'c' of group 'g' now wait for one another"], Texts(parallel, sequence));
        Assert.All(Order(parallel, sequence), one => Assert.Equal(DifferenceEffect.Strengthens, one.Effect));
    }

    [Fact]
    public void A_need_that_is_gone_loses_the_order_and_one_that_follows_from_others_does_not()
    {
        var before = Plans.Of(Plans.Parallel("g", null, Plans.Command("a"), Plans.Command("b").Needing("a"), Plans.Command("c").Needing("a", "b")));
        var shorter = Plans.Of(Plans.Parallel("g", null, Plans.Command("a"), Plans.Command("b").Needing("a"), Plans.Command("c").Needing("b")));
        var looser = Plans.Of(Plans.Parallel("g", null, Plans.Command("a"), Plans.Command("b").Needing("a"), Plans.Command("c").Needing("a")));

        Assert.Empty(Order(before, shorter));
        Assert.Equal(["step 'c' no longer waits for 'b'"], Texts(before, looser));
        Assert.Equal(["step 'c' now waits for 'b'"], Texts(looser, before));
    }

    [Fact]
    public void A_step_that_left_its_group_is_asked_for_with_all_that_it_stood_between()
    {
        var before = Plans.Of(Plans.Command("a"), Plans.Parallel("g", null, Plans.Command("b"), Plans.Command("c")), Plans.Command("d"));
        var early = Plans.Of(Plans.Command("b"), Plans.Command("a"), Plans.Parallel("g", null, Plans.Command("c")), Plans.Command("d"));
        var dissolved = Plans.Of(Plans.Command("a"), Plans.Command("b"), Plans.Command("c"), Plans.Command("d"));

        Assert.Equal(["step 'a' now comes after 'b' (was before)"], Texts(before, early));
        Assert.Equal(["step 'c' now waits for 'b'"], Texts(before, dissolved));
        Assert.Equal(["step 'c' no longer waits for 'b'"], Texts(Plans.Of(Plans.Command("b"), Plans.Sequence("g", Plans.Command("c"))), Plans.Of(Plans.Parallel("g", null, Plans.Command("c"), Plans.Command("b")))));
        Assert.Equal(["step 'c' no longer waits for 'b'"], Texts(dissolved, before));
    }

    [Fact]
    public void Steps_of_several_groups_that_changed_places_are_asked_for_with_each_other()
    {
        var before = Plans.Of(Plans.Sequence("g", Plans.Command("a"), Plans.Command("x")), Plans.Sequence("h", Plans.Command("b"), Plans.Command("y")));
        var after = Plans.Of(Plans.Command("b"), Plans.Sequence("g", Plans.Command("x")), Plans.Sequence("h", Plans.Command("y")), Plans.Command("a"));

        var differences = Order(before, after);

        Assert.Contains(differences, one => one.Step == new StepId("b") || one.Others.Contains(new StepId("b")));
        Assert.All(Pairs(before, after), pair => Assert.Contains(differences, one => Mentions(one, pair.First) || Mentions(one, pair.Second)));
    }

    [Fact]
    public void A_long_plan_is_compared_in_no_time()
    {
        var names = Enumerable.Range(0, 4000).Select(number => $"s{number}").ToArray();

        var difference = Assert.Single(Order(Line(names), Line([.. names[1..], names[0]])));

        Assert.Equal("step 's0' now comes after 's3999' (was before 's1')", difference.Text);
    }

    /// <summary>The rule by which everything is told: no order changes without a difference that names one of the two or a group of theirs.</summary>
    [Fact]
    public void No_pair_of_steps_changes_its_order_unsaid() =>
        PlanChanges.Pair.Sample(
            (before, after) =>
            {
                var differences = PlanDifference.Between(before, after).Where(one => one.Kind == DifferenceKind.OrderChanged).ToList();
                return Pairs(before, after).Any() == differences.Count > 0;
            },
            iter: 100);

    private static bool Mentions(PlanDifference difference, StepId step) => difference.Step == step || difference.Others.Contains(step);

    /// <summary>Every pair whose order differs, found by asking for all.</summary>
    private static IEnumerable<OrderedPair> Pairs(Plan before, Plan after)
    {
        var pair = new PlanPair(before, after);
        var (was, now) = (new Precedence(pair.BeforeGraph), new Precedence(pair.AfterGraph));
        var shared = pair.Both.Where(both => both.Before.Section == both.After.Section).Select(both => both.After.Id).ToList();
        return from first in shared
               from second in shared
               where !IsInside(pair.BeforeGraph, first, second) && !IsInside(pair.BeforeGraph, second, first) && !IsInside(pair.AfterGraph, first, second) && !IsInside(pair.AfterGraph, second, first)
               where was.Holds(pair.BeforeGraph.IndexOf(first), pair.BeforeGraph.IndexOf(second)) != now.Holds(pair.AfterGraph.IndexOf(first), pair.AfterGraph.IndexOf(second))
               select new OrderedPair(first, second);
    }

    private static bool IsInside(PlanGraph graph, StepId step, StepId group)
    {
        for (var node = graph.Nodes[graph.IndexOf(step)]; node.Step is { } current; node = graph.Nodes[node.Parent])
        {
            if (current.Id == group)
            {
                return true;
            }
        }

        return false;
    }

    private static Plan Line(params string[] steps) => Plans.Of([.. steps.Select(name => Plans.Failover(name))]);

    private static IEnumerable<string> Texts(Plan before, Plan after) => Order(before, after).Select(one => one.Text);

    private static List<PlanDifference> Order(Plan before, Plan after) =>
        [.. PlanDifference.Between(before, after).Where(one => one.Kind == DifferenceKind.OrderChanged)];
}
