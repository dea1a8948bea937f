using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>A fact that an effect left, and the bytes it names.</summary>
internal sealed record Fact(RunEvent Event, ImmutableArray<Blob> Blobs, Effect? From);

/// <summary>Where facts wait for the run loop. Any thread may leave one; only the loop takes them.</summary>
public sealed class FactInbox : IFactSink
{
    private readonly Lock _lock = new();
    private List<Fact> _facts = [];
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    /// <summary>Whether a fact waits, or an effect has broken.</summary>
    public bool HasAny
    {
        get
        {
            lock (_lock)
            {
                return _facts.Count > 0 || _fault is not null;
            }
        }
    }

    /// <inheritdoc />
    public void Post(RunEvent fact, params ReadOnlySpan<Blob> blobs) => Post(new Fact(fact, [.. blobs], From: null));

    internal void Post(Fact fact)
    {
        lock (_lock)
        {
            _facts.Add(fact);
            _signal.TrySetResult();
        }
    }

    /// <summary>An effect broke: a bug or a broken machine. The loop will throw it.</summary>
    public void Fail(Exception exception)
    {
        lock (_lock)
        {
            _fault ??= exception;
            _signal.TrySetResult();
        }
    }

    /// <summary>Ends the loop's wait without a fact: there is something to look at elsewhere.</summary>
    internal void Wake()
    {
        lock (_lock)
        {
            _signal.TrySetResult();
        }
    }

    /// <summary>Ends when a fact waits, or somebody wakes the loop.</summary>
    internal Task WhenAnyAsync()
    {
        lock (_lock)
        {
            return _signal.Task;
        }
    }

    /// <summary>Takes every fact whose effect still counts.</summary>
    internal List<Fact> TakeAll()
    {
        lock (_lock)
        {
            if (_fault is not null)
            {
                throw new EffectFaultException(_fault);
            }

            var taken = _facts;
            _facts = [];
            _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            taken.RemoveAll(fact => fact.From is { IsStopped: true });
            return taken;
        }
    }
}

/// <summary>An effect ended in an exception that is no outcome: a bug, or a broken machine.</summary>
public sealed class EffectFaultException(Exception inner) : Exception(inner.Message, inner);
