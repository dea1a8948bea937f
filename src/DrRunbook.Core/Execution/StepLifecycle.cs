using Stateless;
using static DrRunbook.Core.Execution.StepState;
using static DrRunbook.Core.Execution.StepTrigger;

namespace DrRunbook.Core.Execution;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>Not begun, or withdrawn.</summary>
    Pending,

    /// <summary>Its <c>require</c> gates are tried.</summary>
    Requiring,

    /// <summary>Waits for a place in its manager's throttle.</summary>
    Queued,

    /// <summary>The intent is in the journal; the request may be out.</summary>
    Requesting,

    /// <summary>The manager accepted; its task runs.</summary>
    AwaitingTask,

    /// <summary>The task is finished; the restore sessions are not.</summary>
    AwaitingSession,

    /// <summary>A command, a request, a gate or a group is at work.</summary>
    Running,

    /// <summary>An attempt is known to have failed; what follows is not decided yet.</summary>
    AttemptFailed,

    /// <summary>Pauses before a further attempt.</summary>
    RetryPausing,

    /// <summary>Its <c>verify</c> gates are tried.</summary>
    Verifying,

    /// <summary>A request's effect is not known.</summary>
    InDoubt,

    /// <summary>Over: proven.</summary>
    Succeeded,

    /// <summary>Over: proven, with a warning of a restore session.</summary>
    Warning,

    /// <summary>Over: some VMs.</summary>
    Partial,

    /// <summary>Over: failed.</summary>
    Failed,

    /// <summary>Over: passed over by a person.</summary>
    Skipped,

    /// <summary>Over: what it needs did not succeed.</summary>
    Blocked,
}

/// <summary>What moves a step.</summary>
public enum StepTrigger
{
    /// <summary>The step, or a further attempt, begins.</summary>
    Started,

    /// <summary>The <c>require</c> gates of a failover held.</summary>
    Enqueued,

    /// <summary>The action of a command, request, gate or group begins.</summary>
    ActionStarted,

    /// <summary>The intent of a failover is written.</summary>
    Requested,

    /// <summary>The request provably never left.</summary>
    NotSent,

    /// <summary>The manager refused.</summary>
    Rejected,

    /// <summary>The answer never came.</summary>
    ReplyLost,

    /// <summary>The restore session of a request whose answer never came was found.</summary>
    DoubtResolved,

    /// <summary>The manager accepted.</summary>
    TaskAccepted,

    /// <summary>The task is finished, or out of sight for good.</summary>
    TaskEnded,

    /// <summary>The attempt is known to have failed.</summary>
    ActionFailed,

    /// <summary>The action is proven.</summary>
    ActionSucceeded,

    /// <summary>Whether the action took effect is not known.</summary>
    Doubted,

    /// <summary>A further attempt will be made.</summary>
    RetryScheduled,

    /// <summary>A halt takes the step back.</summary>
    Withdrawn,

    /// <summary>Ends well.</summary>
    EndedWell,

    /// <summary>Ends well, with a warning.</summary>
    EndedWithWarning,

    /// <summary>Ends with some VMs only.</summary>
    EndedPartially,

    /// <summary>Ends badly.</summary>
    EndedBadly,

    /// <summary>A person passes it over.</summary>
    PassedOver,

    /// <summary>What it needs did not succeed.</summary>
    BlockedByNeed,

    /// <summary>An end is taken back: the step's own, or that of something it holds or hangs on.</summary>
    Reopened,
}

/// <summary>The legal moves of a step, journal format 1.</summary>
public static class StepLifecycle
{
    private static readonly LifecycleTable<StepState, StepTrigger> Table = new(Build);

    /// <summary>The state after a trigger.</summary>
    /// <exception cref="InvalidOperationException">The move is illegal: a bug, or a damaged journal.</exception>
    public static StepState Next(StepState from, StepTrigger trigger) => Table.Next(from, trigger);

    /// <summary>Whether a step in this state is over.</summary>
    public static bool IsFinal(StepState state) => state is Succeeded or Warning or Partial or Failed or Skipped or Blocked;

    internal static StateMachine<StepState, StepTrigger> Build(StepState current)
    {
        var machine = new StateMachine<StepState, StepTrigger>(current);
        machine.Configure(Pending)
            .Permit(Started, Requiring)
            .Permit(BlockedByNeed, Blocked)
            .Permit(PassedOver, Skipped);
        machine.Configure(Requiring)
            .Permit(Enqueued, Queued)
            .Permit(StepTrigger.ActionStarted, Running)
            .Permit(StepTrigger.ActionSucceeded, Verifying)
            .Permit(StepTrigger.DoubtResolved, AwaitingSession)
            .Permit(Doubted, InDoubt)
            .Permit(EndedBadly, Failed)
            .Permit(Withdrawn, Pending);
        machine.Configure(Queued)
            .Permit(Requested, Requesting)
            .Permit(EndedBadly, Failed)
            .Permit(Withdrawn, Pending);
        machine.Configure(Requesting)
            .Permit(StepTrigger.TaskAccepted, AwaitingTask)
            .Permit(NotSent, Queued)
            .Permit(Rejected, AttemptFailed)
            .Permit(ReplyLost, InDoubt);
        machine.Configure(AwaitingTask)
            .Permit(TaskEnded, AwaitingSession)
            .Permit(StepTrigger.ActionFailed, AttemptFailed)
            .Permit(EndedBadly, Failed);
        machine.Configure(AwaitingSession)
            .Permit(StepTrigger.ActionSucceeded, Verifying)
            .Permit(StepTrigger.ActionFailed, AttemptFailed)
            .Permit(EndedPartially, Partial)
            .Permit(Doubted, InDoubt)
            .Permit(EndedBadly, Failed);
        machine.Configure(Running)
            .PermitReentry(StepTrigger.ActionStarted)
            .Permit(StepTrigger.ActionSucceeded, Verifying)
            .Permit(StepTrigger.ActionFailed, AttemptFailed)
            .Permit(EndedPartially, Partial)
            .Permit(Doubted, InDoubt)
            .Permit(EndedBadly, Failed)
            .Permit(Withdrawn, Pending);
        machine.Configure(AttemptFailed)
            .Permit(StepTrigger.RetryScheduled, RetryPausing)
            .Permit(EndedBadly, Failed);
        machine.Configure(RetryPausing)
            .Permit(Started, Requiring)
            .Permit(EndedBadly, Failed)
            .Permit(Withdrawn, Pending);
        machine.Configure(Verifying)
            .Permit(EndedWell, Succeeded)
            .Permit(EndedWithWarning, Warning)
            .Permit(EndedBadly, Failed);
        machine.Configure(InDoubt)
            .Permit(StepTrigger.DoubtResolved, AwaitingSession)
            .Permit(PassedOver, Skipped)
            .Permit(StepTrigger.TaskAccepted, AwaitingTask)
            .Permit(Rejected, AttemptFailed)
            .Permit(StepTrigger.ActionFailed, AttemptFailed)
            .Permit(StepTrigger.ActionSucceeded, Verifying)
            .Permit(EndedBadly, Failed);
        machine.Configure(Succeeded).Permit(Reopened, Pending);
        machine.Configure(Warning).Permit(Reopened, Pending);
        machine.Configure(Partial).Permit(Reopened, Pending);
        machine.Configure(Failed).Permit(Reopened, Pending);
        machine.Configure(Blocked).Permit(Reopened, Pending);
        return machine;
    }
}
