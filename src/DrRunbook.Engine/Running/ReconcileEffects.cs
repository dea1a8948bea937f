using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>The effect that reads back what a failover request left behind whose reply was lost. It only reads: nothing is ever sent again.</summary>
/// <param name="unheard">How long, by the host's clock, a request is waited for that another process was about to send when it was last seen.</param>
internal sealed class ReconcileEffects(
    IReadOnlyDictionary<ManagerName, IManagerClient> managers, TimeProvider runClock, TimeProvider hostClock, SessionTies ties, TimeSpan unheard)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Clocks are compared to a second, and a session's creation may be stamped a little before the request's intent.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Looks until the same answer was seen twice running, or the time is up.</summary>
    /// <param name="request">The intent, and when it was written.</param>
    /// <param name="reconcileFor">How long after the intent its session may have been created.</param>
    /// <param name="until">When reading back ends, UTC.</param>
    /// <remarks>Twice, because a session can be seen before the failover that it really belongs to has laid claim to it.</remarks>
    public async Task ReadBackAsync(FailoverTrack request, RestorePoint point, TimeSpan reconcileFor, DateTimeOffset until, IFactSink sink, CancellationToken stop)
    {
        var step = request.Request.Step;
        if (!managers.TryGetValue(request.Request.Manager, out var manager))
        {
            sink.Post(new ReconcileEnded(step, OutsideText.From("nothing could be read back: the manager has not answered since the run was taken up")));
            return;
        }

        // Whoever wrote the intent may have been frozen right before it sent the request: only then is it looked for.
        if (request.IsUnheard && unheard > TimeSpan.Zero)
        {
            await Task.Delay(unheard, hostClock, stop);
        }

        var (from, to) = (request.RequestedAt.At - Slack, request.RequestedAt.At + reconcileFor);
        var seen = ImmutableArray<string>.Empty;
        while (true)
        {
            var traces = await manager.FindTracesAsync(point, from, to, stop);
            var candidates = Free(traces);
            var uids = Uids(candidates);
            var isConfirmed = uids.Length > 0 && uids.SequenceEqual(seen);
            if (isConfirmed && candidates is [var only] && IsSurelyOf(step, only) && ties.TryTie(only.SessionUid, step))
            {
                sink.Post(new DoubtResolved(step, only.SessionUid, OutsideText.From($"read back: the request started the restore session of '{only.Name}'")));
                return;
            }

            var rest = until - runClock.GetUtcNow();
            if (rest <= TimeSpan.Zero || (isConfirmed && candidates.Count > 1))
            {
                sink.Post(new ReconcileEnded(step, OutsideText.From(Describe(traces, candidates, step))));
                return;
            }

            seen = uids;
            await Task.Delay(rest < Every ? rest : Every, runClock, stop);
        }
    }

    /// <summary>Looks, before a further request, for what the earlier ones left behind; asks until the manager answers, and twice where it names something.</summary>
    /// <param name="last">The last of the earlier requests.</param>
    /// <param name="first">When the first intent was written, UTC.</param>
    public async Task RecheckAsync(RecheckStarted recheck, FailoverTrack last, DateTimeOffset first, RestorePoint point, TimeSpan reconcileFor, IFactSink sink, CancellationToken stop)
    {
        if (!managers.TryGetValue(last.Request.Manager, out var manager))
        {
            // Nothing is read back, and nothing can be sent either: the request will not leave.
            Post([], null, "the manager has not answered since the run was taken up; no request can leave");
            return;
        }

        var seen = ImmutableArray<string>.Empty;
        while (true)
        {
            var traces = await manager.FindTracesAsync(point, first - Slack, last.RequestedAt.At + reconcileFor, stop);
            var candidates = Free(traces);
            var uids = Uids(candidates);
            if (traces.Problem is null && candidates.Count == 0)
            {
                Post([], null, "nothing of the earlier requests is at work");
                return;
            }

            if (uids.Length > 0 && uids.SequenceEqual(seen) && (candidates.Count > 1 || (IsSurelyOf(recheck.Step, candidates[0]) && ties.TryTie(uids[0], recheck.Step))))
            {
                Post(uids, candidates is [var only] ? only.CreatedAt : null, candidates.Count > 1
                    ? Describe(traces, candidates, recheck.Step)
                    : $"read back: an earlier request started the restore session of '{candidates[0].Name}' after all; no further one is made");
                return;
            }

            seen = uids;
            await Task.Delay(Every, runClock, stop);
        }

        void Post(ImmutableArray<string> sessions, DateTimeOffset? createdAt, string detail) =>
            sink.Post(new RecheckEnded(recheck.Step, recheck.Attempt, sessions, createdAt, OutsideText.From(detail)));
    }

    /// <summary>Whether a session that can be a step's can be nobody else's: it tells its server, and no other step waits for one of that name.</summary>
    private bool IsSurelyOf(StepId step, TracedSession session) => session.TellsServer && ties.Rivals(session.Name, step).IsEmpty;

    private List<TracedSession> Free(TracesOutcome traces) =>
        [.. traces.Sessions.Where(session => session.ClaimedBy is null && ties.IsFree(session.SessionUid))];

    private static ImmutableArray<string> Uids(List<TracedSession> sessions) =>
        [.. sessions.Select(session => session.SessionUid).Order(StringComparer.Ordinal)];

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
