namespace DrRunbook.Cli.WhatIf;

/// <summary>A way in which something can fail.</summary>
internal enum MishapKind
{
    /// <summary>The restore session of a failover ends Failed.</summary>
    SessionFailed,

    /// <summary>One VM of a vApp with several fails, the others come up.</summary>
    OneVmFailed,

    /// <summary>The restore session of a failover never ends.</summary>
    TimedOut,

    /// <summary>A command, as a step or as a gate, ends with an exit code that is no success.</summary>
    CommandFailed,

    /// <summary>A step's HTTP request is answered with 500, or the next error status that is no success.</summary>
    RequestFailed,

    /// <summary>A step's HTTP request is never answered.</summary>
    RequestUnanswered,

    /// <summary>A gate never passes.</summary>
    GateFailed,

    /// <summary>A person says no.</summary>
    Rejected,

    /// <summary>Nobody answers.</summary>
    NobodyAnswered,

    /// <summary>A manager is down from the start, for good.</summary>
    ManagerDown,

    /// <summary>A manager goes away in the middle of its failovers, for good.</summary>
    ManagerLost,
}

/// <summary>One thing that fails.</summary>
/// <param name="Target">The id of a step or a gate, or <c>manager:NAME</c>.</param>
/// <param name="After">From the start of the simulation; for <see cref="MishapKind.ManagerLost"/>.</param>
internal sealed record Mishap(string Target, MishapKind Kind, TimeSpan After = default)
{
    /// <summary>What stands before the name of a manager.</summary>
    public const string ManagerPrefix = "manager:";
}
