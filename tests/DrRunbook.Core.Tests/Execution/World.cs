using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>What the world makes of an intent: facts, and how long after it each is learnt.</summary>
/// <param name="now">When the intent was written.</param>
internal delegate IEnumerable<(TimeSpan After, RunEvent Fact)> Script(RunEvent cause, DateTimeOffset now);

/// <summary>Scripts for failovers, actions and gates.</summary>
internal static class World
{
    /// <summary>Nothing is ever heard.</summary>
    public static Script Silent { get; } = (_, _) => [];

    /// <summary>Nothing of the earlier requests is at work.</summary>
    public static Script Clear { get; } = (cause, _) => [(TimeSpan.Zero, Rechecked(cause, []))];

    /// <summary>These sessions are, seen this long after.</summary>
    public static Script AtWork(TimeSpan after, params string[] vms) => (cause, now) =>
    [
        (after, Rechecked(cause, [.. vms.Select(vm => $"session-{vm}")]) with { CreatedAt = vms.Length == 1 ? now : null }),
        .. vms.Length == 1 ? Ended(((StepEvent)cause).Step, vms[0], now, after + TimeSpan.FromMinutes(1)) : [],
    ];

    public static Script Well(TimeSpan after) => (cause, _) => cause switch
    {
        FailoverRequested request => Sessions(request, after, "Success"),
        ActionStarted action => [(after, new ActionSucceeded(action.Step, Warning: false, OutsideText.None, []))],
        GateStarted { PassesAt: null } gate => [(after, new GatePassed(gate.Step, gate.Gate, OutsideText.From("it holds"), 1, []))],
        _ => [],
    };

    public static Script Badly(TimeSpan after) => (cause, _) => cause switch
    {
        FailoverRequested request => Sessions(request, after, "Failed"),
        ActionStarted action => [(after, new ActionFailed(action.Step, FailureReasons.CommandFailed, OutsideText.From("exit code 1"), MayRetry: true, []))],
        GateStarted { PassesAt: null } gate => [(after, new GateFailed(gate.Step, gate.Gate, OutsideText.From("it does not hold"), 1, Tolerated: false, []))],
        _ => [],
    };

    /// <summary>The restore sessions end with these results, one VM each.</summary>
    public static Script Ending(TimeSpan after, params string[] results) => (cause, _) => Sessions((FailoverRequested)cause, after, results);

    public static Script TaskFailing(TimeSpan after) => (cause, _) =>
    [
        (TimeSpan.Zero, Accepted((FailoverRequested)cause)),
        (after, new TaskChanged(((StepEvent)cause).Step, "task", "Finished", Success: false, OutsideText.From("the replica is locked"), null)),
        (after, new SessionsSettled(((StepEvent)cause).Step)),
    ];

    /// <summary>A person is asked and does not answer.</summary>
    public static Script Asking => (cause, _) => cause is GateStarted gate
        ? [(TimeSpan.Zero, new PersonAsked(gate.Step, gate.Gate, OutsideText.From("well?"), [], "nonce", gate.Deadline))]
        : [];

    public static Script Rejecting() => (cause, _) =>
        [(TimeSpan.FromSeconds(1), new FailoverRejected(((StepEvent)cause).Step, ((FailoverRequested)cause).Operation, 400, OutsideText.From("no such point")))];

    public static Script NotSending(TimeSpan retryAfter) => (cause, now) =>
        [(TimeSpan.Zero, new FailoverNotSent(((StepEvent)cause).Step, ((FailoverRequested)cause).Operation, OutsideText.From("connection refused"), now + retryAfter))];

    public static Script LosingTheReply() => (cause, _) =>
        [(TimeSpan.FromSeconds(30), new FailoverReplyLost(((StepEvent)cause).Step, ((FailoverRequested)cause).Operation, OutsideText.From("connection reset")))];

    /// <summary>The reply is lost, and reading back finds the restore session this long after; it has ended by then.</summary>
    public static Script FoundAgain(TimeSpan after, string result = "Success") => (cause, now) =>
    [
        .. LosingTheReply()(cause, now),
        (TimeSpan.FromSeconds(30) + after, new DoubtResolved(((StepEvent)cause).Step, "session-vm1", OutsideText.From("found"))),
        .. Sessions((FailoverRequested)cause, TimeSpan.FromSeconds(31) + after, result).Where(learnt => learnt.Item2 is SessionChanged or SessionsSettled),
    ];

    /// <summary>The reply is lost, and reading back gives up this long after.</summary>
    public static Script NotFoundAgain(TimeSpan after) => (cause, now) =>
    [
        .. LosingTheReply()(cause, now),
        (TimeSpan.FromSeconds(30) + after, new ReconcileEnded(((StepEvent)cause).Step, OutsideText.From("2 restore sessions can be its"))),
    ];

    /// <summary>The manager accepts and then says nothing more.</summary>
    public static Script Accepting() => (cause, _) => [(TimeSpan.Zero, Accepted((FailoverRequested)cause))];

    public static Script Answering(TimeSpan after, GateDecision decision, params string[] principals) => (cause, _) => cause is GateStarted gate
        ? [(TimeSpan.Zero, new PersonAsked(gate.Step, gate.Gate, OutsideText.From("well?"), [], "nonce", gate.Deadline)),
           .. principals.Select((who, index) => (after * (index + 1), (RunEvent)Answer(gate, decision, who)))]
        : [];

    public static GateAnswered Answer(GateEvent gate, GateDecision decision, string who) =>
        new(gate.Step, gate.Gate, decision, OutsideText.From(who), OutsideText.None, SignatureChecked: false);

    public static SessionChanged Session(StepId step, string vm, string result, DateTimeOffset createdAt, DateTimeOffset? endedAt) =>
        new(step, $"session-{vm}", OutsideText.From(vm), endedAt is null ? "Working" : "Stopped", result, Progress: null, createdAt, endedAt, OutsideText.None);

    private static RecheckEnded Rechecked(RunEvent cause, ImmutableArray<string> sessions) =>
        new(((RecheckStarted)cause).Step, ((RecheckStarted)cause).Attempt, sessions, null, OutsideText.From($"{sessions.Length} found"));

    private static IEnumerable<(TimeSpan, RunEvent)> Ended(StepId step, string vm, DateTimeOffset now, TimeSpan after) =>
    [
        (after, Session(step, vm, "Success", now, now + after)),
        (after, new SessionsSettled(step)),
    ];

    private static TaskAccepted Accepted(FailoverRequested request) => new(request.Step, request.Operation, "task", 1, Began(request));

    private static DateTimeOffset Began(FailoverRequested request) => request.Deadline - TimeSpan.FromHours(1);

    private static IEnumerable<(TimeSpan, RunEvent)> Sessions(FailoverRequested request, TimeSpan after, params string[] results)
    {
        yield return (TimeSpan.Zero, Accepted(request));
        yield return (TimeSpan.Zero, new TaskChanged(request.Step, "task", "Finished", Success: true, OutsideText.None, "session-vm1"));
        for (var vm = 1; vm <= results.Length; vm++)
        {
            yield return (after, Session(request.Step, $"vm{vm}", results[vm - 1], Began(request), Began(request) + after));
        }

        yield return (after, new SessionsSettled(request.Step));
    }
}
