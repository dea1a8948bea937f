using DrRunbook.Core.Planning;

namespace DrRunbook.Core.Execution;

/// <summary>What the scheduler has to look at: steps that an event touched, and steps whose time has come.</summary>
/// <remarks>Bookkeeping, no part of what a run is: a step on it without need costs one look.</remarks>
internal sealed class Agenda(PlanGraph graph)
{
    private readonly SortedSet<int> _touched = [];
    private readonly PriorityQueue<int, DateTimeOffset> _due = new();
    private bool _run = true;

    /// <summary>The earliest time at which something falls due, or null for never. It may be of no concern any more.</summary>
    public DateTimeOffset? NextDue => _due.TryPeek(out _, out var at) ? at : null;

    /// <summary>How many steps have been looked at so far: what deciding costs.</summary>
    public long Looks { get; private set; }

    public void Touch(int node)
    {
        if (node >= 0)
        {
            _touched.Add(node);
        }
    }

    public void TouchAll()
    {
        _run = true;
        foreach (var node in graph.Nodes)
        {
            _touched.Add(node.Index);
        }
    }

    public void TouchRun() => _run = true;

    /// <summary>Puts a step on the agenda at a time; null: never.</summary>
    public void At(DateTimeOffset? due, int node)
    {
        if (due is { } time)
        {
            _due.Enqueue(node, time);
        }
    }

    /// <summary>Moves what has fallen due to what is to be looked at.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_due.TryPeek(out var node, out var at) && at <= now)
        {
            _due.Dequeue();
            _touched.Add(node);
            _run = true;
        }
    }

    /// <summary>The next node to look at; it stays until <see cref="Done"/>.</summary>
    public bool TryPeek(out int node)
    {
        node = _touched.Count > 0 ? _touched.Min : -1;
        Looks++;
        return node >= 0;
    }

    public void Done(int node) => _touched.Remove(node);

    /// <summary>Whether the run as a whole is to be looked at; asked once.</summary>
    public bool TakeRun()
    {
        var run = _run;
        _run = false;
        return run;
    }
}
