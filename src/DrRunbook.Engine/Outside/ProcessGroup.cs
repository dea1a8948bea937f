using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DrRunbook.Engine.Outside;

/// <summary>A program and all it started, ended together.</summary>
/// <remarks>
/// Where util-linux's <c>setsid</c> is there, the program leads a process group of its own, so that also children whose parents have ended
/// are reached. Elsewhere the tree of living parents and children is ended.
/// </remarks>
internal sealed class ProcessGroup
{
    private const int Terminate = 15;
    private const int KillNow = 9;
    private readonly Process _leader;
    private readonly bool _isGroup;

    private ProcessGroup(Process leader, bool isGroup)
    {
        _leader = leader;
        _isGroup = isGroup;
    }

    /// <summary>Starts a program.</summary>
    /// <param name="launcher">The full path of <c>setsid</c>, or null where there is none.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system cannot run it.</exception>
    public static ProcessGroup Start(ProcessStartInfo program, string? launcher, out Process leader)
    {
        if (launcher is not null)
        {
            program.ArgumentList.Insert(0, program.FileName);
            program.FileName = launcher;
        }

        leader = Process.Start(program)!;
        return new ProcessGroup(leader, launcher is not null);
    }

    /// <summary>Asks all of them to end, and kills what is left when the leader has ended or the grace is over.</summary>
    public async Task EndAsync(TimeSpan grace, TimeProvider clock)
    {
        if (_isGroup)
        {
            _ = Signal(-_leader.Id, Terminate);
            using var patience = new CancellationTokenSource(grace, clock);
            await _leader.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        // The tree first: it also holds children that made a group of their own, as long as their parents live.
        try
        {
            _leader.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        if (_isGroup)
        {
            _ = Signal(-_leader.Id, KillNow);
        }

        await _leader.WaitForExitAsync(CancellationToken.None);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
