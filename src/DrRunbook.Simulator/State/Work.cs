namespace DrRunbook.Simulator.State;

/// <summary>What an accepted request set going: its place in the queue and its restore sessions.</summary>
internal sealed class Work
{
    public required int Number { get; init; }

    public required WorkOrder Order { get; init; }

    public required FailoverBehaviour Behaviour { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Whether work is begun; false where the task only reports a failure to start.</summary>
    public required bool Real { get; init; }

    public string TaskId { get; set; } = "";

    public DateTimeOffset? AbortedAt { get; set; }

    /// <summary>When a later undo gave the replica back; null: it did not.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>When it leaves the queue; null: never.</summary>
    public DateTimeOffset? Start { get; private set; }

    public ImmutableArray<RestoreSessionRow> Sessions { get; private set; } = [];

    /// <summary>When the last session stops; null: never, or there is none.</summary>
    public DateTimeOffset? End => Sessions.IsEmpty || Sessions.Any(session => session.Stops is null) ? null : Sessions.Max(session => session.Stops);

    /// <summary>Whether the replica is failed over, or being failed over, by this work.</summary>
    public bool Holds(DateTimeOffset now) =>
        Real && !(UndoneAt <= now) && !(AbortedAt <= now) && (Sessions.IsEmpty || Sessions.Any(session => !session.IsStopped(now) || session.End is not SessionEnd.Failed));

    /// <summary>Finds its place in the queue and fixes its course from there.</summary>
    public void Schedule(WorkSlots slots, ulong seed, TimeSpan offset)
    {
        if (!Real)
        {
            Start = Order.At;
            return;
        }

        Start = Order.TakesSlot ? slots.NextStart(Order.At) : Order.At;
        if (Start is null || AbortedAt <= Start)
        {
            Sessions = [];
            return;
        }

        Sessions = Order.HasSessions ? CreateSessions(Start.Value, seed, offset) : [];
        if (Order.TakesSlot)
        {
            slots.Take(End);
        }
    }

    public Effect ToEffect() => new()
    {
        Number = Number,
        Kind = Order.Kind,
        Target = Order.Target,
        TargetUid = Order.TargetUid,
        ReplicaUid = Order.ReplicaUid,
        BackupServer = Order.BackupServer.Name,
        At = Order.At,
        LogonSession = Order.LogonSession,
        User = Order.User,
        TaskId = TaskId,
        Attempt = Attempt,
        Real = Real,
        WorkStart = Real ? Start : null,
        WorkEnd = End,
        End = Sessions.IsEmpty ? null : Worst(),
        AbortedAt = AbortedAt,
    };

    private SessionEnd Worst() => Sessions.MaxBy(session => session.End switch
    {
        SessionEnd.Success => 0,
        SessionEnd.Warning => 1,
        SessionEnd.None => 2,
        SessionEnd.Hangs => 3,
        _ => 4,
    })!.End;

    private ImmutableArray<RestoreSessionRow> CreateSessions(DateTimeOffset start, ulong seed, TimeSpan offset)
    {
        var names = Order.Kind is EffectKind.VAppFailover or EffectKind.CdpFailover && Behaviour.SessionsPer is SessionsPer.VApp
            ? [Order.Target]
            : Order.Vms;
        var sessions = ImmutableArray.CreateBuilder<RestoreSessionRow>();
        for (var i = 0; i < names.Length; i++)
        {
            var outcome = Behaviour.Vms.FirstOrDefault(vm => vm.Vm == names[i]);
            if (outcome is not { Reported: false })
            {
                sessions.Add(CreateSession(names[i], outcome, start + Behaviour.SessionAfter + (i * (Order.Stagger ?? Behaviour.VmStagger)), Seeded.Guid(seed, "restore session", (Number * 10_000L) + i), offset));
            }
        }

        return sessions.ToImmutable();
    }

    private RestoreSessionRow CreateSession(string name, VmOutcome? outcome, DateTimeOffset created, Guid id, TimeSpan offset)
    {
        var end = outcome?.Session ?? Behaviour.Session;
        DateTimeOffset? stops = end is SessionEnd.Hangs ? null : created + (outcome?.Duration ?? Behaviour.SessionDuration);
        var message = outcome?.FailureMessage ?? Behaviour.FailureMessage;
        if (AbortedAt is { } aborted && !(stops <= aborted))
        {
            (stops, end) = (aborted, SessionEnd.Failed);
        }

        return new RestoreSessionRow
        {
            Id = id,
            Name = Inventory.Label(name, created + offset),
            VmDisplayName = name,
            BackupServer = Order.BackupServer,
            JobType = Behaviour.JobType,
            Created = created,
            VisibleFrom = created + Behaviour.SessionHiddenFor,
            WorkingFrom = created + Behaviour.SessionStarting,
            Stops = stops,
            End = end,
            Progress = Behaviour.Progress,
            FailureMessage = message,
            VApp = Order.VApp,
        };
    }
}

/// <summary>What an accepted request asks for.</summary>
internal sealed record WorkOrder
{
    public required EffectKind Kind { get; init; }

    public required string Target { get; init; }

    public required string TargetUid { get; init; }

    public required BackupServerRow BackupServer { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string LogonSession { get; init; }

    public required string User { get; init; }

    /// <summary>What is occupied by it; work on the same thing meets <see cref="SecondFailover"/>.</summary>
    public required string Thing { get; init; }

    /// <summary>The VM inside the thing; null: all of it.</summary>
    public string? Part { get; init; }

    public string? ReplicaUid { get; init; }

    public string? VApp { get; init; }

    public ImmutableArray<string> Vms { get; init; } = [];

    /// <summary>The pause between the sessions of two VMs; null: as the behaviour says.</summary>
    public TimeSpan? Stagger { get; init; }

    public ImmutableArray<FailoverBehaviour> Behaviours { get; init; } = [];

    public SecondFailover SecondFailover { get; init; }

    /// <summary>Why it cannot be started; null: it can.</summary>
    public string? Refusal { get; init; }

    public bool TakesSlot { get; init; } = true;

    public bool HasSessions { get; init; } = true;
}
