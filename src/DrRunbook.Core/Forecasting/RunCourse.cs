using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>Works out when each main step of a plan begins and ends if every one takes a given time and ends well: the scheduler's rules without its events.</summary>
/// <remarks>
/// A list scheduler: what may begin begins, in the plan's order where a group's slots are scarce and in the order of asking where a manager's throttle is.
/// A slot is held from a step's beginning to its end, a place in the throttle from the request to the proof. What falls on one instant is decided in the order
/// in which the scheduler's agenda would. One course costs what the plan's edges cost, and the object is used again for the next.
/// </remarks>
internal sealed class RunCourse
{
    private readonly PlanGraph _graph;
    private readonly ImmutableArray<StepDurations> _durations;
    private readonly DateTimeOffset _startAt;
    private readonly int[] _managerOf;
    private readonly int[] _throttle;
    private readonly int[] _inFlight;
    private readonly Queue<int>[] _waiting;
    private readonly int[] _lastOut;
    private readonly int[] _unmet;
    private readonly int[] _unended;
    private readonly int[] _active;
    private readonly int[] _slots;
    private readonly PriorityQueue<int, int>[] _ready;
    private readonly int[] _freedBy;
    private readonly PriorityQueue<(int Node, Happening What), (long At, int Order)> _due = new();
    private Lengths _lengths = new(0);

    /// <param name="startAt">When the run starts, UTC: windows open by the clock.</param>
    /// <param name="unbound">A manager, or a group by its number, whose limit is left aside; null for none.</param>
    public RunCourse(PlanGraph graph, ImmutableArray<StepDurations> durations, DateTimeOffset startAt, (ManagerName? Manager, int? Group)? unbound = null)
    {
        (_graph, _durations, _startAt) = (graph, durations, startAt);
        var managers = graph.Plan.Managers.Select((manager, index) => (manager.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index);
        _managerOf = [.. graph.Plan.Steps.Select(step => step.Action is FailoverAction failover && managers.TryGetValue(failover.EnterpriseManager, out var index) ? index : -1)];
        _throttle = [.. graph.Plan.Managers.Select(manager => manager.Name == unbound?.Manager ? int.MaxValue : manager.MaxConcurrentFailovers)];
        _inFlight = new int[_throttle.Length];
        _lastOut = new int[_throttle.Length];
        _waiting = [.. _throttle.Select(_ => new Queue<int>())];
        var nodes = graph.Nodes.Length;
        (_unmet, _unended, _active) = (new int[nodes], new int[nodes], new int[nodes]);
        _slots = [.. graph.Nodes.Select(node => node.Index == unbound?.Group ? int.MaxValue : node.MaxConcurrency ?? int.MaxValue)];
        _ready = [.. graph.Nodes.Select(_ => new PriorityQueue<int, int>())];
        _freedBy = new int[nodes];
        (Ready, Start, End) = (new long[nodes], new long[nodes], new long[nodes]);
        (Wait, Before, Action, After, GivenBy) = (new long[nodes], new long[nodes], new long[nodes], new long[nodes], new int[nodes]);
    }

    private enum Happening
    {
        IsProven,
        Opens,
        Starts,
        Asks,
        Requests,
        Ends,
    }

    /// <summary>When what a step waits for had ended, in ticks from the run's start.</summary>
    public long[] Ready { get; }

    /// <summary>When it began: later than <see cref="Ready"/> where it waited for a slot.</summary>
    public long[] Start { get; }

    /// <summary>When it ended; -1 where it is not reached.</summary>
    public long[] End { get; }

    /// <summary>How long it waited for its manager's throttle.</summary>
    public long[] Wait { get; }

    /// <summary>How long its <c>require</c> gates took, windows included.</summary>
    public long[] Before { get; }

    /// <summary>How long its action took.</summary>
    public long[] Action { get; }

    /// <summary>How long its <c>verify</c> gates took.</summary>
    public long[] After { get; }

    /// <summary>The step whose end gave it the slot or place it waited for; -1 where it did not wait.</summary>
    public int[] GivenBy { get; }

    /// <summary>Goes through one course.</summary>
    public void Run(Lengths lengths)
    {
        _lengths = lengths;
        Reset();
        var root = _graph.RootOf(PlanSection.Main);
        Open(root, 0);
        while (_due.TryDequeue(out var happening, out var due))
        {
            Happen(happening.Node, happening.What, due.At);
        }
    }

    private void Reset()
    {
        Array.Fill(End, -1);
        Array.Fill(GivenBy, -1);
        Array.Clear(Wait);
        Array.Clear(_active);
        Array.Clear(_inFlight);
        Array.Fill(_freedBy, -1);
        foreach (var node in _graph.Nodes)
        {
            _unmet[node.Index] = node.Predecessors.Length;
            _unended[node.Index] = node.Children.Length;
        }
    }

    private void Happen(int node, Happening what, long now)
    {
        switch (what)
        {
            case Happening.IsProven:
                Prove(node, now);
                break;
            case Happening.Opens:
                Open(node, now);
                break;
            case Happening.Starts:
                StartNext(node, now);
                break;
            case Happening.Asks:
                Wait[node] = -now;
                _waiting[_managerOf[node]].Enqueue(node);
                Request(node, now);
                break;
            case Happening.Requests:
                Request(node, now);
                break;
            default:
                Finish(node, now);
                break;
        }
    }

    /// <summary>Of what falls on one instant, facts come first, then decisions in the order of the plan.</summary>
    private void Due(int node, Happening what, long at) => _due.Enqueue((node, what), (at, what == Happening.IsProven ? node - _slots.Length : node));

    private void Open(int list, long now)
    {
        if (_unended[list] == 0)
        {
            EndList(list, now);
            return;
        }

        foreach (var child in _graph.Nodes[list].Children)
        {
            if (_unmet[child] == 0)
            {
                MakeReady(list, child, now);
            }
        }
    }

    private void MakeReady(int list, int child, long now)
    {
        Ready[child] = now;
        _ready[list].Enqueue(child, child);
        Due(list, Happening.Starts, now);
    }

    private void StartNext(int list, long now)
    {
        if (_active[list] < _slots[list] && _ready[list].TryDequeue(out var child, out _))
        {
            _active[list]++;
            Begin(child, now, now > Ready[child] ? _freedBy[list] : -1);
            Due(list, Happening.Starts, now);
        }
    }

    private void Begin(int node, long now, int givenBy)
    {
        (Start[node], GivenBy[node]) = (now, givenBy);
        var known = _durations[node];
        Before[node] = WithWindows(node, _lengths.Before[node], known.Require, now);
        var acts = now + Before[node];
        if (!known.IsWhole)
        {
            Due(node, Happening.Opens, acts);
        }
        else if (_managerOf[node] >= 0)
        {
            Due(node, Happening.Asks, acts);
        }
        else
        {
            Action[node] = known.Own is { } window ? WithWindows(node, 0, [window], acts) : _lengths.Action[node];
            After[node] = WithWindows(node, _lengths.After[node], known.Verify, acts + Action[node]);
            Due(node, Happening.Ends, acts + Action[node] + After[node]);
        }
    }

    private void Request(int node, long now)
    {
        var manager = _managerOf[node];
        if (_inFlight[manager] >= _throttle[manager] || !_waiting[manager].TryPeek(out var first) || first != node)
        {
            return;
        }

        _waiting[manager].Dequeue();
        _inFlight[manager]++;
        Wait[node] += now;
        GivenBy[node] = Wait[node] > 0 ? _lastOut[manager] : GivenBy[node];
        Action[node] = _lengths.Action[node];
        Due(node, Happening.IsProven, now + Action[node]);
        LetNextRequest(manager, now);
    }

    private void LetNextRequest(int manager, long now)
    {
        if (_waiting[manager].TryPeek(out var next))
        {
            Due(next, Happening.Requests, now);
        }
    }

    private void Prove(int node, long now)
    {
        var manager = _managerOf[node];
        _inFlight[manager]--;
        _lastOut[manager] = node;
        LetNextRequest(manager, now);
        After[node] = WithWindows(node, _lengths.After[node], _durations[node].Verify, now);
        Due(node, Happening.Ends, now + After[node]);
    }

    private void Finish(int node, long now)
    {
        End[node] = now;
        var list = _graph.Nodes[node].Parent;
        _active[list]--;
        _freedBy[list] = node;
        foreach (var next in _graph.Nodes[node].Successors)
        {
            if (--_unmet[next] == 0)
            {
                MakeReady(list, next, now);
            }
        }

        Due(list, Happening.Starts, now);
        if (--_unended[list] == 0)
        {
            EndList(list, now);
        }
    }

    private void EndList(int list, long now)
    {
        if (_graph.Nodes[list].Step is null)
        {
            End[list] = now;
            return;
        }

        Action[list] = now - Start[list] - Before[list];
        After[list] = WithWindows(list, _lengths.After[list], _durations[list].Verify, now);
        Due(list, Happening.Ends, now + After[list]);
    }

    private long WithWindows(int node, long length, ImmutableArray<WindowGate> windows, long now)
    {
        if (windows.IsEmpty || _lengths.IsNothing[node])
        {
            return length;
        }

        var at = _startAt.AddTicks(now);
        return Math.Max(length, windows.Max(window => (Windows.NextOpening(window, at) - at).Ticks));
    }
}
