using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads what the run was about: the vApps that it fails over, and its tiers.</summary>
internal sealed class ScopeReader(RunReading reading, IReadOnlyDictionary<StepProgress, StepReport> reports)
{
    /// <summary>The label that puts a step into a tier.</summary>
    public const string Label = "tier";

    public ImmutableArray<ScopedVApp> VApps() =>
    [
        .. Steps().Where(step => step.Step.Action is FailoverAction).Select(step =>
        {
            var failover = (FailoverAction)step.Step.Action;
            return new ScopedVApp(failover.VApp, failover.EnterpriseManager, step.Step.Id, TierOf(step), step.Failover is not null, step.Outcome);
        }),
    ];

    public ImmutableArray<TierReport> Tiers() =>
    [
        .. Steps()
            .Where(step => step is { Node.IsGroup: false, Step.Section: PlanSection.Main })
            .Select(step => (Tier: TierOf(step), Step: step))
            .Where(pair => pair.Tier is not null)
            .GroupBy(pair => pair.Tier!, pair => pair.Step, StringComparer.Ordinal)
            .OrderBy(tier => tier.Key, StringComparer.Ordinal)
            .Select(tier => Of(tier.Key, [.. tier])),
    ];

    private IEnumerable<StepProgress> Steps() => reading.State.Steps.Take(reading.State.Graph.StepCount);

    private TierReport Of(string tier, List<StepProgress> steps)
    {
        var recovered = steps.TrueForAll(step => step is { Unlocks: true, EndedAt: not null });
        var groups = Steps().Where(step => step is { Node.IsGroup: true, Step.Rto: not null } && TierOf(step) == tier);
        var recovery = WorstOff(steps.Concat(groups).Select(step => (step.Step.Id, Objectives.OfRecovery(reading, step, step.Step.Rto))));
        var loss = WorstOff(steps.Where(step => step.Failover is not null).Select(step => (step.Step.Id, reports[step].Failover!.DataLoss)));
        var times = steps.Select(step => reports[step].Time).OfType<TimeParts>().ToList();
        return new TierReport(
            tier,
            steps.Count,
            steps.Count(step => step.Unlocks),
            recovered ? RunReading.Moment(steps.MaxBy(step => step.EndedAt!.Value.Sequence)!.EndedAt!.Value) : null,
            recovery.Objective,
            recovery.Step,
            loss.Objective,
            loss.Step,
            TimeSums.Of(times));
    }

    /// <summary>One that is missed, the one missed by the most; else one that is not reached; else the largest value, those with an objective first.</summary>
    private static (StepId? Step, Objective Objective) WorstOff(IEnumerable<(StepId Step, Objective Objective)> all)
    {
        var ordered = all
            .OrderByDescending(item => item.Objective.State switch
            {
                ObjectiveState.Missed => 3,
                ObjectiveState.NotReached => 2,
                ObjectiveState.Met => 1,
                _ => 0,
            })
            .ThenByDescending(item => item.Objective.MissedByMs ?? long.MaxValue)
            .ThenByDescending(item => item.Objective.ActualMs ?? -1)
            .ToList();
        return ordered.Count == 0 ? (null, new Objective(ObjectiveState.NotStated, null, null, null, null)) : (ordered[0].Step, ordered[0].Objective);
    }

    private string? TierOf(StepProgress step)
    {
        for (var at = step; at.Node.Step is { } plan; at = reading.State.Steps[at.Node.Parent])
        {
            if (plan.Labels.TryGetValue(Label, out var tier))
            {
                return tier;
            }
        }

        return null;
    }
}
