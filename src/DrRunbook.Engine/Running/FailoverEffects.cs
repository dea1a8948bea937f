using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>The effect that fails a vApp over: one request, once.</summary>
/// <param name="mayStillPost">Whether the lease is fresh enough for a request to start; asked right before it does, on whatever thread.</param>
internal sealed class FailoverEffects(RunSetup setup, Func<bool> mayStillPost)
{
    /// <summary>How long a request that never left waits before its successor, at least and at most.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

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

    /// <summary>The longer a manager has been away, the longer the pause: an outage of hours must not fill the journal.</summary>
    private FailoverNotSent NotSent(FailoverRequested intent, string detail)
    {
        var now = setup.RunClock.GetUtcNow();
        var limit = setup.Graph.Plan.Steps.First(step => step.Id == intent.Step).Timeout ?? RunbookDefaults.FailoverTimeout;
        var tried = now - (intent.Deadline - limit);
        var pause = tried / 4 < ShortestPause ? ShortestPause : tried / 4 > LongestPause ? LongestPause : tried / 4;
        return new FailoverNotSent(intent.Step, intent.Operation, OutsideText.From(detail), now + pause);
    }
}
