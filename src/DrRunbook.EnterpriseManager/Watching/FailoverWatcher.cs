using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Time;
using DrRunbook.EnterpriseManager.Transport;

namespace DrRunbook.EnterpriseManager.Watching;

/// <summary>The one watcher of a manager: looks at all running failovers together, for as long as there is one.</summary>
internal sealed class FailoverWatcher(ManagerClientOptions options, FailoverPoll poll, Redactor redactor, CancellationToken lifetime)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(60);

    /// <summary>A manager that answers slowly is looked at less often: after each look it rests this many times as long as that took.</summary>
    private const int RestPerLook = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<StepId, WatchedFailover> _watched = [];
    private bool _isRunning;

    /// <summary>Ends when the watching does; faulted where it ended by a bug.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Watch(FailoverWatch watch)
    {
        lock (_gate)
        {
            _watched.GetValueOrDefault(watch.Step)?.Stop();
            _watched[watch.Step] = new WatchedFailover(watch, redactor);
            if (_isRunning || lifetime.IsCancellationRequested)
            {
                return;
            }

            _isRunning = true;
        }

        Completion = RunAsync();
    }

    public void Unwatch(StepId step)
    {
        lock (_gate)
        {
            if (_watched.Remove(step, out var watched))
            {
                watched.Stop();
            }
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var failures = 0;
            var lookTook = TimeSpan.Zero;
            do
            {
                await Pause.ForAsync(IntervalAfter(failures, lookTook), options.Clock, lifetime);
                var open = Open();
                if (poll.TellsNothing(open))
                {
                    continue;
                }

                var begun = options.Clock.GetTimestamp();
                var answered = await poll.RunAsync(open, lifetime);
                failures = answered ? 0 : failures + 1;
                lookTook = answered ? options.Clock.GetElapsedTime(begun) : TimeSpan.Zero;
            }
            while (GoesOn());
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            // The client is disposed of.
        }
        catch (Exception bug)
        {
            options.Fault?.Invoke(bug);
            throw;
        }
    }

    /// <summary>Longer the slower the manager answers, and twice as long with every failure, up to a minute.</summary>
    private TimeSpan IntervalAfter(int failures, TimeSpan lookTook)
    {
        var rest = lookTook * RestPerLook;
        var usual = rest > options.PollInterval ? rest : options.PollInterval;
        var longest = options.PollInterval > LongestInterval ? options.PollInterval : LongestInterval;
        var grown = usual * Math.Pow(2, Math.Min(failures, 10));
        return grown < longest ? grown : longest;
    }

    private ImmutableArray<WatchedFailover> Open()
    {
        lock (_gate)
        {
            return [.. _watched.Values.Where(watched => !watched.IsSettled).OrderBy(watched => watched.Watch.Step)];
        }
    }

    private bool GoesOn()
    {
        lock (_gate)
        {
            return _isRunning = _watched.Values.Any(watched => !watched.IsSettled);
        }
    }
}
