using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>What there is to say of the course in which every step takes its median. Taken over at once: the course itself is used again.</summary>
internal sealed class TypicalCourse
{
    private const int MostQueues = 8;

    private readonly PlanGraph _graph;
    private readonly ImmutableArray<StepDurations> _durations;
    private readonly RunCourse _course;
    private readonly StepLength[] _lengths;
    private readonly long[] _waiting;

    public TypicalCourse(PlanGraph graph, ImmutableArray<StepDurations> durations, RunCourse course, int until)
    {
        (_graph, _durations, _course) = (graph, durations, course);
        _waiting = [.. Enumerable.Range(0, graph.StepCount).Select(step => course.Start[step] - course.Ready[step] + course.Wait[step])];
        _lengths = [.. Enumerable.Range(0, graph.StepCount).Select(Length)];
        var critical = CriticalPath.To(graph, until, step => _lengths[graph.IndexOf(step.Id)]);
        var onPath = critical.Steps.Select(graph.IndexOf).ToImmutableArray();
        Path = [.. onPath.Select(step => OnPath(step, critical.Length)).Where(step => step.Length + step.Waiting > TimeSpan.Zero)];
        Deciding = WithGivers(onPath);
        Before = Needed(until);
        Steps = [.. graph.Nodes.Where(node => IsReached(node) && TakesTime(node.Index)).Select(node => StepOf(node.Index))];
        Queues = [.. Throttles().Concat(Slots()).OrderByDescending(queue => queue.LongestWait).Take(MostQueues)];
    }

    /// <summary>The steps that decide when the clock stops.</summary>
    public ImmutableArray<PathStep> Path { get; }

    /// <summary>Those, and the steps whose places they waited for.</summary>
    public ImmutableArray<int> Deciding { get; }

    /// <summary>Every step.</summary>
    public ImmutableArray<StepForecast> Steps { get; }

    /// <summary>The limits that make steps wait longest, without what that costs.</summary>
    public ImmutableArray<QueueForecast> Queues { get; }

    private HashSet<int> Before { get; }

    /// <summary>A step's own time.</summary>
    public TimeSpan LengthOf(int step) => new(_course.Before[step] + _course.Action[step] + _course.After[step]);

    /// <summary>How much rests on earlier runs.</summary>
    public ForecastCoverage Coverage(int runs)
    {
        var counted = Before.Where(step => _durations[step].IsWhole && _durations[step].Basis != DurationBasis.Clock && TakesTime(step)).ToList();
        var told = counted.Count(step => _durations[step].Basis == DurationBasis.History);
        return new ForecastCoverage(told, counted.Count, runs, Path.Where(step => step.Basis is DurationBasis.History).Sum(step => step.Share));
    }

    private StepLength Length(int step)
    {
        var durations = _durations[step];
        var before = new TimeSpan(_course.Before[step] + _waiting[step]);
        return new StepLength(before, durations.IsWhole ? new TimeSpan(_course.Action[step]) : null, new TimeSpan(_course.After[step]));
    }

    private PathStep OnPath(int step, TimeSpan whole) => new(
        _graph.Plan.Steps[step].Id,
        LengthOf(step),
        new TimeSpan(_waiting[step]),
        whole == TimeSpan.Zero ? 0 : (LengthOf(step) + new TimeSpan(_waiting[step])) / whole,
        _durations[step].Basis);

    /// <summary>Adds the steps whose ends gave away what was waited for, and those they waited for in turn.</summary>
    private ImmutableArray<int> WithGivers(ImmutableArray<int> onPath)
    {
        var all = new HashSet<int>(onPath);
        var open = new Queue<int>(onPath);
        while (open.TryDequeue(out var step))
        {
            if (_course.GivenBy[step] is >= 0 and var giver && _durations[giver].IsWhole && all.Add(giver))
            {
                open.Enqueue(giver);
            }
        }

        return [.. all];
    }

    /// <summary>The steps without whose end a step cannot end.</summary>
    private HashSet<int> Needed(int until)
    {
        var needed = new HashSet<int>();
        var open = new Stack<int>([until]);
        while (open.TryPop(out var step))
        {
            var node = _graph.Nodes[step];
            if (!needed.Add(step))
            {
                continue;
            }

            foreach (var next in _durations[step].IsWhole ? node.Predecessors : node.Predecessors.AddRange(node.Children))
            {
                open.Push(next);
            }

            // Around it, what the groups it stands in wait for: not what else stands in them.
            for (var group = node.Parent; _graph.Nodes[group].Step is not null; group = _graph.Nodes[group].Parent)
            {
                foreach (var before in _graph.Nodes[group].Predecessors)
                {
                    open.Push(before);
                }
            }
        }

        return needed;
    }

    private bool IsReached(PlanNode node) => node.Step is { Section: PlanSection.Main } && _durations[node.Index].IsWhole && _course.End[node.Index] >= 0;

    private bool TakesTime(int step) => LengthOf(step) > TimeSpan.Zero;

    private StepForecast StepOf(int step)
    {
        var durations = _durations[step];
        var samples = durations.Samples;
        var told = durations.Basis == DurationBasis.History;
        var longest = samples[(int)Math.Ceiling(0.9 * samples.Length) - 1].Length;
        return new StepForecast(
            _graph.Plan.Steps[step].Id,
            durations.Basis,
            told ? samples.Length : 0,
            LengthOf(step),
            told ? longest : LengthOf(step),
            durations.Typical.People,
            new TimeSpan(_waiting[step]));
    }

    private IEnumerable<QueueForecast> Throttles()
    {
        foreach (var manager in _graph.Plan.Managers)
        {
            var failovers = _graph.Nodes.Where(node => IsReached(node) && node.Step!.Action is FailoverAction failover && failover.EnterpriseManager == manager.Name).ToList();
            var waiting = failovers.Select(node => _course.Wait[node.Index]).Where(wait => wait > 0).ToList();
            if (waiting.Count > 0)
            {
                yield return new QueueForecast(manager.Name, null, manager.MaxConcurrentFailovers, failovers.Count, waiting.Count, new TimeSpan(waiting.Max()), default);
            }
        }
    }

    private IEnumerable<QueueForecast> Slots()
    {
        foreach (var node in _graph.Nodes.Where(node => node.MaxConcurrency is not null && _course.End[node.Index] >= 0 && !_durations[node.Index].IsWhole))
        {
            var waiting = node.Children.Select(child => _course.Start[child] - _course.Ready[child]).Where(wait => wait > 0).ToList();
            if (waiting.Count > 0)
            {
                yield return new QueueForecast(null, node.Step!.Id, node.MaxConcurrency!.Value, node.Children.Length, waiting.Count, new TimeSpan(waiting.Max()), default);
            }
        }
    }
}
