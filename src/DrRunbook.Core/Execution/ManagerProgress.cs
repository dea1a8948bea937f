using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>A manager while a run goes on: its throttle and what is known of it.</summary>
public sealed class ManagerProgress(PlannedManager plan)
{
    /// <summary>The manager.</summary>
    public PlannedManager Plan { get; } = plan;

    /// <summary>How long a failover request of it whose reply was lost is read back.</summary>
    public TimeSpan ReconcileFor => Plan.ReconcileFor ?? RunbookDefaults.ReconcileFor;

    /// <summary>Failovers that hold a place in its throttle.</summary>
    public int InFlight { get; internal set; }

    /// <summary>Its clock minus ours, or null where it is not known.</summary>
    public TimeSpan? ClockOffset { get; internal set; }

    /// <summary>Since when it does not answer, or null while it does.</summary>
    public Moment? LostAt { get; internal set; }

    /// <summary>Steps that wait for a place, in the order they came.</summary>
    internal LinkedList<int> Queue { get; } = [];
}
