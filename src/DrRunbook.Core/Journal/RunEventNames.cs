using System.Collections.Frozen;
using DrRunbook.Core.Execution;

namespace DrRunbook.Core.Journal;

/// <summary>The journal's <c>type</c> of every event. Names are fixed for ever.</summary>
public static class RunEventNames
{
    private static readonly FrozenDictionary<string, Type> TypeOf = new Dictionary<string, Type>
    {
        ["run-started"] = typeof(RunStarted),
        ["run-taken-up"] = typeof(RunTakenUp),
        ["manager-reached"] = typeof(ManagerReached),
        ["manager-lost"] = typeof(ManagerLost),
        ["logon-renewed"] = typeof(LogonRenewed),
        ["halt-requested"] = typeof(HaltRequested),
        ["command-refused"] = typeof(CommandRefused),
        ["outcome-fixed"] = typeof(OutcomeFixed),
        ["run-paused"] = typeof(RunPaused),
        ["run-closed"] = typeof(RunClosed),
        ["run-ended"] = typeof(RunEnded),
        ["run-reopened"] = typeof(RunReopened),
        ["notification-sent"] = typeof(NotificationSent),
        ["notification-failed"] = typeof(NotificationFailed),
        ["finding-noted"] = typeof(FindingNoted),
        ["finding-added"] = typeof(FindingAdded),
        ["finding-closed"] = typeof(FindingClosed),
        ["note-added"] = typeof(NoteAdded),
        ["criterion-judged"] = typeof(CriterionJudged),
        ["assumption-judged"] = typeof(AssumptionJudged),
        ["step-started"] = typeof(StepStarted),
        ["step-queued"] = typeof(StepQueued),
        ["action-started"] = typeof(ActionStarted),
        ["action-succeeded"] = typeof(ActionSucceeded),
        ["action-failed"] = typeof(ActionFailed),
        ["action-in-doubt"] = typeof(ActionInDoubt),
        ["retry-scheduled"] = typeof(RetryScheduled),
        ["recheck-started"] = typeof(RecheckStarted),
        ["recheck-ended"] = typeof(RecheckEnded),
        ["failover-requested"] = typeof(FailoverRequested),
        ["failover-not-sent"] = typeof(FailoverNotSent),
        ["failover-rejected"] = typeof(FailoverRejected),
        ["failover-reply-lost"] = typeof(FailoverReplyLost),
        ["doubt-resolved"] = typeof(DoubtResolved),
        ["reconcile-ended"] = typeof(ReconcileEnded),
        ["task-accepted"] = typeof(TaskAccepted),
        ["task-changed"] = typeof(TaskChanged),
        ["task-vanished"] = typeof(TaskVanished),
        ["session-changed"] = typeof(SessionChanged),
        ["sessions-settled"] = typeof(SessionsSettled),
        ["step-ended"] = typeof(StepEnded),
        ["step-blocked"] = typeof(StepBlocked),
        ["step-withdrawn"] = typeof(StepWithdrawn),
        ["step-settled"] = typeof(StepSettled),
        ["retry-requested"] = typeof(RetryRequested),
        ["skip-requested"] = typeof(SkipRequested),
        ["step-skipped"] = typeof(StepSkipped),
        ["late-result"] = typeof(LateResult),
        ["undo-confirmed"] = typeof(UndoConfirmed),
        ["gate-started"] = typeof(GateStarted),
        ["person-asked"] = typeof(PersonAsked),
        ["gate-answered"] = typeof(GateAnswered),
        ["gate-failing"] = typeof(GateFailing),
        ["gate-passed"] = typeof(GatePassed),
        ["gate-failed"] = typeof(GateFailed),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> NameOf = TypeOf.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every name and its type.</summary>
    public static IReadOnlyDictionary<string, Type> All => TypeOf;

    /// <summary>The name of an event.</summary>
    /// <exception cref="KeyNotFoundException">The type stands in no journal: a bug.</exception>
    public static string Of(RunEvent runEvent) => NameOf[runEvent.GetType()];

    /// <summary>The type of a name, or null for a name of a later version.</summary>
    public static Type? Find(string name) => TypeOf.GetValueOrDefault(name);
}
