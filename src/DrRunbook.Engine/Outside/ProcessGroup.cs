using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DrRunbook.Engine.Outside;

/// <summary>A program and all it started, ended together.</summary>
/// <remarks>
/// Where util-linux's <c>setsid</c> is there, the program leads a process group of its own, so that also children whose parents have ended
/// are reached. Elsewhere the tree of living parents and children is ended.
/// </remarks>
internal sealed class ProcessGroup : IDisposable
{
    private const int Probe = 0;
    private const int KillNow = 9;
    private const int Terminate = 15;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly bool _isGroup;

    private ProcessGroup(Process leader, bool isGroup)
    {
        Leader = leader;
        _isGroup = isGroup;
    }

    /// <summary>The program itself.</summary>
    public Process Leader { get; }

    // True as long as one process is left in the group, whoever its parent is.
    private bool IsAlive => Signal(-Leader.Id, Probe) == 0;

    /// <summary>Starts a program.</summary>
    /// <param name="launcher">The full path of <c>setsid</c>, or null where there is none.</param>
    /// <exception cref="Win32Exception">The system cannot run it.</exception>
    public static ProcessGroup Start(ProcessStartInfo program, string? launcher)
    {
        if (launcher is not null)
        {
            program.ArgumentList.Insert(0, program.FileName);
            program.FileName = launcher;
        }

        return new ProcessGroup(ProgramStart.Begin(program), isGroup: launcher is not null);
    }

    /// <summary>Asks all of them to end, gives them the grace to do so, and kills what is left.</summary>
    /// <returns>Whether the program has ended; false for one that this user may not kill.</returns>
    public async Task<bool> EndAsync(TimeSpan grace, TimeProvider clock)
    {
        if (_isGroup)
        {
            _ = Signal(-Leader.Id, Terminate);
            for (var waited = TimeSpan.Zero; IsAlive && waited < grace; waited += Glance)
            {
                await Task.Delay(Glance, clock);
            }
        }

        KillTree();
        if (_isGroup && IsAlive)
        {
            _ = Signal(-Leader.Id, KillNow);
        }

        using var patience = new CancellationTokenSource(grace, clock);
        try
        {
            await Leader.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Leader.Dispose();

    // Also children that made a group of their own, as long as their parents live.
    private void KillTree()
    {
        try
        {
            Leader.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or one of them is not ours to kill.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
