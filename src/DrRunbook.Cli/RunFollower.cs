using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli;

/// <summary>Follows a run that another process drives, by reading its journal as it grows.</summary>
internal sealed class RunFollower
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly IRunStore _store;
    private readonly string _run;
    private readonly TimeProvider _hostClock;
    private readonly JournalReader _reader;

    private RunFollower(IRunStore store, CliContext context, StoredRun stored)
    {
        _store = store;
        _run = stored.Run;
        _hostClock = context.HostClock;
        _reader = new JournalReader(stored.Run);
        Entries = stored.Entries;
        State = RunState.Fold(new PlanGraph(stored.Plan), stored.Entries);
    }

    /// <summary>The journal as it was when the follower was opened.</summary>
    public ImmutableArray<JournalEntry> Entries { get; }

    /// <summary>The run so far.</summary>
    public RunState State { get; }

    /// <summary>Reads the journal so far.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="JournalDamagedException">The journal is not what it was.</exception>
    public static async Task<RunFollower> OpenAsync(IRunStore store, string run, CliContext context, CancellationToken cancellationToken)
    {
        var stored = await StoredRun.LoadAsync(store, run, cancellationToken);
        var follower = new RunFollower(store, context, stored);
        foreach (var line in (await store.ReadAsync(run, afterSequence: 0, cancellationToken)).Take(stored.Entries.Length))
        {
            follower._reader.Read(line.Span);
        }

        return follower;
    }

    /// <summary>Shows what is appended until the run is over, or left, or the token ends the watching.</summary>
    public async Task FollowAsync(IRunObserver observer, CancellationToken stop)
    {
        observer.Started(State);
        while (!stop.IsCancellationRequested)
        {
            var lines = await _store.ReadAsync(_run, _reader.Length, CancellationToken.None);
            ImmutableArray<JournalEntry> entries = [.. lines.Select(line => _reader.Read(line.Span))];
            foreach (var entry in entries)
            {
                State.Apply(entry);
            }

            if (!entries.IsEmpty)
            {
                observer.Committed(entries, State);
            }

            if (RunLifecycle.IsFinal(State.Phase) || RunLifecycle.IsPaused(State.Phase))
            {
                break;
            }

            await Task.Delay(Look, _hostClock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        observer.Ended(State);
    }
}
