using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Tests.Running;

/// <summary>A manager that tells which restore sessions it has, and remembers when it was asked.</summary>
internal sealed class FakeManager(TimeProvider clock) : IManagerClient
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();

    public static ManagerName SiteB { get; } = new("site-b");

    public ManagerName Name => SiteB;

    /// <summary>Its answers in turn, the last for all that follow; null where it gives none.</summary>
    public Queue<TracedSession[]?> Answers { get; } = new();

    /// <summary>Seconds since its beginning at which it was asked.</summary>
    public List<int> AskedAt { get; } = [];

    /// <summary>The time that was last asked for.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Window { get; private set; }

    public Task<TracesOutcome> FindTracesAsync(RestorePoint point, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        AskedAt.Add((int)(clock.GetUtcNow() - _start).TotalSeconds);
        Window = (from, to);
        var answer = Answers.Count > 1 ? Answers.Dequeue() : Answers.Peek();
        return Task.FromResult(new TracesOutcome([], [.. answer ?? []], answer is null ? "it does not answer" : null));
    }

    public Task<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PointsOutcome> FindRestorePointsAsync(string vApp, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FailoverReply> RequestFailoverAsync(string pointUid, Func<bool> mayStillSend, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Watch(FailoverWatch watch) => throw new NotSupportedException();

    public void Unwatch(StepId step) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
