using System.Text.Json;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Which steps go by another id, and a plan written in the new ones.</summary>
/// <param name="NewIds">From the id that a step had to the one it has.</param>
/// <param name="Implied">Those whose id has changed because that of the step around them has.</param>
internal sealed record Renaming(IReadOnlyDictionary<StepId, StepId> NewIds, IReadOnlySet<StepId> Implied)
{
    /// <summary>A step's id in the later plan.</summary>
    public StepId Of(StepId id) => NewIds.GetValueOrDefault(id, id);

    /// <summary>The plan with every mention of a renamed step in its new id.</summary>
    public Plan Apply(Plan plan) => NewIds.Count == 0 ? plan : plan with
    {
        Objectives = plan.Objectives with { Until = Of(plan.Objectives.Until) },
        Steps = [.. plan.Steps.Select(Apply)],
        Waivers = [.. plan.Waivers.Select(waiver => waiver with { Step = Of(waiver.Step) })],
    };

    private StepId? Of(StepId? id) => id is { } some ? Of(some) : null;

    private PlanStep Apply(PlanStep step)
    {
        var mentions = StepReferences.Of(step).Any(reference => NewIds.ContainsKey(reference.Step));
        var known = mentions ? Rewrite(step) : step;
        return known with
        {
            Id = Of(step.Id),
            Parent = Of(step.Parent),
            After = [.. step.After.Select(Of)],
            Needs = [.. step.Needs.Select(Of)],
        };
    }

    /// <summary>Mentions stand in texts of every kind of action and gate; as JSON they all look alike.</summary>
    private PlanStep Rewrite(PlanStep step)
    {
        var json = JsonSerializer.Serialize(step, CoreJson.Options);
        foreach (var (old, @new) in NewIds)
        {
            json = json.Replace($"${{steps.{old}.", $"${{steps.{@new}.", StringComparison.Ordinal);
        }

        var rewritten = JsonSerializer.Deserialize<PlanStep>(json, CoreJson.Options)!;
        return rewritten.Action is FailoverAction { RestorePoint: PointNotNewerThan selector } failover
            ? rewritten with { Action = failover with { RestorePoint = new PointNotNewerThan([.. selector.Steps.Select(Of)]) } }
            : rewritten;
    }
}
