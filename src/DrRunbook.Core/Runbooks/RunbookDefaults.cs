namespace DrRunbook.Core.Runbooks;

/// <summary>What holds where a runbook says nothing.</summary>
public static class RunbookDefaults
{
    /// <summary>The longest a failover may take.</summary>
    public static TimeSpan FailoverTimeout { get; } = TimeSpan.FromHours(1);

    /// <summary>How long a failover request whose reply was lost is read back before a person has to settle it; longer than a manager's collection interval.</summary>
    public static TimeSpan ReconcileFor { get; } = TimeSpan.FromMinutes(20);

    /// <summary>The longest a command may take.</summary>
    public static TimeSpan CommandTimeout { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest an HTTP request may take.</summary>
    public static TimeSpan HttpTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a probe is tried.</summary>
    public static TimeSpan ProbeWithin { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a person has to answer.</summary>
    public static TimeSpan PersonWithin { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The pause between two tries of a probe.</summary>
    public static TimeSpan ProbeEvery { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The manager's own throttle of concurrent failovers.</summary>
    public const int MaxConcurrentFailovers = 10;
}
