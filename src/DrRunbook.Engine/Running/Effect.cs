using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>A source of facts with an end. Once stopped, what it still posts no longer counts.</summary>
internal sealed class Effect : IFactSink, IDisposable
{
    private readonly FactInbox _queue;
    private readonly CancellationTokenSource _stop;
    private bool _isDisposed;

    public Effect(FactInbox queue, CancellationToken abandon)
    {
        _queue = queue;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(abandon);
    }

    /// <summary>Whether its facts no longer count. Read and set on the loop's thread alone.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The work, or a task that has ended where it only listens.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs) => _queue.Post(new Fact(fact, [.. blobs], this));

    /// <summary>Starts the work; its exceptions become the loop's.</summary>
    public Effect Start(Func<IFactSink, CancellationToken, Task> work)
    {
        Work = GuardAsync(work);
        return this;
    }

    public void Stop()
    {
        IsStopped = true;
        if (!_isDisposed)
        {
            _stop.Cancel();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _stop.Dispose();
    }

    private async Task GuardAsync(Func<IFactSink, CancellationToken, Task> work)
    {
        try
        {
            await work(this, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped or abandoned: there is nothing to tell.
        }
        catch (Exception exception)
        {
            _queue.Fail(exception);
        }
    }
}
