using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>Starts and stops the effects that committed entries call for. Used on the loop's thread alone.</summary>
internal sealed class EffectStarter : IAsyncDisposable
{
    private readonly Dictionary<StepId, List<Effect>> _ofStep = [];
    private readonly Dictionary<StepId, Effect> _watches = [];
    private readonly Dictionary<GateId, Effect> _ofGate = [];
    private readonly List<Effect> _requests = [];
    private readonly RunSetup _setup;
    private readonly Func<RunState> _currentState;
    private readonly CancellationToken _abandon;
    private readonly ProbeEffects _probes;
    private readonly FailoverEffects _failovers;
    private readonly SessionTies _ties;
    private readonly ReconcileEffects _reconcile;

    /// <param name="mayStillPost">Whether the lease is fresh enough for a request to start.</param>
    /// <param name="unheard">How long what another process was about to send is waited for before it is looked for.</param>
    public EffectStarter(RunSetup setup, Func<RunState> currentState, Func<bool> mayStillPost, TimeSpan unheard, CancellationToken abandon)
    {
        (_setup, _currentState, _abandon) = (setup, currentState, abandon);
        _probes = new ProbeEffects(setup);
        _failovers = new FailoverEffects(setup, mayStillPost);
        _ties = SessionTies.Of(currentState());
        _reconcile = new ReconcileEffects(setup.Managers, setup.RunClock, setup.HostClock, _ties, unheard);
    }

    private RunState State => _currentState();

    /// <summary>Does what an entry calls for, now that it is durable.</summary>
    public void Follow(RunEvent runEvent)
    {
        _ties.Follow(runEvent);
        switch (runEvent)
        {
            case GateStarted started:
                StartGate(started);
                break;
            case PersonAsked asked:
                AnswerInScenario(asked, Gate(asked).Plan);
                break;
            case ActionStarted started:
                StartAction(started);
                break;
            case RecheckStarted recheck:
                StartRecheck(recheck);
                break;
            case RecheckEnded { Sessions: [_] } ended:
                StopAll(ended.Step);
                Watch(State[ended.Step], task: null, logon: 0);
                break;
            case FailoverRequested requested:
                // Leaving a run ends its effects, but not a request that is out: its answer is still heard.
                _requests.RemoveAll(request => request.Work.IsCompleted);
                _requests.Add(Start(requested.Step, (sink, token) => _failovers.RequestAsync(requested, sink, token), CancellationToken.None));
                break;
            case FailoverReplyLost lost:
                ReadBack(State[lost.Step]);
                break;
            case DoubtResolved resolved:
                StopAll(resolved.Step);
                Watch(State[resolved.Step], task: null, logon: 0);
                break;
            case ReconcileEnded ended:
                StopAll(ended.Step);
                break;
            case TaskAccepted accepted:
                StopAll(accepted.Step);
                Watch(State[accepted.Step], accepted.Task, accepted.Logon);
                break;
            case RetryRequested or SkipRequested or StepSettled:
                // What was still followed, or read back, is decided by a person now.
                StopAll(((StepEvent)runEvent).Step);
                Unwatch(((StepEvent)runEvent).Step);
                break;
            case StepEnded { StillRunning: true } ended:
                StopAll(ended.Step);
                break;
            case StepEnded or StepSkipped or StepWithdrawn or ActionSucceeded or ActionFailed or ActionInDoubt or LateResult:
                StopAll(((StepEvent)runEvent).Step);
                Unwatch(((StepEvent)runEvent).Step);
                break;
            default:
                break;
        }
    }

    /// <summary>Takes up what an earlier process left: probes go on, accepted failovers are followed again.</summary>
    /// <returns>What has to be recorded of the interruption.</returns>
    public IEnumerable<RunEvent> TakeUp()
    {
        var decisions = new List<RunEvent>();
        foreach (var step in State.Steps.Take(State.Graph.StepCount).Where(step => step.IsActive || step.StillRunning))
        {
            switch (step.State)
            {
                case StepState.Requesting:
                    var lost = OutsideText.From("drrun stopped between the request and its answer");
                    decisions.Add(new FailoverReplyLost(step.Step.Id, step.Failover!.Request.Operation, lost));
                    break;
                case StepState.AwaitingTask or StepState.AwaitingSession or StepState.Failed:
                    Watch(step, task: null, logon: 0);
                    break;
                case StepState.InDoubt:
                    ReadBack(step);
                    break;
                case StepState.Running when step.Step.Action is CommandAction or HttpAction:
                    decisions.Add(step.Step.Repeatable
                        ? Again(step)
                        : new ActionInDoubt(step.Step.Id, OutsideText.From("drrun stopped while it ran")));
                    break;
                case StepState.Requiring when step.Recheck == Recheck.Running:
                    StartRecheck(new RecheckStarted(step.Step.Id, step.Attempt));
                    break;
                default:
                    ReopenGates(step);
                    break;
            }
        }

        return decisions;
    }

    /// <summary>Waits, no longer than this, for the answers to failover requests that are under way: an answer not heard is a doubt.</summary>
    public Task HearAnswersAsync(TimeSpan patience) => Task.WhenAny(
        Task.WhenAll(_requests.Select(request => request.Work)),
        Task.Delay(patience, _setup.HostClock, CancellationToken.None));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var step in _watches.Keys.ToList())
        {
            Unwatch(step);
        }

        var effects = _ofStep.Values.SelectMany(effects => effects).ToList();
        effects.ForEach(effect => effect.Stop());
        await Task.WhenAll(effects.Select(effect => effect.Work));
        effects.ForEach(effect => effect.Dispose());
    }

    /// <summary>What may run again does so in what is left of its time.</summary>
    private RunEvent Again(StepProgress step) => step.Deadline <= _setup.RunClock.GetUtcNow()
        ? new ActionFailed(step.Step.Id, FailureReasons.TimedOut, OutsideText.From("its time was up before drrun went on"), MayRetry: false, [])
        : new ActionStarted(step.Step.Id, step.Attempt, step.Deadline);

    private void ReopenGates(StepProgress step)
    {
        foreach (var gate in step.CurrentGates)
        {
            if (gate.State != GateState.Open)
            {
                continue;
            }

            if (gate.Asked is { } asked)
            {
                AnswerInScenario(asked, gate.Plan);
            }
            else
            {
                StartGate(new GateStarted(step.Step.Id, gate.Plan.Id, gate.Deadline, gate.PassesAt));
            }
        }
    }

    /// <summary>The people of a rehearsal answer by themselves.</summary>
    private void AnswerInScenario(PersonAsked asked, PlanGate gate)
    {
        if (_setup.People is { } people)
        {
            Start(asked.Step, (sink, token) => people.AnswerAsync(asked, gate, State.Graph.Plan, sink, token));
        }
    }

    private void StartGate(GateStarted started)
    {
        var step = State[started.Step];
        var gate = Gate(started).Plan;
        var values = StepValues.Of(State, step, _setup.Secrets);
        Func<IFactSink, CancellationToken, Task>? work = gate.Gate switch
        {
            WindowGate { Otherwise.Ask: { } ask } when started.Deadline is { } closes =>
                (sink, token) => _probes.AskLaterAsync(started.Step, gate, values, closes, ask, sink, token),
            WaitGate or WindowGate => null,
            ApprovalGate or ManualGate => (sink, _) =>
            {
                _probes.Ask(started.Step, gate, values, started.Deadline, sink);
                return Task.CompletedTask;
            }
            ,
            _ => (sink, token) => _probes.TryAsync(started.Step, gate, values, started.Deadline, sink, token),
        };
        if (_ofGate.Remove(started.Gate, out var before))
        {
            before.Stop();
        }

        if (work is not null)
        {
            _ofGate[started.Gate] = Start(started.Step, work);
        }
    }

    private void StartAction(ActionStarted started)
    {
        var step = State[started.Step];
        if (step.Step.Action is CommandAction or HttpAction)
        {
            var values = StepValues.Of(State, step, _setup.Secrets);
            Start(started.Step, (sink, token) => _probes.ActAsync(step.Step, started.Attempt, values, started.Deadline, sink, token));
        }
    }

    /// <summary>Only a lost reply is read back. A command's effect, or a session that stopped without a result, is for a person to settle.</summary>
    private void ReadBack(StepProgress step)
    {
        if (step is { ReconcileUntil: { } until, Failover: { } request, Step.Point: { } point })
        {
            var reconcileFor = State.Managers[request.Request.Manager].ReconcileFor;
            Start(step.Step.Id, (sink, token) => _reconcile.ReadBackAsync(request, point, reconcileFor, until, sink, token));
        }
    }

    private void StartRecheck(RecheckStarted recheck)
    {
        var step = State[recheck.Step];
        if (step is { Failover: { } last, ActionAt: { } first, Step.Point: { } point })
        {
            var reconcileFor = State.Managers[last.Request.Manager].ReconcileFor;
            Start(recheck.Step, (sink, token) => _reconcile.RecheckAsync(recheck, last, first.At, point, reconcileFor, sink, token));
        }
    }

    private GateProgress Gate(GateEvent gateEvent) => State[gateEvent.Step].Gates.First(gate => gate.Plan.Id == gateEvent.Gate);

    private Effect Start(StepId step, Func<IFactSink, CancellationToken, Task> work) => Start(step, work, _abandon);

    private Effect Start(StepId step, Func<IFactSink, CancellationToken, Task> work, CancellationToken over)
    {
        var effects = _ofStep.TryGetValue(step, out var known) ? known : _ofStep[step] = [];
        foreach (var ended in effects.Where(effect => effect.Work.IsCompleted).ToList())
        {
            effects.Remove(ended);
            ended.Dispose();
        }

        var effect = new Effect(_setup.Facts, over);
        effects.Add(effect);
        return effect.Start(work);
    }

    private void StopAll(StepId step)
    {
        foreach (var effect in _ofStep.GetValueOrDefault(step, []))
        {
            effect.Stop();
        }
    }

    private void Watch(StepProgress step, string? task, int logon)
    {
        var track = step.Failover!;
        if (!_setup.Managers.TryGetValue(track.Request.Manager, out var manager) || step.Step.Point is not { } point)
        {
            return;
        }

        Unwatch(step.Step.Id);
        var listener = new Effect(_setup.Facts, _abandon);
        _watches[step.Step.Id] = listener;
        manager.Watch(new FailoverWatch(step.Step.Id, task, logon, track.SessionUid, point, track.SessionsFrom, listener) { EarlierSessions = EarlierSessions(step, track) });
    }

    private ImmutableHashSet<string> EarlierSessions(StepProgress step, FailoverTrack track) => step.Attempt == 1
        ? []
        : [.. State.SessionOwners.Where(owner => owner.Value == step.Step.Id && owner.Key != track.SessionUid && !track.Sessions.ContainsKey(owner.Key)).Select(owner => owner.Key)];

    private void Unwatch(StepId step)
    {
        if (_watches.Remove(step, out var listener))
        {
            listener.Stop();
            listener.Dispose();
            if (_setup.Managers.TryGetValue(State[step].Failover!.Request.Manager, out var manager))
            {
                manager.Unwatch(step);
            }
        }
    }
}
