namespace DrRunbook.Engine.Time;

/// <summary>A clock on which time passes faster than outside: for a simulated run that is there to be watched.</summary>
/// <param name="host">The clock outside.</param>
/// <param name="speed">Seconds that pass here in one second outside; above 0.</param>
/// <param name="start">The first time it tells, UTC.</param>
public sealed class QuickenedClock(TimeProvider host, double speed, DateTimeOffset start) : TimeProvider
{
    private readonly long _startTimestamp = host.GetTimestamp();

    /// <summary>Seconds that pass here in one second outside.</summary>
    public double Speed => speed;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    /// <inheritdoc />
    public override long GetTimestamp() => (long)(host.GetElapsedTime(_startTimestamp).Ticks * speed);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new QuickenedTimer(host.CreateTimer(callback, state, Outside(dueTime), Outside(period)), this);

    private TimeSpan Outside(TimeSpan inside) =>
        inside == Timeout.InfiniteTimeSpan ? inside : TimeSpan.FromTicks((long)Math.Ceiling(inside.Ticks / speed));

    private sealed class QuickenedTimer(ITimer timer, QuickenedClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Outside(dueTime), clock.Outside(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
