namespace DrRunbook.Simulator.State;

/// <summary>All that was set going, in the order of arrival, and the restore sessions that came of it.</summary>
internal sealed class WorkBook(ScenarioManager scenario, ulong seed)
{
    private const string AlreadyFailedOver = "Replica VM is already in the failover state.";

    private readonly List<Work> _works = [];
    private readonly Dictionary<string, List<Work>> _byThing = [];
    private readonly List<RestoreSessionRow> _past = [];
    private readonly List<RestoreSessionRow> _sessions = [];
    private readonly Dictionary<Guid, RestoreSessionRow> _sessionsById = [];
    private WorkSlots _slots = new(scenario.MaxConcurrentFailovers);
    private ImmutableArray<Effect>? _effects;

    public IReadOnlyList<Work> Works => _works;

    /// <summary>In the order of creation by effect; not by time.</summary>
    public IReadOnlyList<RestoreSessionRow> Sessions => _sessions;

    public ImmutableArray<Effect> Effects => _effects ??= [.. _works.Select(work => work.ToEffect())];

    public RestoreSessionRow? Session(Guid id) => _sessionsById.GetValueOrDefault(id);

    /// <summary>Adds a session from before the simulation.</summary>
    public void AddPast(RestoreSessionRow session)
    {
        _past.Add(session);
        Add(session);
    }

    /// <summary>Sets an order going.</summary>
    /// <param name="abortedAt">When it is known to be aborted, where a ledger is read back; null: it is not.</param>
    public Work Begin(WorkOrder order, DateTimeOffset? abortedAt = null)
    {
        if (!_byThing.TryGetValue(order.Thing, out var same))
        {
            _byThing.Add(order.Thing, same = []);
        }

        var attempt = 1 + same.Count(work => work.Real && work.Order.Kind == order.Kind && work.Order.Part == order.Part);
        var (behaviour, real) = Course(order, attempt, same);
        var work = new Work
        {
            Number = _works.Count + 1,
            Order = order,
            Behaviour = behaviour,
            Attempt = attempt,
            Real = real,
            AbortedAt = abortedAt,
        };
        same.Add(work);
        _works.Add(work);
        Schedule(work);
        _effects = null;
        return work;
    }

    /// <summary>Ends work before its time; its sessions fail, and what waits in the queue moves up.</summary>
    public void Abort(Work work, DateTimeOffset now)
    {
        if (work.AbortedAt is not null || work.End <= now)
        {
            return;
        }

        work.AbortedAt = now;
        _slots = new WorkSlots(scenario.MaxConcurrentFailovers);
        _sessions.Clear();
        _sessionsById.Clear();
        _past.ForEach(Add);
        _works.ForEach(Schedule);
        _effects = null;
    }

    /// <summary>Gives back what a failover plan has occupied.</summary>
    public void Undo(string thing, DateTimeOffset now)
    {
        foreach (var work in _byThing.GetValueOrDefault(thing, []))
        {
            work.UndoneAt ??= now;
        }
    }

    public void SetTask(Work work, string taskId)
    {
        work.TaskId = taskId;
        _effects = null;
    }

    private static (FailoverBehaviour Behaviour, bool Real) Course(WorkOrder order, int attempt, List<Work> same)
    {
        var behaviour = order.Behaviours.IsEmpty ? new() : order.Behaviours[Math.Min(attempt, order.Behaviours.Length) - 1];
        if (order.Refusal is not null)
        {
            return (behaviour with { Task = TaskEnd.Failed, TaskMessage = order.Refusal }, false);
        }

        var occupied = order.Kind is not (EffectKind.PlanUndo or EffectKind.PlanEdit or EffectKind.Collection)
            && same.Any(work => work.Order.Kind is not (EffectKind.PlanUndo or EffectKind.PlanEdit) && Overlap(work.Order.Part, order.Part) && work.Holds(order.At));
        if (occupied && order.SecondFailover is SecondFailover.TaskFails)
        {
            return (new FailoverBehaviour { Task = TaskEnd.Failed, TaskMessage = AlreadyFailedOver }, false);
        }

        if (occupied && order.SecondFailover is SecondFailover.SessionFails)
        {
            return (behaviour with { Session = SessionEnd.Failed, FailureMessage = AlreadyFailedOver, Vms = [] }, true);
        }

        return (behaviour, behaviour.Task is not (TaskEnd.Failed or TaskEnd.FailedWithoutMessage) || behaviour.RunsDespiteFailedTask);
    }

    private static bool Overlap(string? one, string? other) => one is null || other is null || one == other;

    private void Schedule(Work work)
    {
        work.Schedule(_slots, seed, scenario.ClockOffset);
        foreach (var session in work.Sessions)
        {
            Add(session);
        }
    }

    private void Add(RestoreSessionRow session)
    {
        _sessions.Add(session);
        _sessionsById.Add(session.Id, session);
    }
}
