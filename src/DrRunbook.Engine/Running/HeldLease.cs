using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>A lease in its holder's eyes: how old it is by this process's own clocks, counted from before it was asked for. The store's clock may be another machine's.</summary>
/// <param name="AskedAt">By the wall clock, UTC: it goes on while the machine sleeps.</param>
/// <param name="AskedTimestamp">By the monotonic clock: nobody sets it back.</param>
internal sealed record HeldLease(RunLease Lease, DateTimeOffset AskedAt, long AskedTimestamp)
{
    /// <summary>Asks for a lease, or for its extension.</summary>
    /// <returns>Null where it was not given.</returns>
    public static async Task<HeldLease?> AskAsync(TimeProvider clock, Func<Task<RunLease?>> ask)
    {
        var (at, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        return await ask() is { } lease ? new HeldLease(lease, at, timestamp) : null;
    }

    /// <summary>Whether a third of it is left: enough for a request to leave before anybody else may take the run.</summary>
    public bool IsFresh(TimeProvider clock) => Age(clock) < Lease.Duration * 2 / 3;

    /// <summary>Whether it is time to extend it.</summary>
    public bool IsToBeRenewed(TimeProvider clock) => Age(clock) > Lease.Duration / 3;

    /// <summary>The older of the two ages: a clock that stood still or was set back makes no lease younger.</summary>
    private TimeSpan Age(TimeProvider clock)
    {
        var (wall, monotonic) = (clock.GetUtcNow() - AskedAt, clock.GetElapsedTime(AskedTimestamp));
        return wall > monotonic ? wall : monotonic;
    }
}
