using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>How long a run of a plan will take as far as can be said beforehand, if every step ends well. It is no promise.</summary>
/// <remarks>
/// <see cref="RunCourse"/> tells when each step begins and ends, throttles and slots included. Where earlier runs tell how long steps took, many courses are drawn,
/// each step taking one of its samples regardless of the others (the bootstrap; always the same draws), and <see cref="Median"/> and <see cref="Percentile90"/> are
/// those of the draws by nearest rank. What rests on no run takes its stated number in every draw. <see cref="Path"/>, <see cref="Savings"/> and <see cref="Queues"/> are
/// those of the one course in which every step takes its own median; parallel steps make the median of the whole a little longer than that.
/// </remarks>
public sealed record RunForecast
{
    /// <summary>The step whose end stops the RTO clock.</summary>
    public required StepId Until { get; init; }

    /// <summary>The RTO, or null where none is stated.</summary>
    public TimeSpan? Rto { get; init; }

    /// <summary>How long the outage had lasted when the run was to start; part of <see cref="Median"/> and <see cref="Percentile90"/>.</summary>
    public TimeSpan OutageBefore { get; init; }

    /// <summary>From the outage to the end of <see cref="Until"/>: as many draws are shorter as longer.</summary>
    public required TimeSpan Median { get; init; }

    /// <summary>From the outage to the end of <see cref="Until"/>: nine draws in ten are no longer.</summary>
    public required TimeSpan Percentile90 { get; init; }

    /// <summary>As <see cref="Median"/>, with nothing counted for steps that only a stated number speaks for: what earlier runs alone make it. Null where no run tells anything.</summary>
    public TimeSpan? MedianOfHistory { get; init; }

    /// <summary>From the start of the run to the end of the last of <c>steps</c>, every step at its median.</summary>
    public required TimeSpan WholeRun { get; init; }

    /// <summary>How many courses were drawn; 1 where there is nothing to draw from.</summary>
    public required int Draws { get; init; }

    /// <summary>How much of it rests on earlier runs.</summary>
    public required ForecastCoverage Coverage { get; init; }

    /// <summary>The steps that decide when <see cref="Until"/> ends, in their order.</summary>
    public required ImmutableArray<PathStep> Path { get; init; }

    /// <summary>The steps that would shorten the way to <see cref="Until"/> most, the best first; at most three.</summary>
    public required ImmutableArray<Saving> Savings { get; init; }

    /// <summary>Where steps wait for each other's places.</summary>
    public required ImmutableArray<QueueForecast> Queues { get; init; }

    /// <summary>The steps that have an <c>rto</c> of their own.</summary>
    public required ImmutableArray<ObjectiveForecast> StepObjectives { get; init; }

    /// <summary>Every step of <c>steps</c> that takes time of its own, in the plan's order.</summary>
    public required ImmutableArray<StepForecast> Steps { get; init; }

    /// <summary>Forecasts a run.</summary>
    /// <param name="startAt">When it starts, UTC; windows open by the clock.</param>
    /// <param name="outageAt">When the outage began, UTC; null: with the run.</param>
    /// <returns>Null for a plan without steps.</returns>
    public static RunForecast? Of(PlanGraph graph, DurationHistory history, DateTimeOffset startAt, DateTimeOffset? outageAt = null) =>
        graph.Nodes[graph.RootOf(PlanSection.Main)].Children.IsEmpty ? null : new Forecaster(graph, history, startAt, outageAt).Forecast();
}

/// <summary>How much of a forecast rests on earlier runs.</summary>
/// <param name="Told">Steps that earlier runs tell of.</param>
/// <param name="Steps">Steps before the RTO clock stops whose time the clock alone does not tell; groups are not counted.</param>
/// <param name="Runs">How many earlier runs told something.</param>
/// <param name="PathShare">The part of the critical path that rests on earlier runs, from 0 to 1.</param>
public sealed record ForecastCoverage(int Told, int Steps, int Runs, double PathShare);

/// <summary>A step on the critical path.</summary>
/// <param name="Length">Its own time.</param>
/// <param name="Waiting">How long it waits for a slot or for its manager's throttle before that.</param>
/// <param name="Share">Its part of the way, waiting included, from 0 to 1.</param>
public sealed record PathStep(StepId Step, TimeSpan Length, TimeSpan Waiting, double Share, DurationBasis Basis);

/// <summary>What a step could shorten the run by.</summary>
/// <param name="Gain">How much earlier the RTO clock would stop if the step took no time at all, reckoned anew for the whole plan.</param>
/// <param name="Length">Its own time.</param>
public sealed record Saving(StepId Step, TimeSpan Gain, TimeSpan Length, DurationBasis Basis);

/// <summary>A limit on what runs at once, and what it makes wait. Exactly one of manager and group is set.</summary>
/// <param name="Manager">The manager whose throttle it is.</param>
/// <param name="Group">The group whose <c>maxConcurrency</c> it is.</param>
/// <param name="Limit">How many run at once.</param>
/// <param name="Steps">Failovers of that manager, or direct children of that group.</param>
/// <param name="Waiting">How many of them wait.</param>
/// <param name="LongestWait">The longest wait of one of them.</param>
/// <param name="Longer">How much later the RTO clock stops for it.</param>
public sealed record QueueForecast(ManagerName? Manager, StepId? Group, int Limit, int Steps, int Waiting, TimeSpan LongestWait, TimeSpan Longer);

/// <summary>When a step with an <c>rto</c> of its own ends, from the outage.</summary>
public sealed record ObjectiveForecast(StepId Step, TimeSpan Rto, TimeSpan Median, TimeSpan Percentile90);

/// <summary>What is reckoned with for one step, without waiting for places.</summary>
/// <param name="Runs">How many runs tell of it.</param>
/// <param name="Length">Its median.</param>
/// <param name="Percentile90">Nine in ten of its runs are no longer; the same as the median where no run tells.</param>
/// <param name="People">The part of the median in which people are waited for, as earlier runs tell it.</param>
/// <param name="Waiting">How long it is expected to wait for a slot or for its manager's throttle besides.</param>
public sealed record StepForecast(StepId Step, DurationBasis Basis, int Runs, TimeSpan Length, TimeSpan Percentile90, TimeSpan People, TimeSpan Waiting);
