using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads what the run did to the protection of the vApps it failed over, and whom the runbook wants told.</summary>
internal static class ImpactReader
{
    public static ImmutableArray<HeldReplication> Held(RunReading reading)
    {
        var undone = reading.Undone.Select(undo => About(undo.VApp, undo.Since, undo.By.When, Undo(undo.By, reading)));
        var owed = reading.State.OwedUndos.Select(owed => About(owed.Key, owed.Value, reading.State.LastAt, undone: null));
        return [.. undone.Concat(owed).OrderBy(held => held.Since.Entry)];
    }

    public static ImmutableArray<Communication> Communications(RunReading reading) =>
        [.. reading.Plan.Notify.Select(notify => new Communication(HostOf(notify.Url.ToString()), notify.On, Sent: 0))];

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

    /// <summary>An address up to its host: the path of a web hook is mostly its password.</summary>
    private static string HostOf(string url)
    {
        var host = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? url.IndexOf('/', scheme + 3) : -1;
        return host < 0 ? url : $"{url[..host]}/…";
    }
}
