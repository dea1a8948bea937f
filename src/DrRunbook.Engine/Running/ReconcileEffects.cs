using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>The effect that reads back what a failover request left behind whose reply was lost. It only reads: nothing is ever sent again.</summary>
internal sealed class ReconcileEffects(RunSetup setup, SessionTies ties)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Clocks are compared to a second, and a session's creation may be stamped a little before the request's intent.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Looks until the same answer was seen twice running, or the time is up.</summary>
    /// <param name="request">The intent, and when it was written.</param>
    /// <param name="until">When reading back ends, UTC.</param>
    /// <remarks>Twice, because a session can be seen before the failover that it really belongs to has laid claim to it.</remarks>
    public async Task ReadBackAsync(FailoverTrack request, RestorePoint point, DateTimeOffset until, IFactSink sink, CancellationToken stop)
    {
        var step = request.Request.Step;
        if (!setup.Managers.TryGetValue(request.Request.Manager, out var manager))
        {
            sink.Post(new ReconcileEnded(step, OutsideText.From("nothing could be read back: the manager has not answered since the run was taken up")));
            return;
        }

        var (from, to) = (request.RequestedAt.At - Slack, request.RequestedAt.At + RunbookDefaults.ReconcileFor);
        var seen = ImmutableArray<string>.Empty;
        while (true)
        {
            var traces = await manager.FindTracesAsync(point, from, to, stop);
            var candidates = traces.Sessions.Where(session => session.ClaimedBy is null && ties.IsFree(session.SessionUid)).ToList();
            var uids = candidates.Select(session => session.SessionUid).Order(StringComparer.Ordinal).ToImmutableArray();
            var isConfirmed = uids.Length > 0 && uids.SequenceEqual(seen);
            if (isConfirmed && candidates is [{ TellsServer: true } only] && ties.Rivals(only.Name, step).IsEmpty && ties.TryTie(only.SessionUid, step))
            {
                sink.Post(new DoubtResolved(step, only.SessionUid, OutsideText.From($"read back: the request started the restore session of '{only.Name}'")));
                return;
            }

            var rest = until - setup.RunClock.GetUtcNow();
            if (rest <= TimeSpan.Zero || (isConfirmed && candidates.Count > 1))
            {
                sink.Post(new ReconcileEnded(step, OutsideText.From(Describe(traces, candidates, step))));
                return;
            }

            seen = uids;
            await Task.Delay(rest < Every ? rest : Every, setup.RunClock, stop);
        }
    }

    private string Describe(TracesOutcome traces, List<TracedSession> candidates, StepId step) => traces.Problem is { } problem
        ? $"nothing could be read back: {problem}"
        : candidates.Count switch
        {
            0 => "no restore session that can be its was found",
            1 when !candidates[0].TellsServer => $"the restore session of '{candidates[0].Name}' was found, which does not say of which backup server it is",
            1 when ties.Rivals(candidates[0].Name, step) is [var other, ..] => $"the restore session of '{candidates[0].Name}' was found, which can be that of step '{other}' as well",
            1 => $"the restore session of '{candidates[0].Name}' was found, too late to be sure of it",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} restore sessions can be its: {string.Join(", ", candidates.Take(10).Select(session => $"'{session.Name}'"))}"),
        };
}
