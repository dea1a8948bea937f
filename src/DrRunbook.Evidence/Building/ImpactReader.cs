using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads what the run did to the protection of the vApps it failed over, and who was told of it.</summary>
internal static class ImpactReader
{
    public static ImmutableArray<HeldReplication> Held(RunReading reading)
    {
        var undone = reading.Undone.Select(undo => About(undo.VApp, undo.Since, undo.By.When, Undo(undo.By, reading)));
        var owed = reading.State.OwedUndos.Select(owed => About(owed.Key, owed.Value, reading.State.LastAt, undone: null));
        return [.. undone.Concat(owed).OrderBy(held => held.Since.Entry)];
    }

    public static ImmutableArray<Communication> Communications(RunReading reading) =>
        [.. reading.Plan.Notify.Select((notify, index) => About(notify, [.. reading.OfRun.Where(happening => happening.Event is NotificationEvent told && told.Notification == index + 1)]))];

    private static Communication About(Notification notify, IReadOnlyList<Happening> told) =>
        new(notify.ShownAddress(), notify.On, told.Count(happening => happening.Event is NotificationSent))
        {
            Failed = told.Count(happening => happening.Event is NotificationFailed),
            Messages = [.. told.Select(happening => About((NotificationEvent)happening.Event, happening.When))],
        };

    private static MessageReport About(NotificationEvent told, Moment when) =>
        new(RunReading.Moment(when), told.Occasion, told.Step, told.Gate, told.Count, told.Tries, told is NotificationSent, told.Detail);

    private static HeldReplication About(string vApp, Moment since, Moment until, UndoReport? undone) =>
        new(vApp, RunReading.Moment(since), RunReading.Milliseconds(until.SinceStart - since.SinceStart), undone);

    /// <summary>Who said so: a person by <c>undo confirm</c>, or those who answered a gate that undoes.</summary>
    private static UndoReport Undo(Happening by, RunReading reading)
    {
        var when = RunReading.Moment(by.When);
        if (by.Event is UndoConfirmed confirmed)
        {
            return new UndoReport(when, confirmed.By, confirmed.Note);
        }

        var gate = (GatePassed)by.Event;
        var answers = reading.Of(gate.Step)
            .Where(happening => happening.Event is GateAnswered answer && answer.Gate == gate.Gate && happening.When.Sequence < by.When.Sequence)
            .Select(happening => (GateAnswered)happening.Event)
            .ToList();
        return new UndoReport(when, OutsideText.From(string.Join(", ", answers.Select(answer => answer.Principal.Raw))), answers.Count > 0 ? answers[^1].Note : gate.Detail);
    }
}
