using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What a step needs, before and after: whose tolerated failure blocks it. The order that needs make is compared elsewhere.</summary>
internal static class NeedsComparison
{
    /// <returns>Null where it needs the same.</returns>
    public static PlanDifference? Of(PlanPair pair, PlanStep before, PlanStep after)
    {
        var lost = before.Needs.Where(need => !after.Needs.Contains(need)).ToList();
        var gained = after.Needs.Where(need => !before.Needs.Contains(need)).ToList();
        if (lost.Count == 0 && gained.Count == 0)
        {
            return null;
        }

        var effect = lost.Any(need => NoLongerBlocks(pair.AfterGraph, need, after.Id)) ? DifferenceEffect.Weakens
            : gained.Any(need => NoLongerBlocks(pair.BeforeGraph, need, after.Id)) ? DifferenceEffect.Strengthens
            : DifferenceEffect.Neutral;
        var parts = new List<string>();
        if (gained.Count > 0)
        {
            parts.Add($"needs {Listed.Few(gained)} now");
        }

        if (lost.Count > 0)
        {
            parts.Add($"no longer needs {Listed.Few(lost)}");
        }

        return new PlanDifference(DifferenceKind.NeedsChanged, effect, after.Id, $"step '{after.Id}' {string.Join(" and ", parts)}", Text(before), Text(after)) { Others = [.. gained, .. lost] };
    }

    /// <summary>Whether a failure that is tolerated lets the step begin in this plan, although the two are still in order.</summary>
    private static bool NoLongerBlocks(PlanGraph graph, StepId need, StepId step) =>
        graph.Find(need) is { } first
        && graph.Find(step) is { } second
        && graph.Nodes[first].Step!.OnFailure == OnFailure.Continue
        && new Precedence(graph).Holds(first, second)
        && !Reaches(graph, second, need);

    /// <summary>Whether a step needs another, if only through what it needs.</summary>
    private static bool Reaches(PlanGraph graph, int step, StepId need)
    {
        var seen = new HashSet<StepId>();
        var open = new Stack<StepId>(graph.Nodes[step].Step!.Needs);
        while (open.TryPop(out var next))
        {
            if (next == need)
            {
                return true;
            }

            if (seen.Add(next))
            {
                foreach (var further in graph.Nodes[graph.IndexOf(next)].Step!.Needs)
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }

    private static string Text(PlanStep step) => step.Needs.IsEmpty ? "needs nothing" : $"needs {string.Join(", ", step.Needs.Order())}";
}
