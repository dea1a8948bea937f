using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>The effect that fails a vApp over: one request, once.</summary>
/// <param name="mayStillPost">Whether the lease is fresh enough for a request to start; asked right before it does, on whatever thread.</param>
internal sealed class FailoverEffects(RunSetup setup, Func<bool> mayStillPost)
{
    /// <summary>How long a request that never left waits before its successor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Sends the request whose intent is durable.</summary>
    public async Task RequestAsync(FailoverRequested intent, IFactSink sink, CancellationToken stop)
    {
        if (!setup.Managers.TryGetValue(intent.Manager, out var manager))
        {
            sink.Post(NotSent(intent, "the manager has not answered since the run was taken up"));
            return;
        }

        var reply = await manager.RequestFailoverAsync(intent.PointUid, mayStillPost, stop);
        sink.Post(reply switch
        {
            FailoverAccepted accepted => new TaskAccepted(intent.Step, intent.Operation, accepted.Task, accepted.Logon, setup.RunClock.GetUtcNow()),
            FailoverRefused refused => new FailoverRejected(intent.Step, intent.Operation, refused.Status, OutsideText.From(refused.Message)),
            FailoverUnsent unsent => NotSent(intent, unsent.Detail),
            FailoverUnanswered unanswered => new FailoverReplyLost(intent.Step, intent.Operation, OutsideText.From(unanswered.Detail)),
            _ => throw new InvalidOperationException($"unknown reply {reply.GetType().Name}"),
        });
    }

    private FailoverNotSent NotSent(FailoverRequested intent, string detail) =>
        new(intent.Step, intent.Operation, OutsideText.From(detail), setup.RunClock.GetUtcNow() + Pause);
}
