using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Time;

namespace DrRunbook.Engine.Running;

/// <summary>All that a run loop needs from outside.</summary>
public sealed record RunSetup
{
    /// <summary>The plan.</summary>
    public required PlanGraph Graph { get; init; }

    /// <summary>Where the runbook lies, a full path; null in a simulated run, which needs none of its files.</summary>
    public string? Root { get; init; }

    /// <summary>Where the journal is kept.</summary>
    public required IRunStore Store { get; init; }

    /// <summary>Where facts wait; managers post theirs here.</summary>
    public required FactInbox Facts { get; init; }

    /// <summary>The managers that answered, by name; a plan's optional manager may be absent.</summary>
    public required IReadOnlyDictionary<ManagerName, IManagerClient> Managers { get; init; }

    /// <summary>What the managers said of themselves when the run was prepared.</summary>
    public ImmutableArray<ManagerReached> Reached { get; init; } = [];

    /// <summary>Deviations that were found while the run was prepared; none where it is taken up again.</summary>
    public ImmutableArray<FindingNoted> Findings { get; init; } = [];

    /// <summary>What is outside: gates, programs, requests.</summary>
    public required IOutside Outside { get; init; }

    /// <summary>The people of a rehearsal; null in a real run.</summary>
    public ISimulatedPeople? People { get; init; }

    /// <summary>Environment variables and secret files.</summary>
    public required ISecrets Secrets { get; init; }

    /// <summary>The clock of everything journaled: real, quickened or virtual.</summary>
    public required TimeProvider RunClock { get; init; }

    /// <summary>The clock of leases, sockets and the screen.</summary>
    public required TimeProvider HostClock { get; init; }

    /// <summary>How to wait.</summary>
    public required IPace Pace { get; init; }

    /// <summary>Makes ids of requests and nonces.</summary>
    public required Func<string> NewId { get; init; }

    /// <summary>Who drives the run, for the journal.</summary>
    public required OutsideText By { get; init; }

    /// <summary>The machine, for the journal and the lease.</summary>
    public required string Machine { get; init; }

    /// <summary>drrun's version.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Whether to leave, instead of waiting, where only people can go on.</summary>
    public bool LeavesPeople { get; init; }

    /// <summary>Who watches.</summary>
    public ImmutableArray<IRunObserver> Observers { get; init; } = [];
}

/// <summary>How a run loop ended.</summary>
/// <param name="State">The run as the journal tells it.</param>
/// <param name="Abandoned">Whether following was given up; the remote work goes on.</param>
/// <param name="LeaseLost">Whether another process has taken the run.</param>
public sealed record RunResult(RunState State, bool Abandoned, bool LeaseLost);
