namespace DrRunbook.Simulator;

/// <summary>How one failover goes. Times count from the moment the work leaves the manager's queue, where nothing else is said.</summary>
/// <remarks>Task and session are set apart: a task may succeed whose session fails, and the other way round.</remarks>
public sealed record FailoverBehaviour
{
    /// <summary>When the running task begins to say <c>Success="true"</c> and shows its session; null: not before it is finished.</summary>
    public TimeSpan? TaskSuccessAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When the task is <c>OperationFinished</c>; null: never.</summary>
    public TimeSpan? OperationFinishedAfter { get; init; }

    /// <summary>When the task is <c>Finished</c>.</summary>
    public TimeSpan TaskFinishedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How the task ends.</summary>
    public TaskEnd Task { get; init; }

    /// <summary>The message of a task that fails; null: a usual one.</summary>
    public string? TaskMessage { get; init; }

    /// <summary>How many reads of the finished task say "not found" before it clears; for <see cref="TaskEnd.NotFoundThatClears"/>.</summary>
    public int ClearsAfterReads { get; init; } = 2;

    /// <summary>Whether the failover runs although the task ends with <c>Success="false"</c>.</summary>
    public bool RunsDespiteFailedTask { get; init; }

    /// <summary>How long after its end the task is gone (500); null: it stays.</summary>
    public TimeSpan? TaskVanishesAfter { get; init; }

    /// <summary>After how many reads the task is gone (500); null: it stays.</summary>
    public int? TaskVanishesAfterReads { get; init; }

    /// <summary>Whether the task shows its restore session.</summary>
    public bool RelatedLink { get; init; } = true;

    /// <summary>Whether there is one restore session for the vApp or one for each VM. The product's choice is undocumented.</summary>
    public SessionsPer SessionsPer { get; init; }

    /// <summary>When the restore session is created.</summary>
    public TimeSpan SessionAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much later than its creation the manager shows the session; until then it is 404.</summary>
    public TimeSpan SessionHiddenFor { get; init; }

    /// <summary>How long the session is <c>Starting</c>.</summary>
    public TimeSpan SessionStarting { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the creation of the session to its stop.</summary>
    public TimeSpan SessionDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How the session ends.</summary>
    public SessionEnd Session { get; init; }

    /// <summary>The session's <c>FailureMessage</c>; null: none, as usual.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>What the session says of its progress.</summary>
    public ProgressStyle Progress { get; init; }

    /// <summary>The session's <c>JobType</c>; that of a failover is undocumented.</summary>
    public string JobType { get; init; } = "RestoreVm";

    /// <summary>VMs that fare differently; with <see cref="SessionsPer.Vm"/>.</summary>
    public ImmutableArray<VmOutcome> Vms { get; init; } = [];

    /// <summary>How much later than the one before each VM's session begins; with <see cref="SessionsPer.Vm"/>.</summary>
    public TimeSpan VmStagger { get; init; }
}

/// <summary>How one VM of a vApp fares where each has a session.</summary>
public sealed record VmOutcome
{
    /// <summary>The VM.</summary>
    public required string Vm { get; init; }

    /// <summary>How its session ends; null: as for the vApp.</summary>
    public SessionEnd? Session { get; init; }

    /// <summary>How long its session takes; null: as for the vApp.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Its <c>FailureMessage</c>; null: as for the vApp.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>Whether it has a session at all.</summary>
    public bool Reported { get; init; } = true;
}

/// <summary>How a task ends.</summary>
public enum TaskEnd
{
    /// <summary><c>Success="true"</c>: the failover was started.</summary>
    Success,

    /// <summary><c>Success="false"</c> with a message; nothing was started.</summary>
    Failed,

    /// <summary><c>Success="false"</c> and nothing else; nothing was started.</summary>
    FailedWithoutMessage,

    /// <summary><c>Success="false"</c> with "not found" for some reads, then <c>Success="true"</c>.</summary>
    NotFoundThatClears,

    /// <summary>Finished with no <c>Result</c>.</summary>
    WithoutResult,

    /// <summary>The task stays <c>Running</c>.</summary>
    NeverEnds,
}

/// <summary>How a restore session ends.</summary>
public enum SessionEnd
{
    /// <summary>Stopped, Success.</summary>
    Success,

    /// <summary>Stopped, Warning.</summary>
    Warning,

    /// <summary>Stopped, Failed.</summary>
    Failed,

    /// <summary>Stopped, None.</summary>
    None,

    /// <summary>It stays Working.</summary>
    Hangs,
}

/// <summary>What restore sessions stand for.</summary>
public enum SessionsPer
{
    /// <summary>One for the vApp.</summary>
    VApp,

    /// <summary>One for each VM; the task shows the first.</summary>
    Vm,
}

/// <summary>What a session says of its progress.</summary>
public enum ProgressStyle
{
    /// <summary>It counts to 100.</summary>
    Counts,

    /// <summary>It stays 0, even at the end.</summary>
    StaysZero,

    /// <summary>There is none.</summary>
    Absent,
}
