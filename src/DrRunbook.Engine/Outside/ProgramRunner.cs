using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Outside;

/// <summary>Runs programs without a shell, with nothing to read, in a process group of their own.</summary>
/// <param name="root">The working directory; paths of programs and folders are relative to it.</param>
/// <param name="searchPath">drrun's own <c>PATH</c>, or null.</param>
internal sealed class ProgramRunner(string root, string? searchPath, TimeProvider clock)
{
    // What a program left in the background holds its output open for ever; what the program itself wrote is read within this.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);
    private readonly string? _launcher = OperatingSystem.IsWindows() ? null : ProgramPath.Find("setsid", root, searchPath) ?? ProgramPath.Find("setsid", root, null);

    /// <summary>How long a program has between the request to end and its death.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program to its end, or to the token's.</summary>
    public async Task<ProbeAnswer> RunAsync(ProgramCall call, Redactor redactor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (call.HoldsNull)
        {
            return Answers.NothingDone("an argument or variable holds the character U+0000, at which the system would cut it off");
        }

        if (ProgramPath.Find(call.Arguments[0], root, call.Environment.GetValueOrDefault("PATH")) is not { } program)
        {
            var place = call.Arguments[0].Contains('/', StringComparison.Ordinal) ? $"below {root}" : "in PATH";
            return Answers.NothingDone($"there is no program '{call.Arguments[0]}' {place} that can be run");
        }

        var folder = Path.GetFullPath(call.WorkingDirectory ?? ".", root);
        if (!Directory.Exists(folder))
        {
            return Answers.NothingDone($"there is no working directory '{call.WorkingDirectory}' below {root}");
        }

        try
        {
            using var group = ProcessGroup.Start(StartInfo(call, program, folder), _launcher);
            return await FollowAsync(call, group, redactor, cancellationToken);
        }
        catch (Win32Exception error)
        {
            return Answers.NothingDone($"program '{call.Arguments[0]}' cannot be started: {error.Message}");
        }
    }

    private async Task<ProbeAnswer> FollowAsync(ProgramCall call, ProcessGroup group, Redactor redactor, CancellationToken cancellationToken)
    {
        var leader = group.Leader;
        leader.StandardInput.Close();
        var output = new ProgramOutput(redactor, call.Contains);
        using var reading = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        var results = output.ReadAsync(leader.StandardOutput.BaseStream, reading.Token);
        var messages = output.ReadAsync(leader.StandardError.BaseStream, reading.Token);
        var endedByItself = await EndsAsync(leader, cancellationToken);
        var ended = endedByItself || await group.EndAsync(Grace, clock);
        reading.CancelAfter(Drain);
        var lastLine = await messages ?? await results;
        await results;
        var evidence = output.Evidence.ToArray();
        return endedByItself
            ? Judge(call, leader.ExitCode, lastLine, output.Contains, evidence)
            : Answers.Unknown(ended ? "it did not end in time and was ended, with all its children" : "it did not end in time and could not be ended", evidence);
    }

    private static ProbeAnswer Judge(ProgramCall call, int exitCode, string? lastLine, bool contains, byte[] evidence)
    {
        var exit = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        if (!call.SuccessExitCodes.Contains(exitCode))
        {
            return Answers.Seen(holds: false, lastLine is null ? exit : $"{exit}: {lastLine}", evidence);
        }

        return contains
            ? Answers.Seen(holds: true, exit, evidence)
            : Answers.Seen(holds: false, $"{exit}, but its output does not contain '{call.Contains}'", evidence);
    }

    private static async Task<bool> EndsAsync(Process leader, CancellationToken cancellationToken)
    {
        try
        {
            await leader.WaitForExitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return leader.HasExited;
        }
    }

    private static ProcessStartInfo StartInfo(ProgramCall call, string program, string folder)
    {
        var start = new ProcessStartInfo(program, call.Arguments.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
