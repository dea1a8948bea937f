using DrRunbook.Cli.Composition;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Against;

/// <summary>Holds a plan against another.</summary>
/// <param name="options">What the operator wants compared and accepts.</param>
/// <param name="prepared">The runbook at hand.</param>
internal sealed class Comparison(Invocation invocation, AgainstOptions options, PreparedRunbook prepared)
{
    private static readonly ImmutableDictionary<StepId, StepId> SameIds = ImmutableDictionary<StepId, StepId>.Empty;

    /// <summary>Compares.</summary>
    /// <param name="plan">The plan at hand, with its restore points where those are known.</param>
    /// <param name="other">What it is held against.</param>
    /// <param name="forecast">The forecast of a plan, from one history for all; with the ids that its steps had in that history, where those are others.</param>
    /// <param name="inOtherMode">The plan at hand in the mode that was not asked for; null: only the one asked for is compared.</param>
    /// <returns>Null where one of them cannot be planned; that is said.</returns>
    public AgainstView? Of(Plan plan, OtherPlan other, Func<Plan, ImmutableDictionary<StepId, StepId>, RunForecast?> forecast, Func<RunMode, Plan?>? inOtherMode)
    {
        if (other.In(plan.Mode) is not { } before)
        {
            return Nothing("the other plan");
        }

        var differences = Between(before, plan, forecast).Select(one => Tell(one, mode: null)).ToList();
        if (inOtherMode is not null)
        {
            var mode = plan.Mode == RunMode.Drill ? RunMode.Disaster : RunMode.Drill;
            if (other.In(mode) is not { } otherBefore)
            {
                return Nothing($"the other plan, for a {Face.Readable.Word(mode)},");
            }

            if (inOtherMode(mode) is not { } otherAfter)
            {
                return Nothing($"the plan for a {Face.Readable.Word(mode)}");
            }

            var told = differences.Select(one => (one.Difference.Kind, one.Difference.Step, one.Difference.Text, one.Difference.Before, one.Difference.After)).ToHashSet();
            differences.AddRange(Between(otherBefore, otherAfter, forecast)
                .Where(one => !told.Contains((one.Kind, one.Step, one.Text, one.Before, one.After)))
                .Select(one => Tell(one, mode)));
        }

        return new AgainstView(
            other.Name,
            other.Commit,
            [.. differences.OrderBy(Rank)],
            forecast(before, SameIds),
            forecast(plan, RenamedSteps.OldIds(before, plan)));
    }

    private AgainstView? Nothing(string plan)
    {
        invocation.Refuse($"{plan} cannot be made: nothing was compared");
        return null;
    }

    private static IEnumerable<PlanDifference> Between(Plan before, Plan after, Func<Plan, ImmutableDictionary<StepId, StepId>, RunForecast?> forecast)
    {
        var oldIds = RenamedSteps.OldIds(before, after);
        var until = after.Objectives.Until is { } stops ? oldIds.GetValueOrDefault(stops, stops) : (StepId?)null;
        return ForecastComparison.Between(forecast(before, SameIds), forecast(after, oldIds), before.Objectives.Until == until) is { } longer
            ? PlanDifference.Between(before, after).Append(longer)
            : PlanDifference.Between(before, after);
    }

    private ToldDifference Tell(PlanDifference difference, RunMode? mode)
    {
        var at = difference.Step is { } step ? prepared.At(step) : prepared.Whole;
        return new ToldDifference(difference, at, options.Accepts(invocation, difference), mode);
    }

    private static int Rank(ToldDifference told) => (told.Difference.Effect, told.IsAccepted) switch
    {
        (DifferenceEffect.Weakens, false) => 0,
        (DifferenceEffect.Weakens, true) => 1,
        (DifferenceEffect.Strengthens, _) => 2,
        _ => 3,
    };
}
