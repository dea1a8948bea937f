using System.Runtime.InteropServices;

namespace DrRunbook.Cli;

/// <summary>The operator's signals as two tokens: the first Ctrl+C halts, the second abandons; SIGTERM and a closed terminal abandon at once.</summary>
/// <remarks>drrun owns its signals: the parser's own handling would end a process two seconds after the first one.</remarks>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _halt = new();
    private readonly CancellationTokenSource _abandon = new();
    private ImmutableArray<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled by the first signal: start nothing new, follow what runs.</summary>
    public CancellationToken Halt => _halt.Token;

    /// <summary>Cancelled by the second: stop following. The remote work goes on and <c>resume</c> finds it.</summary>
    public CancellationToken Abandon => _abandon.Token;

    /// <summary>Listens to this process's signals until it is disposed of.</summary>
    public static Signals OfProcess()
    {
        var signals = new Signals();
        signals._registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = signals.Interrupt()),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = signals.Terminate()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = signals.Terminate()),
        ];
        return signals;
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
