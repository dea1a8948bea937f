using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>Makes a <see cref="RunForecast"/>.</summary>
internal sealed class Forecaster
{
    private const int MostDraws = 1000;
    private const int FewestDraws = 50;

    /// <summary>Steps times draws, and steps times steps tried: what keeps the forecast of a long plan within seconds.</summary>
    private const int MostWork = 500_000;

    private const int MostTried = 64;
    private const int FewestTried = 8;

    private readonly PlanGraph _graph;
    private readonly DateTimeOffset _startAt;
    private readonly TimeSpan _outageBefore;
    private readonly ImmutableArray<StepDurations> _durations;
    private readonly DurationHistory _history;
    private readonly RunCourse _course;
    private readonly Lengths _typical;
    private readonly int _until;
    private readonly StepId _stopsClock;

    public Forecaster(PlanGraph graph, DurationHistory history, DateTimeOffset startAt, DateTimeOffset? outageAt)
    {
        (_graph, _history, _startAt) = (graph, history, startAt);
        _outageBefore = outageAt is { } outage && outage < startAt ? startAt - outage : TimeSpan.Zero;
        _durations = StepDurations.Of(graph, history);
        _course = new RunCourse(graph, _durations, startAt);
        _typical = Lengths.Typical(_durations);
        var until = graph.Plan.Objectives.Until is { } named ? graph.IndexOf(named) : graph.Nodes[graph.RootOf(PlanSection.Main)].Children[^1];
        _stopsClock = graph.Plan.Steps[until].Id;
        _until = Visible(until);
    }

    public RunForecast Forecast()
    {
        var rtos = _graph.Nodes.Where(node => node.Step is { Rto: not null, Section: PlanSection.Main }).Select(node => node.Index).ToList();
        var draws = Draw(_durations, [_until, .. rtos.Select(Visible)]);
        var median = _outageBefore + Rank(draws[0], 0.5);
        var rto = _graph.Plan.Objectives.Rto;
        _course.Run(_typical);
        var wholeRun = new TimeSpan(_course.End[_graph.RootOf(PlanSection.Main)]);
        var typical = new TypicalCourse(_graph, _durations, _course, _until);
        var path = typical.Path;
        return new RunForecast
        {
            Until = _stopsClock,
            Rto = rto,
            OutageBefore = _outageBefore,
            Median = median,
            Percentile90 = _outageBefore + Rank(draws[0], 0.9),
            WholeRun = wholeRun,
            Draws = draws[0].Length,
            Path = path,
            Steps = typical.Steps,
            Coverage = typical.Coverage(_history.Runs),
            StepObjectives =
            [
                .. rtos.Select((node, index) => new ObjectiveForecast(
                    _graph.Plan.Steps[node].Id, _graph.Plan.Steps[node].Rto!.Value, _outageBefore + Rank(draws[index + 1], 0.5), _outageBefore + Rank(draws[index + 1], 0.9))),
            ],
            Queues = [.. typical.Queues.Select(queue => queue with { Longer = Later(queue) })],
            Savings = Savings(typical),
            MedianOfHistory = MedianOfHistory(median),
        };
    }

    /// <summary>The step itself, or the group that is reckoned as one block and holds it.</summary>
    private int Visible(int node)
    {
        var visible = node;
        for (var group = _graph.Nodes[node].Parent; _graph.Nodes[group].Step is not null; group = _graph.Nodes[group].Parent)
        {
            visible = _durations[group].IsWhole ? group : visible;
        }

        return visible;
    }

    /// <summary>When these steps end, in every draw, the shortest first.</summary>
    private long[][] Draw(ImmutableArray<StepDurations> durations, ImmutableArray<int> watched)
    {
        var varying = durations.Index().Where(pair => pair.Item.Samples.Length > 1).Select(pair => pair.Index).ToArray();
        var count = varying.Length == 0 ? 1 : Math.Clamp(MostWork / durations.Length, FewestDraws, MostDraws);
        var ends = watched.Select(_ => new long[count]).ToArray();
        var lengths = Lengths.Typical(durations);
        var draws = new Draws(seed: 1);
        for (var draw = 0; draw < count; draw++)
        {
            foreach (var step in varying)
            {
                lengths.Set(step, durations[step].Samples[draws.Below(durations[step].Samples.Length)]);
            }

            _course.Run(lengths);
            for (var one = 0; one < ends.Length; one++)
            {
                ends[one][draw] = _course.End[watched[one]];
            }
        }

        foreach (var drawn in ends)
        {
            Array.Sort(drawn);
        }

        return ends;
    }

    private static TimeSpan Rank(long[] sorted, double part) => new(sorted[(int)Math.Ceiling(part * sorted.Length) - 1]);

    private TimeSpan? MedianOfHistory(TimeSpan median)
    {
        if (_durations.All(step => step.Basis != DurationBasis.History))
        {
            return null;
        }

        if (_durations.All(step => step.IsKnown || step.Typical.Length == TimeSpan.Zero))
        {
            return median;
        }

        var known = _durations.Select(step => step.IsKnown ? step : step with { Samples = [default] }).ToImmutableArray();
        return _outageBefore + Rank(Draw(known, [_until])[0], 0.5);
    }

    private TimeSpan Later(QueueForecast queue)
    {
        var unbound = new RunCourse(_graph, _durations, _startAt, (queue.Manager, queue.Group is { } group ? _graph.IndexOf(group) : null));
        unbound.Run(_typical);
        _course.Run(_typical);
        return Positive(_course.End[_until] - unbound.End[_until]);
    }

    /// <summary>Tries the longest first, until none that is left can gain more than the third best.</summary>
    private ImmutableArray<Saving> Savings(TypicalCourse typical)
    {
        var best = new List<Saving>();
        _course.Run(_typical);
        var end = _course.End[_until];
        foreach (var step in typical.Deciding.OrderByDescending(typical.LengthOf).ThenBy(step => step).Take(Math.Clamp(MostWork / _graph.StepCount, FewestTried, MostTried)))
        {
            var length = typical.LengthOf(step);
            if (best.Count == 3 && best[2].Gain >= length)
            {
                break;
            }

            var without = Lengths.Typical(_durations);
            without.Set(step, default);
            without.IsNothing[step] = true;
            _course.Run(without);
            var gain = Positive(end - _course.End[_until]);
            if (gain > TimeSpan.Zero)
            {
                best.Add(new Saving(_graph.Plan.Steps[step].Id, gain, length, _durations[step].Basis));
                best = [.. best.OrderByDescending(saving => saving.Gain).Take(3)];
            }
        }

        return [.. best];
    }

    private static TimeSpan Positive(long ticks) => new(Math.Max(ticks, 0));
}
