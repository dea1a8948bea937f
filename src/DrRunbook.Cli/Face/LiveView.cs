using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Face;

/// <summary>A run on a terminal, drawn anew several times a second. It folds the entries into a state of its own, so drawing never meets the run loop's.</summary>
internal sealed class LiveView : IRunObserver, IDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(150);

    private readonly Screen _screen;
    private readonly RunCommands _commands;
    private readonly TimeProvider _hostClock;
    private readonly RunState _state;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _lastCommit;
    private bool _goesOn;
    private bool _isClosed;
    private string? _lastWord;

    /// <summary>A view of a run.</summary>
    /// <param name="earlier">The journal so far; empty for a new run.</param>
    public LiveView(Screen screen, TimeProvider hostClock, RunCommands commands, PlanGraph graph, IEnumerable<JournalEntry> earlier)
    {
        _screen = screen;
        _commands = commands;
        _hostClock = hostClock;
        _state = RunState.Fold(graph, earlier);
        _lastCommit = hostClock.GetTimestamp();
        _timer = hostClock.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public void Started(RunState state)
    {
        _timer.Change(TimeSpan.Zero, FrameTime);
    }

    /// <inheritdoc />
    public void Committed(ImmutableArray<JournalEntry> entries, RunState state)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _state.Apply(entry);
            }

            _lastCommit = _hostClock.GetTimestamp();
            _goesOn = true;
        }
    }

    /// <inheritdoc />
    public void TellsLast(int addresses, TimeSpan patience)
    {
        lock (_lock)
        {
            _lastWord = NoticeText.TellsLast(addresses, patience);
        }
    }

    /// <inheritdoc />
    public void Ended(RunState state)
    {
        lock (_lock)
        {
            (_goesOn, _lastWord) = (false, null);
        }

        Draw();
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _screen.Close();
            }
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _screen.Draw(Board.Draw(_state, Now(), _commands, _screen.Rows, _lastWord));
            }
        }
    }

    /// <summary>The run's own now: what has passed on the host's clock since the last commit, as fast as the run's clock goes.</summary>
    private BoardMoment Now()
    {
        var passed = _goesOn ? _hostClock.GetElapsedTime(_lastCommit) * (_state.Start?.Simulation?.Speed ?? 1) : TimeSpan.Zero;
        return new BoardMoment(_state.LastAt.At + passed, _state.LastAt.SinceStart + passed);
    }
}
