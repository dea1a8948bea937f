namespace DrRunbook.Simulator.State;

/// <summary>A restore session: its course is fixed when it is created, its state a function of the time. Times are true times.</summary>
internal sealed class RestoreSessionRow : Row
{
    public override string Type => "RestoreSession";

    public required string VmDisplayName { get; init; }

    public required BackupServerRow BackupServer { get; init; }

    public required string JobType { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset VisibleFrom { get; init; }

    public required DateTimeOffset WorkingFrom { get; init; }

    /// <summary>Null: it hangs.</summary>
    public required DateTimeOffset? Stops { get; init; }

    public required SessionEnd End { get; init; }

    public required ProgressStyle Progress { get; init; }

    public string? FailureMessage { get; init; }

    /// <summary>The vApp it belongs to, for an account's scope; null: none.</summary>
    public string? VApp { get; init; }

    public bool IsStopped(DateTimeOffset now) => Stops <= now;

    public string State(DateTimeOffset now) => IsStopped(now) ? "Stopped" : now < WorkingFrom ? "Starting" : "Working";

    public string Result(DateTimeOffset now) => !IsStopped(now) ? "None" : End switch
    {
        SessionEnd.Success => "Success",
        SessionEnd.Warning => "Warning",
        SessionEnd.Failed => "Failed",
        _ => "None",
    };

    /// <summary>0 to 100; null: not reported.</summary>
    public int? ProgressAt(DateTimeOffset now)
    {
        if (Progress is ProgressStyle.Absent)
        {
            return null;
        }

        if (Progress is ProgressStyle.StaysZero || now < WorkingFrom)
        {
            return 0;
        }

        if (Stops is not { } stops)
        {
            return 64;
        }

        if (now >= stops)
        {
            return End is SessionEnd.Failed ? 0 : 100;
        }

        return (int)Math.Min(99, 100 * ((now - WorkingFrom) / (stops - WorkingFrom)));
    }
}
