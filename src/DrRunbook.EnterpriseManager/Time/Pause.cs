namespace DrRunbook.EnterpriseManager.Time;

/// <summary>Waits on a clock.</summary>
/// <remarks>
/// In place of <c>Task.Delay</c>, which goes on inline when the time is over but on a pool thread when it is cancelled: in virtual time
/// everything has to happen on the thread that moves the clock.
/// </remarks>
internal static class Pause
{
    /// <exception cref="OperationCanceledException">The token was cancelled before the time was over.</exception>
    public static async Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        using var timer = clock.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, time, Timeout.InfiniteTimeSpan);
        using var given = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), over);
        await over.Task;
    }
}
