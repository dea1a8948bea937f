using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What a notification tells of.</summary>
public enum Occasion
{
    /// <summary>The run waits for a person: at a gate, or at a step whose doubt only a person can settle.</summary>
    Waiting,

    /// <summary>A step failed, and nothing tolerates it.</summary>
    Failure,

    /// <summary>The RTO of the run may not be met any more, or is missed.</summary>
    ObjectiveInDanger,

    /// <summary>The run has ended, or is left where it stands.</summary>
    End,
}

/// <summary>What came of a message to an address of <c>notify</c>.</summary>
/// <param name="Notification">The address's place in the list, from 1.</param>
/// <param name="Step">The step it tells of, or null for the run.</param>
/// <param name="Gate">The gate it tells of, or null.</param>
/// <param name="Entry">The journal entry that it tells of; null for an objective, which time alone endangers.</param>
/// <param name="DueAt">When it fell due, UTC.</param>
/// <param name="Count">How often this address has been told of this, with this time.</param>
/// <param name="Tries">How often it was sent until then.</param>
/// <param name="Detail">The status of the answer, or why there was none.</param>
public abstract record NotificationEvent(
    int Notification, Occasion Occasion, StepId? Step, GateId? Gate, long? Entry, DateTimeOffset DueAt, int Count, int Tries, OutsideText Detail) : RunEvent
{
    /// <summary>Who was to be told of what.</summary>
    internal NoticeSubject Subject => new(Notification, Occasion, Step, Gate, Entry);

    /// <summary>What the finding says of a message that was not delivered.</summary>
    public OutsideText Undelivered() => OutsideText.From($"address {Notification} of 'notify' was not told of '{Words.Of(Occasion)}': {Detail.Raw}");

    /// <summary>What it says where the address was told later.</summary>
    public OutsideText DeliveredLate() => OutsideText.From($"{Undelivered().Raw}; it was told later");
}

/// <summary>The address took the message.</summary>
public sealed record NotificationSent(
    int Notification, Occasion Occasion, StepId? Step, GateId? Gate, long? Entry, DateTimeOffset DueAt, int Count, int Tries, OutsideText Detail)
    : NotificationEvent(Notification, Occasion, Step, Gate, Entry, DueAt, Count, Tries, Detail);

/// <summary>The address did not take the message, as far as is known; it is not tried again.</summary>
public sealed record NotificationFailed(
    int Notification, Occasion Occasion, StepId? Step, GateId? Gate, long? Entry, DateTimeOffset DueAt, int Count, int Tries, OutsideText Detail)
    : NotificationEvent(Notification, Occasion, Step, Gate, Entry, DueAt, Count, Tries, Detail);
