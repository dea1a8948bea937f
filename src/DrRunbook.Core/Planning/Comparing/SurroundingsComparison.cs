using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What the groups around a step give it: a step that leaves one loses its gates and objectives, one that comes into a tolerant one fails unnoticed.</summary>
/// <remarks>What has changed of a group that is still around the step, or is gone, is told of the group; of a group that moved, what stands in it is not told again.</remarks>
internal sealed class SurroundingsComparison
{
    private readonly PlanPair _pair;
    private readonly SurroundingsSide _before;
    private readonly SurroundingsSide _after;

    public SurroundingsComparison(PlanPair pair)
    {
        _pair = pair;
        _before = new SurroundingsSide(pair.BeforeGraph);
        _after = new SurroundingsSide(pair.AfterGraph);
    }

    public IEnumerable<PlanDifference> Compare()
    {
        foreach (var step in _pair.Both.Select(both => both.After.Id))
        {
            PlanDifference?[] objectives = [Objectives(step, _before, _after, isLost: true), Objectives(step, _after, _before, isLost: false)];
            foreach (var difference in Gates(step, _before, _after, isLost: true)
                .Concat(Gates(step, _after, _before, isLost: false))
                .Concat(objectives.OfType<PlanDifference>())
                .Concat(Tolerance(step)))
            {
                yield return difference;
            }
        }
    }

    /// <summary>Groups around a step of one plan that the other has too, though not around it, nor around what the step stands in there since it left with it.</summary>
    private static IEnumerable<PlanStep> Left(StepId step, SurroundingsSide with, SurroundingsSide without)
    {
        var around = without.Around(step);
        var parent = around.IsEmpty ? (StepId?)null : around[0].Id;
        return with.Around(step).Where(group => without.Has(group.Id) && !IsAround(group, around) && !(parent is { } outer && with.Has(outer) && IsAround(group, with.Around(outer))));
    }

    private static bool IsAround(PlanStep group, ImmutableArray<PlanStep> groups) => groups.Any(other => other.Id == group.Id);

    private static IEnumerable<PlanDifference> Gates(StepId step, SurroundingsSide with, SurroundingsSide without, bool isLost) =>
        from @group in Left(step, with, without)
        from gate in @group.Require
        where !without.StandsBehind(step, @group.Id, gate.Gate)
        select isLost
            ? new PlanDifference(DifferenceKind.GateRemoved, DifferenceEffect.Weakens, step, $"step '{step}' left group '{@group.Id}' and no longer stands behind its require gate '{GateWords.Of(gate.Gate)}'", Before: GateWords.Of(gate.Gate)) { Others = [@group.Id] }
            : new PlanDifference(DifferenceKind.GateAdded, DifferenceEffect.Strengthens, step, $"step '{step}' stands behind the require gate '{GateWords.Of(gate.Gate)}' of group '{@group.Id}' now", After: GateWords.Of(gate.Gate)) { Others = [@group.Id] };

    private static PlanDifference? Objectives(StepId step, SurroundingsSide with, SurroundingsSide without, bool isLost)
    {
        var groups = Left(step, with, without).Where(group => group.Rto is not null || group.Rpo is not null).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var effect = isLost ? DifferenceEffect.Weakens : DifferenceEffect.Strengthens;
        var changes = new Changes();
        Add("rto", Strictest(groups.Select(group => group.Rto)), without.Rto(step));
        Add("rpo", without.HasPoint(step) ? Strictest(groups.Select(group => group.Rpo)) : null, without.Rpo(step));
        var of = $"of group {Listed.Few([.. groups.Select(group => group.Id)])}";
        return changes.IsEmpty ? null : new PlanDifference(
            DifferenceKind.ObjectivesChanged,
            effect,
            step,
            isLost ? $"step '{step}' is no longer measured against {changes.Names} {of}" : $"step '{step}' is measured against {changes.Names} {of} now",
            changes.Before,
            changes.After)
        { Others = [.. groups.Select(group => group.Id)] };

        void Add(string name, TimeSpan? inGroup, TimeSpan? outside)
        {
            if (inGroup is not null && (outside is null || outside > inGroup))
            {
                changes.Add(name, Text(isLost ? inGroup : outside), Text(isLost ? outside : inGroup), effect);
            }
        }
    }

    private static TimeSpan? Strictest(IEnumerable<TimeSpan?> limits) => limits.Min();

    private static string? Text(TimeSpan? span) => span is { } some ? Duration.Format(some) : null;

    /// <summary>A failure that goes no further because of a group around the step.</summary>
    private IEnumerable<PlanDifference> Tolerance(StepId step)
    {
        if (ToleratedBy(step, _after, _before) is { } now)
        {
            yield return new PlanDifference(DifferenceKind.OnFailureChanged, DifferenceEffect.Weakens, step, $"a failure of step '{step}' is tolerated now, by onFailure of group '{now}'", "onFailure halts the run", "onFailure continue") { Others = [now] };
        }

        if (ToleratedBy(step, _before, _after) is { } then)
        {
            yield return new PlanDifference(DifferenceKind.OnFailureChanged, DifferenceEffect.Strengthens, step, $"a failure of step '{step}' is no longer tolerated by onFailure of group '{then}'", "onFailure continue", "onFailure halts the run") { Others = [then] };
        }
    }

    /// <summary>The group that tolerates a step's failure in one plan, where nothing does in the other and nothing around it in both says so.</summary>
    private static StepId? ToleratedBy(StepId step, SurroundingsSide with, SurroundingsSide without)
    {
        if (with.IsTolerant(step) || without.IsTolerated(step) || with.Around(step).FirstOrDefault(group => with.IsTolerant(group.Id)) is not { } group)
        {
            return null;
        }

        var around = without.Around(step);
        return with.Around(step).Any(outer => IsAround(outer, around) && with.IsTolerated(outer.Id)) ? null : group.Id;
    }
}
