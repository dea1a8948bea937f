using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Journal;

/// <summary>One event of every type with every member filled in, and one with every member that may be null left out.</summary>
internal static class SampleEvents
{
    private static readonly SignatureProof Proof = new("SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDJJGFuNDSQK5F8iVk", new string('a', 64), new string('b', 64));
    private static readonly StepId Step = new("erp/database");
    private static readonly GateId Gate = new("erp/database:verify:1");
    private static readonly ManagerName Manager = new("site-b");
    private static readonly OutsideText Text = OutsideText.From("\"quoted\" \\ \u0007 é 😀 \u2028");
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 23, 8, 0, 0, 123, TimeSpan.Zero).AddTicks(4567);
    private static readonly string Digest = new('a', 64);

    public static ImmutableArray<RunEvent> Full { get; } =
    [
        new RunStarted(1, "20261123T080000Z-abcdef", "site-a", Digest, [new FileDigest("site-a.yaml", Digest)], "0123abc", true, "1.0.0", RunMode.Drill, At, true, Text, "host", new SimulationInfo(Digest, "benign", ulong.MaxValue, 0.5), Proof),
        new RunTakenUp(Text, "host", "1.0.0", 3, true),
        new ManagerReached(Manager, Text, -1500, Digest.ToUpperInvariant()),
        new ManagerLost(Manager, Text),
        new LogonRenewed(Manager, Text),
        new HaltRequested(Text, Text),
        new CommandRefused("halt", Text, Text),
        new OutcomeFixed(RunOutcome.SucceededWithFindings, Step),
        new RunPaused(RunOutcome.InDoubt),
        new RunClosed(Text, Text),
        new RunReopened(Text, Text),
        new RunEnded(RunOutcome.Failed),
        new NotificationSent(1, Occasion.Waiting, Step, Gate, 7, At, 2, 1, Text),
        new NotificationFailed(2, Occasion.Failure, Step, Gate, 8, At, 1, 3, Text),
        new FindingNoted("newer-point", Step, Text),
        new StepStarted(Step, 2),
        new StepQueued(Step, Manager),
        new ActionStarted(Step, 1, At),
        new ActionSucceeded(Step, true, Text, [Digest]),
        new ActionFailed(Step, FailureReasons.CommandFailed, Text, true, [Digest, Digest]),
        new ActionInDoubt(Step, Text),
        new RetryScheduled(Step, At),
        new RecheckStarted(Step, 2),
        new RecheckEnded(Step, 2, ["urn:veeam:RestoreSession:1"], At, Text),
        new FailoverRequested(Step, 1, "op-1", Manager, "erp-db", "replica", "point", At, At),
        new FailoverNotSent(Step, "op-1", Text, At),
        new FailoverRejected(Step, "op-1", 400, Text),
        new FailoverReplyLost(Step, "op-1", Text),
        new DoubtResolved(Step, "session", Text),
        new ReconcileEnded(Step, Text),
        new TaskAccepted(Step, "op-1", "task-7", 2, At),
        new TaskChanged(Step, "task-7", "Finished", true, Text, "session"),
        new TaskVanished(Step, Text),
        new SessionChanged(Step, "session", Text, "Stopped", "Success", 100, At, At, Text),
        new SessionsSettled(Step),
        new StepEnded(Step, StepOutcome.Partial, FailureReasons.Partial, Text, true),
        new StepBlocked(Step, [Step, new StepId("b")], true),
        new StepWithdrawn(Step),
        new StepSettled(Step, Settlement.Succeeded, Text, Text),
        new RetryRequested(Step, Text, Text),
        new SkipRequested(Step, Text, Text),
        new UndoConfirmed(Step, Text, Text),
        new StepSkipped(Step, Text),
        new LateResult(Step, "succeeded", Text),
        new GateStarted(Step, Gate, At, At),
        new PersonAsked(Step, Gate, Text, ["ops-lead"], "nonce", At),
        new GateAnswered(Step, Gate, GateDecision.Confirm, Text, Text, true, Proof),
        new GateFailing(Step, Gate, Text),
        new GatePassed(Step, Gate, Text, 3, [Digest]),
        new GateFailed(Step, Gate, Text, 3, true, [Digest]),
        new FindingAdded(2, FindingSeverity.Major, Step, Text, Text, new DateOnly(2026, 12, 24), Text),
        new FindingClosed(2, Text, Text),
        new NoteAdded(3, Step, Text, Text),
        new CriterionJudged(1, true, Text, Text),
        new AssumptionJudged(1, false, Text, Text),
    ];

    public static ImmutableArray<RunEvent> Sparse { get; } =
    [
        new RunStarted(1, "20261123T080000Z-abcdef", "site-a", Digest, [], null, null, "1.0.0", RunMode.Disaster, At, false, OutsideText.None, "host", null),
        new ManagerReached(Manager, null, null, null),
        new OutcomeFixed(RunOutcome.Succeeded, null),
        new NotificationSent(1, Occasion.ObjectiveInDanger, null, null, null, At, 1, 1, OutsideText.None),
        new NotificationFailed(1, Occasion.End, null, null, null, At, 1, 3, OutsideText.None),
        new FindingNoted("unfenced", null, OutsideText.None),
        new ActionStarted(Step, 1, null),
        new ActionSucceeded(Step, false, OutsideText.None, []),
        new RecheckEnded(Step, 2, [], null, OutsideText.None),
        new TaskAccepted(Step, "op-1", null, 1, At),
        new TaskChanged(Step, "task-7", "Running", null, OutsideText.None, null),
        new SessionChanged(Step, "session", OutsideText.None, "Starting", "None", null, At, null, OutsideText.None),
        new StepEnded(Step, StepOutcome.Succeeded, null, OutsideText.None, false),
        new StepBlocked(Step, [], false),
        new GateStarted(Step, Gate, null, null),
        new PersonAsked(Step, Gate, OutsideText.None, [], "nonce", null),
        new FindingAdded(1, FindingSeverity.Minor, null, Text, null, null, OutsideText.None),
        new NoteAdded(1, null, Text, OutsideText.None),
    ];
}
