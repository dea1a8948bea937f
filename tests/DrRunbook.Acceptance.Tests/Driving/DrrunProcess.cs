using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>The built program, running.</summary>
internal sealed class DrrunProcess : IAsyncDisposable
{
    /// <summary>Far longer than anything here takes on a busy machine: a case that gets there hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _commandLine;
    private readonly Process _process;
    private readonly TextWatcher _out;
    private readonly TextWatcher _error;

    /// <param name="program">The assembly that is started and what comes before the command line; empty: drrun itself.</param>
    public DrrunProcess(Workplace workplace, ImmutableArray<string> args, params ImmutableArray<string> program)
    {
        _commandLine = $"drrun {string.Join(' ', args)}";
        var host = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        ImmutableArray<string> started = program.IsEmpty ? ["drrun.dll"] : program;
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, started[0]), .. started[1..], .. args])
        {
            WorkingDirectory = workplace.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in workplace.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _out = new TextWatcher(_process.StandardOutput);
        _error = new TextWatcher(_process.StandardError);
    }

    /// <summary>Waits for a line on standard output that has all the parts.</summary>
    public Task<string> SaysAsync(params string[] parts) => SaysAsync(_out, parts);

    /// <summary>Waits for a line on standard error that has all the parts.</summary>
    public Task<string> ComplainsAsync(params string[] parts) => SaysAsync(_error, parts);

    /// <summary>Ctrl+C.</summary>
    public Task InterruptAsync() => SignalAsync("INT");

    /// <summary>What a service manager sends.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>It is frozen where it stands, as by a machine that is suspended.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>It goes on where it was frozen, and knows nothing of it.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>The power cut: no handler runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    public async Task<Ending> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
            return new Ending(_commandLine, _process.ExitCode, await _out.ToEndAsync().WaitAsync(Patience), await _error.ToEndAsync().WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"still running after {Patience.TotalSeconds:0} s:\n{Said()}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> SaysAsync(TextWatcher on, string[] parts)
    {
        try
        {
            return await on.LineWithAsync([.. parts]).WaitAsync(Patience);
        }
        catch (Exception never) when (never is TimeoutException or EndOfStreamException)
        {
            throw new TimeoutException($"never said '{string.Join("' and '", parts)}':\n{Said()}");
        }
    }

    private string Said() => $"> {_commandLine}\n{_out.SoFar}--- stderr\n{_error.SoFar}";

    private async Task SignalAsync(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
