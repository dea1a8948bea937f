using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>Takes a step's time apart: what it waited for, worked at or was held up by at each moment.</summary>
internal sealed class PhaseReader(RunReading reading, StepProgress step)
{
    private readonly List<(PhaseKind Kind, Stretch Span)> _spans = [];
    private readonly HashSet<GateId> _probes = [];
    private readonly HashSet<GateId> _people = [];
    private readonly Dictionary<string, SessionChanged> _sessions = new(StringComparer.Ordinal);
    private Stage _stage;
    private TimeSpan _since;

    private enum Stage
    {
        Idle,
        Requiring,
        Queued,
        Acting,
        OwnGate,
        Children,
        Pausing,
        Doubting,
        Verifying,
        Deciding,
    }

    /// <summary>The stretches in order; together they cover the step from its beginning to its end.</summary>
    public static ImmutableArray<PhaseSpan> Read(RunReading reading, StepProgress step) => new PhaseReader(reading, step).Read();

    private ImmutableArray<PhaseSpan> Read()
    {
        foreach (var happening in reading.Of(step.Step.Id))
        {
            if (_stage == Stage.Idle && _spans.Count == 0)
            {
                _since = happening.When.SinceStart;
            }

            if (step.EndedAt is { } over && happening.When.Sequence > over.Sequence)
            {
                break;
            }

            Close(happening.When.SinceStart);
            Enter((StepEvent)happening.Event, happening.When);
        }

        if (step.IsActive)
        {
            Close(reading.State.LastAt.SinceStart);
        }

        return [.. _spans.SelectMany(Apart).Where(span => span.ToMs > span.FromMs)];
    }

    private void Close(TimeSpan now)
    {
        if (Current is { } kind && now > _since)
        {
            Add(kind, new Stretch(_since, now));
        }

        _since = now;
    }

    private void Add(PhaseKind kind, Stretch span)
    {
        if (_spans.Count > 0 && _spans[^1].Kind == kind)
        {
            span = span with { From = _spans[^1].Span.From };
            _spans.RemoveAt(_spans.Count - 1);
        }

        _spans.Add((kind, span));
    }

    private PhaseKind? Current => _stage switch
    {
        Stage.Idle => _spans.Count == 0 ? null : PhaseKind.Overhead,
        Stage.Requiring or Stage.OwnGate => Gate(PhaseKind.Gates),
        Stage.Verifying => Gate(PhaseKind.Verification),
        Stage.Queued => PhaseKind.Queue,
        Stage.Acting => PhaseKind.Machine,
        Stage.Children => PhaseKind.Children,
        Stage.Pausing => PhaseKind.Pause,
        Stage.Doubting => PhaseKind.Doubt,
        _ => PhaseKind.Overhead,
    };

    private PhaseKind Gate(PhaseKind probing) => _people.Count > 0 ? PhaseKind.People : _probes.Count > 0 ? probing : PhaseKind.Overhead;

    private void Enter(StepEvent stepEvent, Moment now)
    {
        switch (stepEvent)
        {
            case StepStarted:
                _sessions.Clear();
                Open(Stage.Requiring);
                break;
            case StepQueued:
                Open(Stage.Queued);
                break;
            case ActionStarted:
                Open(step.Node.IsGroup ? Stage.Children : step.OwnGate is null ? Stage.Acting : Stage.OwnGate);
                break;
            case RecheckEnded { Sessions: [] }:
                Open(Stage.Deciding);
                break;
            case FailoverRequested or TaskAccepted or DoubtResolved or RecheckEnded { Sessions: [_] }:
                Open(Stage.Acting);
                break;
            case FailoverNotSent or RetryScheduled:
                Open(Stage.Pausing);
                break;
            case FailoverReplyLost or ActionInDoubt or RecheckStarted or RecheckEnded:
                Open(Stage.Doubting);
                break;
            case SessionChanged session:
                _sessions[session.SessionUid] = session;
                break;
            case ActionSucceeded:
                EndMachine(now);
                Open(Stage.Verifying);
                break;
            case ActionFailed or FailoverRejected:
                EndMachine(now);
                Open(Stage.Deciding);
                break;
            case StepEnded:
                EndMachine(now);
                Open(Stage.Idle);
                break;
            case StepWithdrawn or StepBlocked or StepSkipped:
                Open(Stage.Idle);
                break;
            case GateEvent gate:
                EnterGate(gate);
                break;
        }
    }

    private void Open(Stage stage)
    {
        _stage = stage;
        _probes.Clear();
        _people.Clear();
    }

    private void EnterGate(GateEvent gate)
    {
        switch (gate)
        {
            case GateStarted:
                var asksPeople = step.Gates.First(candidate => candidate.Plan.Id == gate.Gate).Plan.Gate is ApprovalGate or ManualGate;
                (asksPeople ? _people : _probes).Add(gate.Gate);
                break;
            case PersonAsked:
                _probes.Remove(gate.Gate);
                _people.Add(gate.Gate);
                break;
            case GatePassed or GateFailed:
                _probes.Remove(gate.Gate);
                _people.Remove(gate.Gate);
                break;
        }
    }

    /// <summary>What passed after the last restore session had ended at the manager is not the manager's time: nobody had noticed yet.</summary>
    private void EndMachine(Moment now)
    {
        if (_stage != Stage.Acting || _sessions.Count == 0 || _sessions.Values.Any(session => session.EndedAt is null) || _spans.Count == 0)
        {
            return;
        }

        var (kind, span) = _spans[^1];
        var offset = reading.State.Managers[step.Failover!.Request.Manager].ClockOffset ?? TimeSpan.Zero;
        var unnoticed = now.At - (_sessions.Values.Max(session => session.EndedAt!.Value) - offset);
        if (kind != PhaseKind.Machine || unnoticed <= TimeSpan.Zero)
        {
            return;
        }

        var end = now.SinceStart - unnoticed;
        end = end > span.From ? end : span.From;
        _spans[^1] = (kind, span with { To = end });
        _spans.Add((PhaseKind.Overhead, new Stretch(end, now.SinceStart)));
    }

    /// <summary>Cuts out the time in which nobody drove the run, except where the manager went on without us.</summary>
    private IEnumerable<PhaseSpan> Apart((PhaseKind Kind, Stretch Span) phase)
    {
        var from = phase.Span.From;
        if (phase.Kind != PhaseKind.Machine || step.Failover is null)
        {
            foreach (var away in reading.Away.Where(away => away.To > phase.Span.From && away.From < phase.Span.To))
            {
                var begin = away.From > from ? away.From : from;
                var end = away.To < phase.Span.To ? away.To : phase.Span.To;
                yield return Span(phase.Kind, from, begin);
                yield return Span(PhaseKind.Away, begin, end);
                from = end;
            }
        }

        yield return Span(phase.Kind, from, phase.Span.To);
    }

    private static PhaseSpan Span(PhaseKind kind, TimeSpan from, TimeSpan to) => new(kind, RunReading.Milliseconds(from), RunReading.Milliseconds(to));
}
