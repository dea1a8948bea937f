using System.Runtime.InteropServices;

namespace DrRunbook.Cli;

/// <summary>The operator's signals as two tokens: the first Ctrl+C halts, the second abandons; SIGTERM and a closed terminal abandon at once.</summary>
/// <remarks>
/// Until a command owns them, signals do what the platform does: they end the process, which is right for all that only reads. From then on
/// drrun answers them itself: the parser's own handling would end a process two seconds after the first one.
/// </remarks>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _halt = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly bool _ofProcess;
    private ImmutableArray<PosixSignalRegistration> _registrations = [];

    private Signals(bool ofProcess) => _ofProcess = ofProcess;

    /// <summary>Signals that nobody but the caller sends.</summary>
    public Signals()
        : this(ofProcess: false)
    {
    }

    /// <summary>Cancelled by the first signal: start nothing new, follow what runs.</summary>
    public CancellationToken Halt => _halt.Token;

    /// <summary>Cancelled by the second: stop following. The remote work goes on and <c>resume</c> finds it.</summary>
    public CancellationToken Abandon => _abandon.Token;

    /// <summary>This process's signals, not owned yet.</summary>
    public static Signals OfProcess() => new(ofProcess: true);

    /// <summary>Listens to the signals until this is disposed of. Called by whoever begins to follow something that must be left in order.</summary>
    public void Own()
    {
        if (!_ofProcess || !_registrations.IsEmpty)
        {
            return;
        }

        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = Interrupt()),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = Terminate()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = Terminate()),
        ];
    }

    /// <summary>What Ctrl+C does.</summary>
    /// <returns>False once everything has been asked for: the platform may end the process.</returns>
    public bool Interrupt()
    {
        if (!_halt.IsCancellationRequested)
        {
            Cancel(_halt);
            return true;
        }

        return Terminate();
    }

    /// <summary>What SIGTERM does.</summary>
    /// <returns>False where it was asked for before.</returns>
    public bool Terminate()
    {
        if (_abandon.IsCancellationRequested)
        {
            return false;
        }

        Cancel(_halt);
        Cancel(_abandon);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _halt.Dispose();
        _abandon.Dispose();
    }

    // Whoever listens runs on the pool: a handler of signals must return at once.
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync();
}
