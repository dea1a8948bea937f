using DrRunbook.Core.Planning;

namespace DrRunbook.Core.Execution;

/// <summary>When the RTO of a run is in danger.</summary>
/// <param name="Since">From when on, UTC; it may lie ahead.</param>
/// <param name="Lasts">False: it is missed, and the recovery is over.</param>
internal readonly record struct ObjectiveDanger(DateTimeOffset Since, bool Lasts)
{
    /// <summary>The share of the RTO from whose end on it is in danger, whatever the targets say.</summary>
    private const double Share = 0.8;

    /// <summary>As the run stands; null where no RTO is stated, or it is met.</summary>
    /// <param name="byTargets">What <see cref="ByTargets"/> says, or null.</param>
    public static ObjectiveDanger? Of(RunState state, DateTimeOffset? byTargets)
    {
        if (state.Graph.Plan.Objectives.Rto is not { } rto || RunVerdict.Until(state) is not { } until)
        {
            return null;
        }

        var outage = state.Start!.OutageAt;
        if (until is { Unlocks: true, EndedAt: { } recovered })
        {
            return RunVerdict.SinceOutage(state, recovered) > rto ? new ObjectiveDanger(outage + rto, Lasts: false) : null;
        }

        if (until is { IsFinal: true, EndedAt: { } failed })
        {
            return new ObjectiveDanger(failed.At, Lasts: true);
        }

        if (state.OutcomeAt is { } over)
        {
            return new ObjectiveDanger(over.At, Lasts: true);
        }

        var byShare = outage + (rto * Share);
        return new ObjectiveDanger(byTargets < byShare ? byTargets.Value : byShare, Lasts: true);
    }

    /// <summary>From when on what is left of the RTO is less than the targets that are still on the way to the end of its clock; null where no step states one. Costs the size of the plan.</summary>
    public static DateTimeOffset? ByTargets(RunState state)
    {
        if (state.Graph.Plan.Objectives.Rto is not { } rto || RunVerdict.Until(state) is not { IsFinal: false } until || !state.Graph.Plan.Steps.Any(step => step.Target is not null))
        {
            return null;
        }

        var missed = state.Start!.OutageAt + rto;
        var now = state.LastAt;

        // A step at work that keeps its target ends in time; one that does not must end while the rest still fits.
        var asStated = CriticalPath.To(state.Graph, until.Node.Index, step => Left(state[step.Id], now.SinceStart)).Length;
        var behindWork = CriticalPath.To(state.Graph, until.Node.Index, step => Left(state[step.Id], atWork: null)).Length;
        return now.At + asStated > missed ? now.At : missed - behindWork;
    }

    /// <param name="atWork">The run's time by which a step at work has used its target up in part; null: such a step counts nothing.</param>
    private static StepLength Left(StepProgress step, TimeSpan? atWork)
    {
        if (step.IsFinal)
        {
            return StepLength.Whole(TimeSpan.Zero);
        }

        if (step.Step.Target is not { } target)
        {
            return new StepLength(TimeSpan.Zero, step.Node.IsGroup ? null : TimeSpan.Zero, TimeSpan.Zero);
        }

        var left = step.StartedAt is not { } started ? target
            : atWork is { } now ? target - (now - started.SinceStart)
            : TimeSpan.Zero;
        return StepLength.Whole(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
