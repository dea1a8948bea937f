using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Whom the plan wants told of what, and what was told: which messages are due, and when the next one is.</summary>
/// <remarks>Only <see cref="RunState"/> changes it. In a run that tells nobody it costs nothing.</remarks>
public sealed class NoticeBook
{
    /// <summary>How long what the targets say of the RTO holds before it is reckoned anew: that costs the size of the plan.</summary>
    private static readonly TimeSpan ReckonEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long what was not delivered waits to be sent anew; it doubles each time.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>The longest such pause.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>How often in a row a message may not be delivered before it is sent only as often as its address wants it: about four hours.</summary>
    private const int MostFailures = 50;

    private readonly ImmutableArray<Notification> _notify;
    private readonly bool _watchesObjective;
    private readonly SortedDictionary<int, ImmutableArray<Occurrence>> _ofSteps = [];
    private readonly Dictionary<NoticeSubject, Told> _told = [];
    private readonly Dictionary<NoticeSubject, NotificationEvent> _undelivered = [];
    private readonly HashSet<Occasion> _toldOf = [];
    private Occurrence? _end;
    private DateTimeOffset? _byTargets;
    private DateTimeOffset? _reckonedAt;
    private bool _isStale = true;

    internal NoticeBook(ImmutableArray<Notification> notify)
    {
        _notify = notify;
        _watchesObjective = notify.Any(one => Wants(one, Occasion.ObjectiveInDanger));
    }

    /// <summary>How many messages were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many messages were not delivered.</summary>
    public int Failed { get; private set; }

    /// <summary>What at least one address was told of.</summary>
    public IReadOnlySet<Occasion> ToldOf => _toldOf;

    /// <summary>Every message that is due, or will be unless something changes before.</summary>
    /// <param name="now">UTC, by the run's clock.</param>
    public ImmutableArray<Notice> Ahead(RunState state, DateTimeOffset now)
    {
        if (_notify.IsEmpty || state.Start is null)
        {
            return [];
        }

        var goesOn = !RunLifecycle.IsFinal(state.Phase) && !RunLifecycle.IsPaused(state.Phase);
        var ahead = ImmutableArray.CreateBuilder<Notice>();
        foreach (var occurrence in Standing(state, now))
        {
            for (var index = 0; index < _notify.Length; index++)
            {
                if (Wants(_notify[index], occurrence.Occasion) && Next(index, occurrence, goesOn) is { } notice)
                {
                    ahead.Add(notice);
                }
            }
        }

        return ahead.ToImmutable();
    }

    /// <summary>When the targets are to be held against the RTO again; null: not before something changes.</summary>
    public DateTimeOffset? LooksAgainAt => _watchesObjective && _isStale && _reckonedAt is { } last ? last + ReckonEvery : null;

    internal void Follow(RunEvent runEvent, RunState state, Moment now)
    {
        if (_notify.IsEmpty)
        {
            return;
        }

        switch (runEvent)
        {
            case RunPaused or RunEnded:
                _end = new Occurrence(Occasion.End, null, null, now.At, now.Sequence, Lasts: false);
                break;
            case RunTakenUp or RunReopened:
                _end = null;
                LookAtAll(state, now);
                break;
            case RetryRequested or SkipRequested or StepSettled:
                LookAtAll(state, now);
                break;
            case StepEvent about:
                Look(state, state[about.Step], now);
                break;
            default:
                break;
        }
    }

    /// <summary>Notes what came of a message.</summary>
    /// <returns>Whether it is the first of its subject that was not delivered.</returns>
    /// <exception cref="InvalidOperationException">The plan has no such address.</exception>
    internal bool Take(NotificationEvent told, Moment now)
    {
        if (told.Notification < 1 || told.Notification > _notify.Length)
        {
            throw new InvalidOperationException($"the plan's 'notify' has no entry {told.Notification}");
        }

        if (told is NotificationSent)
        {
            _told[told.Subject] = new Told(now.At, told.Count, Failures: 0);
            Sent++;
            _toldOf.Add(told.Occasion);
            return false;
        }

        _told[told.Subject] = new Told(now.At, told.Count, _told.GetValueOrDefault(told.Subject).Failures + 1);
        Failed++;
        return _undelivered.TryAdd(told.Subject with { Entry = null }, told);
    }

    /// <summary>The first message of a subject that was not delivered, where there was one.</summary>
    internal NotificationEvent? FirstUndelivered(NotificationEvent told) => _undelivered.GetValueOrDefault(told.Subject with { Entry = null });

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause;
        for (var failure = 1; failure < failures && pause < LongestPause; failure++)
        {
            pause *= 2;
        }

        return pause < LongestPause ? pause : LongestPause;
    }

    private Notice? Next(int index, Occurrence occurrence, bool goesOn)
    {
        var subject = new NoticeSubject(index + 1, occurrence.Occasion, occurrence.Step, occurrence.Gate, occurrence.Entry);
        if (!_told.TryGetValue(subject, out var told))
        {
            return new Notice(subject, occurrence.Since, occurrence.Since, Count: 1);
        }

        if (!occurrence.Lasts || !goesOn)
        {
            return null;
        }

        var every = _notify[index].Every;
        if (told.Failures is > 0 and < MostFailures)
        {
            // It has not heard of it yet: what it is sent anew counts no further.
            var pause = PauseAfter(told.Failures);
            return new Notice(subject, occurrence.Since, told.At + (every < pause ? every.Value : pause), told.Count);
        }

        return every is { } often ? new Notice(subject, occurrence.Since, told.At + often, told.Count + 1) : null;
    }

    /// <summary>All that is to be told as the run stands, in the order in which it began; what time alone brings and the end come last.</summary>
    private IEnumerable<Occurrence> Standing(RunState state, DateTimeOffset now)
    {
        foreach (var occurrence in _ofSteps.Values.SelectMany(occurrences => occurrences).OrderBy(occurrence => occurrence.Entry))
        {
            yield return occurrence;
        }

        if (_watchesObjective && Danger(state, now) is { } danger)
        {
            yield return new Occurrence(Occasion.ObjectiveInDanger, null, null, danger.Since, Entry: null, danger.Lasts);
        }

        if (_end is { } end)
        {
            yield return end;
        }
    }

    private ObjectiveDanger? Danger(RunState state, DateTimeOffset now)
    {
        if (_isStale && (_reckonedAt is not { } last || now >= last + ReckonEvery))
        {
            (_byTargets, _reckonedAt, _isStale) = (ObjectiveDanger.ByTargets(state), now, false);
        }

        return ObjectiveDanger.Of(state, _byTargets);
    }

    private void LookAtAll(RunState state, Moment now)
    {
        foreach (var step in state.Steps.Take(state.Graph.StepCount))
        {
            Look(state, step, now);
        }
    }

    /// <summary>Holds what is known of a step against how it stands: what is new begins now, what is over is forgotten.</summary>
    private void Look(RunState state, StepProgress step, Moment now)
    {
        _isStale = true;
        var known = _ofSteps.GetValueOrDefault(step.Node.Index, []);
        ImmutableArray<Occurrence> stands =
        [
            .. Matters(state, step).Select(matter => known.FirstOrDefault(old => old.Occasion == matter.Occasion && old.Gate == matter.Gate)
                ?? new Occurrence(matter.Occasion, step.Step.Id, matter.Gate, now.At, now.Sequence, Lasts: true)),
        ];
        if (stands.IsEmpty)
        {
            _ofSteps.Remove(step.Node.Index);
        }
        else
        {
            _ofSteps[step.Node.Index] = stands;
        }
    }

    private static List<(Occasion Occasion, GateId? Gate)> Matters(RunState state, StepProgress step)
    {
        var matters = new List<(Occasion, GateId?)>();
        foreach (var gate in step.CurrentGates)
        {
            if (gate is { State: GateState.Open, Asked: not null })
            {
                matters.Add((Occasion.Waiting, gate.Plan.Id));
            }
        }

        if (step is { State: StepState.InDoubt, ReconcileUntil: null, Settled: null, SkipRequested: null, Node.Section: Planning.PlanSection.Main })
        {
            matters.Add((Occasion.Waiting, null));
        }

        if (IsFailure(state, step))
        {
            matters.Add((Occasion.Failure, null));
        }

        return matters;
    }

    /// <summary>Whether a step's end is a failure of the run: nothing tolerates it, and it is not merely that of a child.</summary>
    private static bool IsFailure(RunState state, StepProgress step)
    {
        if (step.State is not (StepState.Failed or StepState.Partial) || step.IsTolerated || step.Reason == FailureReasons.ChildFailed)
        {
            return false;
        }

        for (var group = state.Steps[step.Node.Parent]; group.Node.Step is { } plan; group = state.Steps[group.Node.Parent])
        {
            if (plan.OnFailure == OnFailure.Continue)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Wants(Notification notification, Occasion occasion) => notification.On.Contains(Words.Of(occasion));

    /// <summary>Something that is to be told as long as it stands.</summary>
    private sealed record Occurrence(Occasion Occasion, StepId? Step, GateId? Gate, DateTimeOffset Since, long? Entry, bool Lasts);

    /// <param name="Failures">How often in a row it was not delivered.</param>
    private readonly record struct Told(DateTimeOffset At, int Count, int Failures);
}
