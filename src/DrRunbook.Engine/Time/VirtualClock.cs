namespace DrRunbook.Engine.Time;

/// <summary>A clock that stands still until it is told to jump. For rehearsals: single-threaded, every due timer fires inline on the thread that advances it.</summary>
/// <param name="start">The first time it tells, UTC.</param>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private const int LookForMs = 20;
    private const int MostLooks = 250;

    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long DueTicks, long Order)> _timers = new();
    private long _nowTicks;
    private long _order;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the earliest timer falls due, or null where there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_timers.TryPeek(out var entry, out var key))
            {
                if (entry.Timer.Version == entry.Version)
                {
                    return start.AddTicks(key.DueTicks);
                }

                _timers.Dequeue();
            }

            return null;
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => start.AddTicks(_nowTicks);

    /// <inheritdoc />
    public override long GetTimestamp() => _nowTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps to the earliest timer and fires it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool FireNext()
    {
        if (NextDue is null)
        {
            return false;
        }

        var (timer, _) = _timers.Dequeue();
        _nowTicks = Math.Max(_nowTicks, timer.DueTicks);
        timer.Fire();
        return true;
    }

    /// <summary>Carries work out to its end, jumping wherever it waits. Nothing in it may leave this thread, but for what is cancelled at its end.</summary>
    /// <exception cref="StandsStillException">The work waits for something that no timer of this clock will bring.</exception>
    public T RunToEnd<T>(Func<Task<T>> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (!FireNext() && !EndsElsewhere(task))
                {
                    throw new StandsStillException("the rehearsal stands still: it waits for something outside its clock");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Whether work without a timer goes on all the same: what waits in <c>Task.Delay</c> and is cancelled ends on a pool thread.</summary>
    private bool EndsElsewhere(Task task)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (Task.WaitAny([task], LookForMs) == 0 || NextDue is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Jumps to a time without firing anything; a time gone by changes nothing.</summary>
    public void JumpTo(DateTimeOffset time) => _nowTicks = Math.Max(_nowTicks, (time - start).Ticks);

    private void Schedule(VirtualTimer timer) => _timers.Enqueue((timer, timer.Version), (timer.DueTicks, _order++));

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public int Version { get; private set; }

        public long DueTicks { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueTicks = clock._nowTicks + Math.Max(0, dueTime.Ticks);
                clock.Schedule(this);
            }

            return true;
        }

        public void Fire()
        {
            Version++;
            if (_period > TimeSpan.Zero)
            {
                DueTicks = clock._nowTicks + _period.Ticks;
                clock.Schedule(this);
            }

            callback(state);
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
