namespace DrRunbook.Engine.Running;

/// <summary>A token that ends at a deadline, or when the effect is stopped.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _stopped;
    private readonly CancellationToken _stop;

    /// <param name="deadline">UTC by <paramref name="clock"/>; null for none; one gone by ends the token at once.</param>
    public TimeLimit(DateTimeOffset? deadline, TimeProvider clock, CancellationToken stop)
    {
        var rest = deadline - clock.GetUtcNow();
        _source = rest is { } limit ? new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, clock) : new CancellationTokenSource();
        _stopped = stop.Register(_source.Cancel);
        _stop = stop;
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time is up, and not the effect stopped.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_stop.IsCancellationRequested;

    public void Dispose()
    {
        _stopped.Dispose();
        _source.Dispose();
    }
}
