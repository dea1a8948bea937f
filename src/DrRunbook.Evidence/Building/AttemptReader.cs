using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Building;

/// <summary>Reads a step's attempts from its entries: every one, with all that was asked and answered.</summary>
internal sealed class AttemptReader
{
    private readonly List<AttemptReport> _attempts = [];
    private readonly Dictionary<(int Attempt, string Uid), List<long>> _entriesOfSession = [];

    public static ImmutableArray<AttemptReport> Read(IReadOnlyList<Happening> happenings)
    {
        var reader = new AttemptReader();
        foreach (var happening in happenings)
        {
            reader.Take((StepEvent)happening.Event, RunReading.Moment(happening.When));
        }

        return [.. reader._attempts];
    }

    private AttemptReport Last
    {
        get => _attempts[^1];
        set => _attempts[^1] = value;
    }

    private void Take(StepEvent stepEvent, ReportMoment now)
    {
        switch (stepEvent)
        {
            case StepStarted started:
                _attempts.Add(new AttemptReport(started.Attempt, now, null, StepOutcome.Running, null, OutsideText.None, [], [], [], [], null));
                break;
            case ActionSucceeded succeeded:
                Last = Last with { Detail = succeeded.Detail, Evidence = Last.Evidence.AddRange(succeeded.Evidence) };
                break;
            case ActionFailed failed:
                Last = Last with { Evidence = Last.Evidence.AddRange(failed.Evidence) };
                End(now, StepOutcome.Failed, failed.Reason, failed.Detail);
                break;
            case ActionInDoubt doubt:
                Last = Last with { Outcome = StepOutcome.InDoubt, Detail = doubt.Detail };
                break;
            case RetryScheduled retry:
                Last = Last with { NextAt = retry.NotBefore };
                break;
            case StepEnded ended when _attempts.Count > 0:
                End(now, ended.Outcome, ended.Reason, ended.Detail);
                break;
            case StepSkipped skipped when _attempts.Count > 0 && Last.Ended is null:
                End(now, StepOutcome.Skipped, null, skipped.Detail);
                break;
            case StepWithdrawn when _attempts.Count > 0 && Last.Ended is null:
                End(now, StepOutcome.NotStarted, null, OutsideText.None);
                break;
            default:
                TakeFailover(stepEvent, now);
                break;
        }
    }

    private void TakeFailover(StepEvent stepEvent, ReportMoment now)
    {
        switch (stepEvent)
        {
            case FailoverRequested requested:
                Last = Last with
                {
                    Outcome = StepOutcome.Running,
                    Requests = Last.Requests.Add(new RequestReport(
                        requested.Operation, requested.Manager, requested.PointUid, requested.Deadline, now, null, null, null, null, OutsideText.None)),
                };
                break;
            case RecheckEnded recheck:
                Last = Last with
                {
                    Recheck = new RecheckReport(now, recheck.Sessions, recheck.Detail),
                    Outcome = recheck.Sessions.Length > 1 ? StepOutcome.InDoubt : Last.Outcome,
                };
                break;
            case FailoverNotSent notSent:
                Answer(notSent.Operation, now, "not-sent", null, null, notSent.Detail);
                break;
            case FailoverRejected rejected:
                Answer(rejected.Operation, now, "rejected", rejected.Status, null, rejected.Message);
                End(now, StepOutcome.Failed, FailureReasons.Rejected, rejected.Message);
                break;
            case FailoverReplyLost lost:
                Answer(lost.Operation, now, "lost", null, null, lost.Detail);
                Last = Last with { Outcome = StepOutcome.InDoubt, Detail = lost.Detail };
                break;
            case DoubtResolved resolved:
                Last = Last with { Outcome = StepOutcome.Running, Detail = resolved.Detail };
                break;
            case ReconcileEnded ended:
                Last = Last with { Detail = OutsideText.From($"{Last.Requests[^1].Message.Raw}; {ended.Detail.Raw}") };
                break;
            case TaskAccepted accepted:
                Answer(accepted.Operation, now, "accepted", null, accepted.Task, OutsideText.None);
                Last = Last with { Outcome = StepOutcome.Running };
                break;
            case TaskChanged task:
                See(new TaskReport(now, task.Task, task.State, task.Success, task.Message, task.SessionUid));
                break;
            case TaskVanished vanished:
                See(new TaskReport(now, null, "vanished", null, vanished.Detail, null));
                break;
            case SessionChanged session:
                See(session, now);
                break;
        }
    }

    /// <summary>The first end of an attempt stands; the step's own end tells of an attempt only where nothing did before.</summary>
    private void End(ReportMoment now, StepOutcome outcome, string? reason, OutsideText detail)
    {
        if (Last.Ended is null)
        {
            Last = Last with { Ended = now, Outcome = outcome, Reason = reason, Detail = detail.IsEmpty ? Last.Detail : detail };
        }
    }

    /// <summary>A lost reply that reading back settles keeps its place as the answer that never came, and gets the task.</summary>
    private void Answer(string operation, ReportMoment now, string answer, int? status, string? task, OutsideText message)
    {
        var index = Last.Requests.ToList().FindIndex(request => request.Operation == operation);
        if (index < 0)
        {
            return;
        }

        var before = Last.Requests[index];
        var settled = before.Answer is null
            ? before with { Answer = answer, Answered = now, Status = status, Task = task, Message = message }
            : before with { Task = task ?? before.Task, Status = status ?? before.Status };
        Last = Last with { Requests = Last.Requests.SetItem(index, settled) };
    }

    private void See(TaskReport task) => Last = Last with { Tasks = Last.Tasks.Add(task) };

    private void See(SessionChanged session, ReportMoment now)
    {
        var key = (Last.Number, session.SessionUid);
        if (!_entriesOfSession.TryGetValue(key, out var entries))
        {
            _entriesOfSession[key] = entries = [];
        }

        entries.Add(now.Entry);
        var seen = new SessionReport(
            session.SessionUid,
            session.Vm,
            session.State,
            session.Result,
            session.Progress,
            session.CreatedAt,
            session.EndedAt,
            session.Message,
            [.. entries]);
        var index = Last.Sessions.ToList().FindIndex(known => known.Uid == session.SessionUid);
        Last = Last with { Sessions = index < 0 ? Last.Sessions.Add(seen) : Last.Sessions.SetItem(index, seen) };
    }
}
