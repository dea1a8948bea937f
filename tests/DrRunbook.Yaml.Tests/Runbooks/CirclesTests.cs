using CsCheck;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Runbooks;

namespace DrRunbook.Yaml.Tests.Runbooks;

public sealed class CirclesTests
{
    [Fact]
    public void Each_circle_is_one_and_a_graph_without_any_has_none() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[0, 12].Sample(edges =>
        {
            var nodes = Enumerable.Range(0, 7).ToArray();
            var circles = Circles.Find(nodes.Select(Id), id => [.. edges.Where(edge => Id(edge.Item1) == id).Select(edge => Id(edge.Item2))]);
            var areClosed = circles.All(circle => circle.Select((step, i) => (step, Next: circle[(i + 1) % circle.Length]))
                .All(pair => edges.Any(edge => Id(edge.Item1) == pair.step && Id(edge.Item2) == pair.Next)));
            return areClosed && (circles.Count == 0) == IsAcyclic(edges, nodes);
        });

    [Fact]
    public void A_chain_as_long_as_a_runbook_costs_no_stack()
    {
        var ids = Enumerable.Range(0, 50_000).Select(Id).ToArray();

        Assert.Empty(Circles.Find(ids, id => Number(id) + 1 < ids.Length ? [ids[Number(id) + 1]] : []));
        Assert.Equal(50_000, Assert.Single(Circles.Find(ids, id => [ids[(Number(id) + 1) % ids.Length]])).Length);
    }

    private static StepId Id(int number) => new($"s{number}");

    private static int Number(StepId id) => int.Parse(id.Value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Kahn: takes away what nothing points to, until nothing is left or only circles are.</summary>
    private static bool IsAcyclic((int From, int To)[] edges, int[] nodes)
    {
        var left = nodes.ToHashSet();
        while (left.FirstOrDefault(node => !edges.Any(edge => edge.To == node && left.Contains(edge.From)), -1) is >= 0 and var free)
        {
            left.Remove(free);
        }

        return left.Count == 0;
    }
}
