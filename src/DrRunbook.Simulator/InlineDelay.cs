namespace DrRunbook.Simulator;

/// <summary>Waits on a clock and goes on inline, also when it is cancelled.</summary>
/// <remarks><c>Task.Delay</c> goes on on a pool thread when it is cancelled; in virtual time a client whose limit ends would then run beside the clock.</remarks>
public static class InlineDelay
{
    /// <summary>Waits; what follows runs on the thread that moves the clock, or that cancels.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the time was over.</exception>
    public static async Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        using var timer = clock.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, time, Timeout.InfiniteTimeSpan);
        using var given = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), over);
        await over.Task.ConfigureAwait(false);
    }
}
