using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads what is known of the managers, and what they still work on.</summary>
internal static class ManagerReader
{
    public static ImmutableArray<ManagerReport> Read(RunReading reading) => [.. reading.Plan.Managers.Select(manager => About(reading, manager))];

    public static ImmutableArray<StillRunning> StillRunning(RunReading reading) =>
        [.. reading.State.Steps.Take(reading.State.Graph.StepCount).Where(IsAtWork).Select(step => About(reading, step))];

    private static ManagerReport About(RunReading reading, PlannedManager manager)
    {
        var reached = reading.OfRun.Select(happening => happening.Event).OfType<ManagerReached>().Where(contact => contact.Manager == manager.Name).ToList();
        return new ManagerReport(
            manager.Name,
            manager.Url,
            manager.Required,
            manager.MaxConcurrentFailovers,
            manager.Thumbprint,
            reached.LastOrDefault(contact => contact.ProductVersion is not null)?.ProductVersion,
            reached.LastOrDefault()?.CertificateSha256,
            reached.LastOrDefault(contact => contact.ClockOffsetMs is not null)?.ClockOffsetMs,
            [.. reading.OfRun.Select(happening => Contact(happening, manager)).OfType<ManagerContact>()]);
    }

    private static ManagerContact? Contact(Happening happening, PlannedManager manager) => happening.Event switch
    {
        ManagerReached reached when reached.Manager == manager.Name =>
            new ManagerContact(RunReading.Moment(happening.When), "reached", reached.ClockOffsetMs, OutsideText.None),
        ManagerLost lost when lost.Manager == manager.Name => new ManagerContact(RunReading.Moment(happening.When), "lost", null, lost.Detail),
        LogonRenewed renewed when renewed.Manager == manager.Name =>
            new ManagerContact(RunReading.Moment(happening.When), "logon-renewed", null, renewed.Detail),
        _ => null,
    };

    private static bool IsAtWork(StepProgress step) =>
        (step.StillRunning && step.Failover is { IsSettled: false }) || step.State is StepState.Requesting or StepState.AwaitingTask or StepState.AwaitingSession
        || (step is { State: StepState.InDoubt, Failover: not null });

    private static StillRunning About(RunReading reading, StepProgress step)
    {
        var track = step.Failover!;
        return new StillRunning(
            step.Step.Id,
            track.Request.VApp,
            track.Request.Manager,
            track.Accepted?.Task ?? track.Task?.Task,
            RunReading.Moment(track.RequestedAt),
            RunReading.Milliseconds(reading.State.LastAt.SinceStart - track.RequestedAt.SinceStart),
            OutsideText.From(Words(step, track)));
    }

    private static string Words(StepProgress step, FailoverTrack track)
    {
        if (step.State == StepState.InDoubt)
        {
            return "the effect of the request is not known";
        }

        var sessions = track.Sessions.Values.Where(session => session.State != "Stopped").Select(session =>
            $"restore session of {session.Vm.Raw}: {session.State}{(session.Progress is { } percent ? FormattableString.Invariant($", {percent} %") : "")}");
        var task = track.Task is { } seen ? $"task {seen.State}" : track.Accepted is null ? "request sent, no answer yet" : "accepted";
        return string.Join("; ", sessions.Prepend(task));
    }
}
