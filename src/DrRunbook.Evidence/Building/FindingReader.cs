using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Names the journal entries that each finding rests on.</summary>
internal sealed class FindingReader(RunReading reading)
{
    public ImmutableArray<FindingReport> Read(RunVerdict verdict) =>
        [.. verdict.Findings.Select(finding => new FindingReport(finding.Severity, finding.Kind, finding.Step, finding.Text, [.. EntriesOf(finding).Order()]))];

    private IEnumerable<long> EntriesOf(Finding finding)
    {
        if (finding.Kind == "run-closed")
        {
            return reading.OfRun.Where(happening => happening.Event is RunClosed).Select(happening => happening.When.Sequence);
        }

        if (finding.Kind == "notification-failed")
        {
            return Undelivered(finding);
        }

        var noted = reading.OfRun
            .Where(happening => happening.Event is FindingNoted note && note.Kind == finding.Kind && note.Step == finding.Step && note.Detail == finding.Text)
            .Select(happening => happening.When.Sequence)
            .ToList();
        if (noted.Count > 0)
        {
            return noted;
        }

        return finding.Step is { } id ? OfStep(finding.Kind, id) : finding.Kind == "rto-missed" ? Ended(RunVerdict.Until(reading.State)) : [];
    }

    /// <summary>The finding tells the first message that was not delivered; those that told the same again rest on the same.</summary>
    private IEnumerable<long> Undelivered(Finding finding)
    {
        var failed = reading.OfRun.Where(happening => happening.Event is NotificationFailed).Select(happening => (Told: (NotificationFailed)happening.Event, happening.When)).ToList();
        var first = failed.Find(one => one.Told.Step == finding.Step && (finding.Text == one.Told.Undelivered() || finding.Text == one.Told.DeliveredLate())).Told;
        return failed
            .Where(one => first is not null && (one.Told.Notification, one.Told.Occasion, one.Told.Step, one.Told.Gate) == (first.Notification, first.Occasion, first.Step, first.Gate))
            .Select(one => one.When.Sequence);
    }

    private IEnumerable<long> OfStep(string kind, StepId id) => kind switch
    {
        "gate-warned" => Where(id, stepEvent => stepEvent is GateFailed { Tolerated: true }),
        "step-settled" => Where(id, stepEvent => stepEvent is StepSettled),
        "late-result" => Where(id, stepEvent => stepEvent is LateResult),
        "rpo-missed" or "stale-point" => Where(id, stepEvent => stepEvent is FailoverRequested),
        _ => Ended(reading.State[id]),
    };

    private IEnumerable<long> Where(StepId id, Func<RunEvent, bool> isMeant) =>
        reading.Of(id).Where(happening => isMeant(happening.Event)).Select(happening => happening.When.Sequence);

    private static IEnumerable<long> Ended(StepProgress? step) => step?.EndedAt is { } ended ? [ended.Sequence] : [];
}
