using DrRunbook.Engine.Running;

namespace DrRunbook.Engine.Time;

/// <summary>How a run loop waits for the next thing to happen.</summary>
public interface IPace
{
    /// <summary>Whether operators, leases and signals live outside this clock and have to be looked at now and then.</summary>
    bool HasOutside { get; }

    /// <summary>Waits for a fact, for the time at which something falls due, or for the next look outside.</summary>
    /// <param name="due">UTC by the run's clock; null for never.</param>
    ValueTask WaitAsync(FactInbox facts, DateTimeOffset? due, CancellationToken cancellationToken);
}

/// <summary>Waits in real or quickened time, and looks outside at least every half second of the host's.</summary>
public sealed class RealPace(TimeProvider runClock, TimeProvider hostClock) : IPace
{
    /// <summary>The longest wait between two looks at the operators' inbox and the lease.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc />
    public bool HasOutside => true;

    /// <inheritdoc />
    public async ValueTask WaitAsync(FactInbox facts, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var until = due - runClock.GetUtcNow();
        if (until <= TimeSpan.Zero)
        {
            return;
        }

        var waits = new List<Task> { facts.WhenAnyAsync(), Task.Delay(Tick, hostClock, over.Token) };
        if (until is { } rest && rest < TimeSpan.FromDays(1))
        {
            waits.Add(Task.Delay(rest, runClock, over.Token));
        }

        await Task.WhenAny(waits);
        await over.CancelAsync();
    }
}

/// <summary>Waits in no time: jumps from one due timer to the next until something happens.</summary>
/// <param name="longest">How much virtual time the rehearsal has; null: as much as any runbook can need.</param>
public sealed class VirtualPace(VirtualClock clock, TimeSpan? longest = null) : IPace
{
    /// <summary>Twice the longest duration a runbook can state: a rehearsal that is still waiting then waits for nothing.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(731);

    private readonly DateTimeOffset _end = clock.GetUtcNow() + (longest ?? Longest);
    private readonly DateTimeOffset _lastDue = longest is { } limit ? clock.GetUtcNow() + limit : DateTimeOffset.MaxValue;

    /// <inheritdoc />
    public bool HasOutside => false;

    /// <inheritdoc />
    /// <exception cref="StandsStillException">Nothing is due and no fact can come, or not in the time there is.</exception>
    public ValueTask WaitAsync(FactInbox facts, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        while (!facts.HasAny)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = clock.NextDue;
            if (due <= (next ?? DateTimeOffset.MaxValue) && due <= _lastDue)
            {
                clock.JumpTo(due.Value);
                break;
            }

            if ((due ?? DateTimeOffset.MaxValue) < next || !clock.FireNext() || clock.GetUtcNow() > _end)
            {
                throw new StandsStillException("the rehearsal stands still: nothing is due and nobody will answer");
            }
        }

        return ValueTask.CompletedTask;
    }
}
