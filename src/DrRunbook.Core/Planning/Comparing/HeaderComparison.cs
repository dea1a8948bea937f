using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What a plan says as a whole, before and after.</summary>
internal static class HeaderComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        PlanDifference?[] single = [Terms(pair.Before, pair.After), Objectives(pair), Fences(pair.Before, pair.After), LeftOut(pair), Words(pair.Before, pair.After)];
        return single.OfType<PlanDifference>().Concat(Waivers(pair));
    }

    /// <summary>Names and values in one line; null where there are none.</summary>
    public static string? Pairs(ImmutableSortedDictionary<string, string> values) =>
        values.IsEmpty ? null : string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}"));

    private static PlanDifference? Terms(Plan before, Plan after)
    {
        var changes = new Changes();
        changes.Add("mode", Json.Words.Of(before.Mode), Json.Words.Of(after.Mode));
        foreach (var name in before.Inputs.Keys.Union(after.Inputs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            changes.Add($"input {name}", before.Inputs.GetValueOrDefault(name), after.Inputs.GetValueOrDefault(name));
        }

        changes.AddSet("environment", before.Environment, after.Environment, DifferenceEffect.Neutral, DifferenceEffect.Neutral);
        return Of(DifferenceKind.TermsChanged, changes, "the plan is made for other terms");
    }

    private static PlanDifference? Objectives(PlanPair pair)
    {
        var (before, after) = (pair.Before.Objectives, pair.After.Objectives);
        var changes = new Changes();
        changes.AddLimit("rto", before.Rto, after.Rto);
        changes.AddLimit("rpo", before.Rpo, after.Rpo);
        changes.Add("until", before.Until?.Value ?? "the last step", after.Until?.Value ?? "the last step", OfUntil(pair));
        return Of(DifferenceKind.ObjectivesChanged, changes, "the run is measured against something else");
    }

    /// <summary>A clock that stops at a part of what it stopped at, or before it, measures less; so may one of which neither can be said.</summary>
    private static DifferenceEffect OfUntil(PlanPair pair)
    {
        var graph = pair.AfterGraph;
        if (Until(pair.Before.Objectives, graph) is not { } was || Until(pair.After.Objectives, graph) is not { } now)
        {
            return DifferenceEffect.Weakens;
        }

        return was == now ? DifferenceEffect.Neutral
            : IsInside(graph, was, now) || new Precedence(graph).Holds(was, now) ? DifferenceEffect.Strengthens
            : DifferenceEffect.Weakens;
    }

    private static bool IsInside(PlanGraph graph, int step, int group)
    {
        for (var node = graph.Nodes[step].Parent; node >= 0; node = graph.Nodes[node].Parent)
        {
            if (node == group)
            {
                return true;
            }
        }

        return false;
    }

    private static int? Until(Objectives objectives, PlanGraph graph)
    {
        var last = graph.Nodes[graph.RootOf(PlanSection.Main)].Children;
        return objectives.Until is { } step ? graph.Find(step) : last.IsEmpty ? null : last[^1];
    }

    private static PlanDifference? Fences(Plan before, Plan after)
    {
        var changes = new Changes();
        changes.Add("unfenced", before.Unfenced, after.Unfenced, Effects.OfHaving(after.Unfenced, before.Unfenced));
        return Of(DifferenceKind.FencesChanged, changes, "sources may stay alive for another reason");
    }

    /// <summary>Steps that neither plan has; those that one of them has are told as added or gone.</summary>
    private static PlanDifference? LeftOut(PlanPair pair)
    {
        var changes = new Changes();
        var before = pair.Before.LeftOut.ToDictionary(step => pair.Renaming.Of(step.Id), step => step.Why);
        var after = pair.After.LeftOut.ToDictionary(step => step.Id, step => step.Why);
        foreach (var id in before.Keys.Union(after.Keys).Where(id => pair.BeforeOf(id) is null && pair.AfterOf(id) is null).Order())
        {
            changes.Add($"'{id}'", Only(before.GetValueOrDefault(id)), Only(after.GetValueOrDefault(id)));
        }

        return Of(DifferenceKind.LeftOutChanged, changes, "other steps are left out, or for another reason");

        static string? Only(string? why) => why is null ? null : $"only where {why}";
    }

    private static PlanDifference? Words(Plan before, Plan after)
    {
        var changes = new Changes();
        changes.Add("runbook", before.Runbook, after.Runbook);
        changes.Add("description", before.Description, after.Description);
        changes.Add("owner", before.Owner, after.Owner);
        changes.Add("labels", Pairs(before.Labels), Pairs(after.Labels));
        changes.Add("exercise", Text(before.Exercise), Text(after.Exercise));
        changes.Add("notify", Text(before.Notify), Text(after.Notify));
        return Of(DifferenceKind.WordsChanged, changes, "people are told something else");
    }

    private static IEnumerable<PlanDifference> Waivers(PlanPair pair)
    {
        var before = pair.Before.Waivers.ToLookup(waiver => (waiver.Code, waiver.Step), waiver => waiver.Reason);
        var after = pair.After.Waivers.ToLookup(waiver => (waiver.Code, waiver.Step), waiver => waiver.Reason);
        foreach (var (code, step) in before.Select(one => one.Key).Union(after.Select(one => one.Key)).OrderBy(key => key.Code, StringComparer.Ordinal).ThenBy(key => key.Step?.Value, StringComparer.Ordinal))
        {
            var was = Listed.OrNull(before[(code, step)]);
            var now = Listed.OrNull(after[(code, step)]);
            if (was == now)
            {
                continue;
            }

            var effect = Effects.OfHaving(now, was);
            var how = effect switch { DifferenceEffect.Weakens => "is waived", DifferenceEffect.Strengthens => "is no longer waived", _ => "is waived for another reason" };
            yield return new PlanDifference(
                DifferenceKind.WaiversChanged, effect, step, $"{code} {how}{(step is { } id ? $" on step '{id}'" : "")}", was, now);
        }
    }

    private static string? Text(Exercise? exercise) => exercise is null ? null : System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(exercise));

    private static string? Text(ImmutableArray<Notification> notify) => Listed.OrNull(notify.Select(one =>
        $"{one.Url} on {string.Join(" and ", one.On)}{(one.Every is { } every ? $" every {Duration.Format(every)}" : "")}{(GateWords.Values(one.Headers) is { } headers ? $" with {headers}" : "")}"));

    private static PlanDifference? Of(DifferenceKind kind, Changes changes, string text) =>
        changes.IsEmpty ? null : new PlanDifference(kind, changes.Effect, Step: null, $"{text}: {changes.Names}", changes.Before, changes.After);
}
