using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Something that happened to a step.</summary>
public abstract record StepEvent(StepId Step) : RunEvent;

/// <summary>The step begins with its <c>require</c> gates; it holds a slot of its group from here on.</summary>
/// <param name="Attempt">From 1.</param>
public sealed record StepStarted(StepId Step, int Attempt) : StepEvent(Step);

/// <summary>The step's <c>require</c> gates held; it waits for a place in its manager's throttle.</summary>
public sealed record StepQueued(StepId Step, ManagerName Manager) : StepEvent(Step);

/// <summary>The intent of a command or an HTTP request, or the opening of a gate or a group.</summary>
/// <param name="Deadline">When the action has taken too long, UTC; null without one.</param>
public sealed record ActionStarted(StepId Step, int Attempt, DateTimeOffset? Deadline) : StepEvent(Step);

/// <summary>The action ended well; <c>verify</c> follows.</summary>
/// <param name="Warning">Whether a restore session said Warning.</param>
/// <param name="Evidence">Names of the blobs that hold output or answers.</param>
public sealed record ActionSucceeded(StepId Step, bool Warning, OutsideText Detail, ImmutableArray<string> Evidence) : StepEvent(Step);

/// <summary>The attempt is known to have failed.</summary>
/// <param name="Reason">A fixed word, see <see cref="FailureReasons"/>.</param>
/// <param name="MayRetry">False: no further attempt, whatever the runbook allows.</param>
public sealed record ActionFailed(
    StepId Step, string Reason, OutsideText Detail, bool MayRetry, ImmutableArray<string> Evidence) : StepEvent(Step);

/// <summary>Whether the action took effect is not known.</summary>
public sealed record ActionInDoubt(StepId Step, OutsideText Detail) : StepEvent(Step);

/// <summary>A further attempt follows after a pause.</summary>
public sealed record RetryScheduled(StepId Step, DateTimeOffset NotBefore) : StepEvent(Step);

/// <summary>Before a failover is requested once more, its manager is read back: nothing of the earlier requests may be at work.</summary>
/// <param name="Attempt">The attempt that waits for it.</param>
public sealed record RecheckStarted(StepId Step, int Attempt) : StepEvent(Step);

/// <summary>What was read back before a failover is requested once more. No session: the request may be made. One: the step goes on with it. More: a person has to say which it is.</summary>
/// <param name="Attempt">As in <see cref="RecheckStarted"/>.</param>
/// <param name="Sessions">Restore sessions that can be those of the earlier requests and belong to no step of the run, by UID.</param>
/// <param name="CreatedAt">When the only one was created, UTC by the manager's clock; else null.</param>
/// <param name="Detail">What was found.</param>
public sealed record RecheckEnded(StepId Step, int Attempt, ImmutableArray<string> Sessions, DateTimeOffset? CreatedAt, OutsideText Detail) : StepEvent(Step);

/// <summary>The intent of a failover: in the journal before the request leaves.</summary>
/// <param name="Operation">The id of this one request.</param>
/// <param name="PointUid">The restore point.</param>
/// <param name="OldestVmPointAt">When the oldest VM point of it was created, UTC.</param>
/// <param name="Deadline">When the failover has taken too long, UTC.</param>
public sealed record FailoverRequested(
    StepId Step,
    int Attempt,
    string Operation,
    ManagerName Manager,
    string VApp,
    string ReplicaUid,
    string PointUid,
    DateTimeOffset OldestVmPointAt,
    DateTimeOffset Deadline) : StepEvent(Step);

/// <summary>The request provably never left this machine, or the logon had run out: it may be made again, with a new intent.</summary>
public sealed record FailoverNotSent(StepId Step, string Operation, OutsideText Detail, DateTimeOffset RetryAt) : StepEvent(Step);

/// <summary>The manager refused the request in so many words.</summary>
/// <param name="Status">The HTTP status.</param>
public sealed record FailoverRejected(StepId Step, string Operation, int Status, OutsideText Message) : StepEvent(Step);

/// <summary>The request may have left and no answer that decides came back.</summary>
public sealed record FailoverReplyLost(StepId Step, string Operation, OutsideText Detail) : StepEvent(Step);

/// <summary>Reading back found what the request whose reply was lost had started: its restore session is followed from here on.</summary>
/// <param name="SessionUid">The one restore session that can be its.</param>
/// <param name="Detail">What was found.</param>
public sealed record DoubtResolved(StepId Step, string SessionUid, OutsideText Detail) : StepEvent(Step);

/// <summary>Reading back settled nothing and goes on no longer; a person has to say what became of the request.</summary>
/// <param name="Detail">What was found, or why nothing was.</param>
public sealed record ReconcileEnded(StepId Step, OutsideText Detail) : StepEvent(Step);

/// <summary>The manager accepted the request (202).</summary>
/// <param name="Task">The task's id in its logon session, or null where the answer had no body.</param>
/// <param name="Logon">Which logon session of this run the task belongs to, counted from 1 per manager and taking-up.</param>
public sealed record TaskAccepted(StepId Step, string Operation, string? Task, int Logon, DateTimeOffset RequestedAt) : StepEvent(Step);

/// <summary>The task looks different from before.</summary>
/// <param name="State">Running, OperationFinished or Finished.</param>
/// <param name="Success">What the task says of its start; null as long as it says nothing.</param>
/// <param name="SessionUid">The related restore session, or null.</param>
public sealed record TaskChanged(StepId Step, string Task, string State, bool? Success, OutsideText Message, string? SessionUid) : StepEvent(Step);

/// <summary>The task can no longer be seen; the restore sessions decide.</summary>
public sealed record TaskVanished(StepId Step, OutsideText Detail) : StepEvent(Step);

/// <summary>A restore session of this failover looks different from before.</summary>
/// <param name="Vm">The VM or vApp it names.</param>
/// <param name="State">Starting, Working, Stopping or Stopped.</param>
/// <param name="Result">None, Success, Warning or Failed.</param>
/// <param name="Progress">0 to 100, or null where the manager does not tell.</param>
public sealed record SessionChanged(
    StepId Step,
    string SessionUid,
    OutsideText Vm,
    string State,
    string Result,
    int? Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    OutsideText Message) : StepEvent(Step);

/// <summary>No restore session of this failover runs any more, and none is expected: it can be judged.</summary>
public sealed record SessionsSettled(StepId Step) : StepEvent(Step);

/// <summary>The step is over.</summary>
/// <param name="Outcome">Succeeded, Warning, Partial or Failed.</param>
/// <param name="Reason">A fixed word for a failure, see <see cref="FailureReasons"/>; else null.</param>
/// <param name="StillRunning">Whether the manager still works on it.</param>
public sealed record StepEnded(StepId Step, StepOutcome Outcome, string? Reason, OutsideText Detail, bool StillRunning) : StepEvent(Step);

/// <summary>What the step needs did not succeed.</summary>
/// <param name="By">The steps whose failure blocks it.</param>
/// <param name="Tolerated">Whether tolerated failures alone block it.</param>
public sealed record StepBlocked(StepId Step, ImmutableArray<StepId> By, bool Tolerated) : StepEvent(Step);

/// <summary>A halt takes back what had not begun for good; deadlines stay for the resume.</summary>
public sealed record StepWithdrawn(StepId Step) : StepEvent(Step);

/// <summary>A person says what became of a step in doubt, or that one which ended badly took effect all the same.</summary>
/// <param name="Reason">How that is known.</param>
public sealed record StepSettled(StepId Step, Settlement As, OutsideText By, OutsideText Reason) : StepEvent(Step);

/// <summary>A person wants a step that ended badly to be tried again. Where its action stands, only its <c>verify</c> gates are.</summary>
public sealed record RetryRequested(StepId Step, OutsideText By, OutsideText Reason) : StepEvent(Step);

/// <summary>A person passes a step over that has not begun, is in doubt or ended badly; it is skipped when its turn comes.</summary>
public sealed record SkipRequested(StepId Step, OutsideText By, OutsideText Reason) : StepEvent(Step);

/// <summary>The step was passed over: what needs it goes on.</summary>
public sealed record StepSkipped(StepId Step, OutsideText Detail) : StepEvent(Step);

/// <summary>A failover that timed out came to its end after all.</summary>
public sealed record LateResult(StepId Step, string Result, OutsideText Detail) : StepEvent(Step);

/// <summary>What a person says of a step in doubt.</summary>
public enum Settlement
{
    /// <summary>It took effect; its <c>verify</c> gates follow.</summary>
    Succeeded,

    /// <summary>It did not take effect, or not as it should.</summary>
    Failed,
}

/// <summary>A person says that the failover of this step was undone in the backup console; may come after the end of the run.</summary>
/// <param name="Note">What was done.</param>
public sealed record UndoConfirmed(StepId Step, OutsideText By, OutsideText Note) : StepEvent(Step);

/// <summary>The words that <see cref="StepEnded.Reason"/> and <see cref="ActionFailed.Reason"/> use.</summary>
public static class FailureReasons
{
    /// <summary>The manager refused the request.</summary>
    public const string Rejected = "rejected";

    /// <summary>The task ended with <c>Success="false"</c>.</summary>
    public const string TaskFailed = "task-failed";

    /// <summary>A restore session ended with Failed.</summary>
    public const string SessionFailed = "session-failed";

    /// <summary>Some VMs failed over, some did not.</summary>
    public const string Partial = "partial";

    /// <summary>The action took longer than its <c>timeout</c>.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>A <c>require</c> gate did not hold.</summary>
    public const string RequireFailed = "require-failed";

    /// <summary>A <c>verify</c> gate did not hold.</summary>
    public const string VerifyFailed = "verify-failed";

    /// <summary>The gate of a gate step did not hold.</summary>
    public const string GateFailed = "gate-failed";

    /// <summary>A program ended with another exit code, or could not be started.</summary>
    public const string CommandFailed = "command-failed";

    /// <summary>An HTTP answer was not as stated, or did not come.</summary>
    public const string HttpFailed = "http-failed";

    /// <summary>The manager could not be reached within the time limit.</summary>
    public const string Unreachable = "manager-unreachable";

    /// <summary>There is no restore point that may be used.</summary>
    public const string NoPoint = "no-restore-point";

    /// <summary>The replica is claimed by another run.</summary>
    public const string Claimed = "claimed";

    /// <summary>Whether a step of <c>afterFailure</c> or <c>finally</c> took effect is not known, and nothing waits for the answer.</summary>
    public const string Unproven = "unproven";

    /// <summary>A person settled that a step in doubt had failed.</summary>
    public const string Settled = "settled";

    /// <summary>A child of the group failed.</summary>
    public const string ChildFailed = "child-failed";
}
