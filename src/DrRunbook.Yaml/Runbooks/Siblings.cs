using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Holds the needs of a parallel group's steps against each other.</summary>
internal static class Siblings
{
    public static ImmutableArray<Step> Relate(List<BoundStep> steps, FileScope scope)
    {
        var known = steps.Where(step => step.LocalId.Length > 0).DistinctBy(step => step.LocalId).ToDictionary(step => step.LocalId);
        foreach (var step in steps)
        {
            foreach (var need in step.Needs)
            {
                if (need.Value == step.LocalId)
                {
                    scope.Report(StepDiagnostics.NeedsItself(need.At, step.LocalId));
                }
                else if (!known.ContainsKey(need.Value))
                {
                    scope.Report(StepDiagnostics.UnknownSibling(need.At, step.LocalId, need.Value, scope.Diagnostics.Suggest(need.Value, known.Keys)));
                }
            }
        }

        var byId = known.Values.ToDictionary(step => step.Step.Id);
        var others = byId.ToDictionary(pair => pair.Key, pair => pair.Value.Step.Needs.Remove(pair.Key));
        foreach (var circle in Circles.Find(byId.Keys, id => others.TryGetValue(id, out var needs) ? needs : []))
        {
            scope.Report(StepDiagnostics.NeedsCircle(byId[circle[0]].Needs[0].At, [.. circle.Select(id => byId[id].LocalId)]));
        }

        return [.. steps.Select(step => step.Step)];
    }
}
