using System.Globalization;
using System.Text.RegularExpressions;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Drives the scheduler and the fold against scripts in virtual time, as the run loop does against the world. Every entry goes through its journal line.</summary>
internal sealed partial class ScriptedRun
{
    private const string Id = "20261123T080000Z-abcdef";

    private readonly Dictionary<string, Queue<Script>> _scripts = [];
    private readonly PriorityQueue<(RunEvent? Cause, RunEvent Fact), (DateTimeOffset, int)> _coming = new();
    private readonly Scheduler _scheduler;
    private readonly PlanGraph _graph;
    private DateTimeOffset _segmentStart = Plans.PlannedAt;
    private int _order;
    private int _operations;

    public ScriptedRun(Plan plan, bool noWait = false, TimeSpan? outageBefore = null, string? planDigest = null)
    {
        _graph = new PlanGraph(plan);
        _scheduler = new Scheduler(() => string.Create(CultureInfo.InvariantCulture, $"op-{++_operations}"));
        State = new RunState(_graph);
        Record(new RunStarted(
            1, Id, plan.Runbook, planDigest ?? new string('a', 64), [], null, null, "1.0.0", plan.Mode, Now - (outageBefore ?? TimeSpan.Zero), outageBefore is not null, OutsideText.From("starter"), "host", null));
        Record(new RunTakenUp(OutsideText.From("starter"), "host", "1.0.0", 1, noWait));
    }

    public RunState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Plans.PlannedAt;

    public List<JournalEntry> Journal { get; } = [];

    public List<JournalLine> Lines { get; } = [];

    public Dictionary<string, string> ClaimedBy { get; } = [];

    /// <summary>Called after every entry, before the next.</summary>
    public Action<RunState, JournalEntry>? AfterEach { get; init; }

    public RunVerdict Verdict => RunVerdict.Of(State);

    /// <summary>How every step ended, in the plan's order: <c>a succeeded, b failed (timed-out), c blocked by a</c>.</summary>
    public string Ends => string.Join(", ", State.Steps.Take(_graph.StepCount).Select(step => $"{step.Step.Id} {End(step)}"));

    /// <summary>How the run stands in the words of the journal.</summary>
    public string Outcome => Kebab(State.Standing);

    public string Findings => string.Join(", ", Verdict.Findings.Select(finding => $"{finding.Kind}{(finding.Step is { } step ? $" {step}" : "")}"));

    /// <summary>Scripts a step's attempts, or a gate's tries; the last one holds for all that follow. Without one everything ends well after a minute, and people are silent.</summary>
    public ScriptedRun Script(string target, params Script[] scripts)
    {
        _scripts[target] = new Queue<Script>(scripts);
        return this;
    }

    /// <summary>Something that happens by itself, this long after the run's start.</summary>
    public ScriptedRun At(TimeSpan time, RunEvent fact)
    {
        Schedule(Plans.PlannedAt + time, null, fact);
        return this;
    }

    public ScriptedRun HaltAt(TimeSpan time) => At(time, new HaltRequested(OutsideText.From("alice"), OutsideText.From("stop")));

    public TimeSpan StartOf(string step) => State[new StepId(step)].StartedAt!.Value.SinceStart;

    public TimeSpan ActionOf(string step) => State[new StepId(step)].ActionAt!.Value.SinceStart;

    public TimeSpan EndOf(string step) => State[new StepId(step)].EndedAt!.Value.SinceStart;

    public IEnumerable<T> Events<T>(string? step = null)
        where T : RunEvent =>
        Journal.Select(entry => entry.Event).OfType<T>().Where(found => step is null || (found as StepEvent)?.Step.Value == step);

    /// <summary>Goes on until the run is over or paused, nothing is to come, or the time is up.</summary>
    public ScriptedRun Go(TimeSpan? until = null)
    {
        var end = until is { } limit ? Plans.PlannedAt + limit : DateTimeOffset.MaxValue;
        while (true)
        {
            while (_scheduler.Next(State, Now, ClaimedBy) is { } decision)
            {
                Record(decision);
                React(decision);
            }

            if (RunLifecycle.IsFinal(State.Phase) || RunLifecycle.IsPaused(State.Phase) || NextTime() is not { } next || next > end)
            {
                Now = until is not null && !RunLifecycle.IsFinal(State.Phase) && end > Now ? end : Now;
                return this;
            }

            Now = next > Now ? next : Now;
            while (_coming.TryPeek(out _, out var at) && at.Item1 <= Now)
            {
                var (cause, fact) = _coming.Dequeue();
                if (IsHeard(cause, fact))
                {
                    Record(fact);
                    React(fact);
                }
            }
        }
    }

    /// <summary>An operator's move on a step; one that takes the end of a failed run back says so first.</summary>
    public ScriptedRun Move(RunEvent move)
    {
        if (State.Phase == RunPhase.Failed)
        {
            Record(new RunReopened(OutsideText.From("alice"), OutsideText.From("mended")));
        }

        Record(move);
        return this;
    }

    /// <summary>Time goes by.</summary>
    public ScriptedRun Pass(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public ScriptedRun Retry(string step) => Move(new RetryRequested(new StepId(step), OutsideText.From("alice"), OutsideText.From("mended")));

    public ScriptedRun Skip(string step) => Move(new SkipRequested(new StepId(step), OutsideText.From("alice"), OutsideText.From("by hand")));

    public ScriptedRun SettleAsSucceeded(string step) => Move(new StepSettled(new StepId(step), Settlement.Succeeded, OutsideText.From("alice"), OutsideText.From("it is up")));

    /// <summary>Another process takes the run up from its journal. What the manager does goes on meanwhile; everything else is cut off.</summary>
    public ScriptedRun Resume(TimeSpan away)
    {
        var managers = _coming.UnorderedItems
            .Where(item => item.Element.Cause is FailoverRequested && item.Element.Fact is not (TaskAccepted or FailoverNotSent or FailoverRejected or FailoverReplyLost))
            .ToList();
        _coming.Clear();
        _coming.EnqueueRange(managers.Select(item => (item.Element, item.Priority)));
        State = Replay(Lines);
        Now += away;
        _segmentStart = Now;
        Record(new RunTakenUp(OutsideText.From("bob"), "other-host", "1.0.0", 2));
        foreach (var step in State.Active.Select(index => State.Steps[index]).ToList())
        {
            TakeUp(step);
        }

        return this;
    }

    public RunState Replay(IEnumerable<JournalLine> lines)
    {
        var reader = new JournalReader(Id);
        return RunState.Fold(_graph, lines.Select(line => reader.Read(line.Bytes.Span)).ToList());
    }

    public void Record(RunEvent happened)
    {
        var entry = new JournalEntry(Journal.Count + 1, Now, Now - _segmentStart, happened);
        Lines.Add(JournalLine.Write(Id, entry, Lines.Count == 0 ? JournalLine.NoHash : Lines[^1].Hash));
        Journal.Add(entry);
        State.Apply(entry);
        AfterEach?.Invoke(State, entry);
        Assert.True(Journal.Count < 200_000, "the run goes round in circles");
    }

    private static string End(StepProgress step) => step.State switch
    {
        StepState.Blocked => $"blocked by {string.Join("+", step.Causes)}{(step.BlockTolerated ? " (tolerated)" : "")}",
        StepState.Failed => $"failed ({step.Reason})",
        _ => Kebab(step.Outcome),
    };

    private static string Kebab<T>(T word) => WordStart().Replace(word!.ToString()!, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex WordStart();

    private DateTimeOffset? NextTime()
    {
        DateTimeOffset? fact = _coming.TryPeek(out _, out var at) ? at.Item1 : null;
        var due = State.NextDue;
        return fact is null || due < fact ? due ?? fact : fact;
    }

    private void React(RunEvent happened)
    {
        var (target, byDefault) = happened switch
        {
            RecheckStarted recheck => ($"{recheck.Step}:recheck", World.Clear),
            FailoverRequested request => (request.Step.Value, World.Well(TimeSpan.FromMinutes(1))),
            ActionStarted action when State[action.Step].Step.Action is CommandAction or HttpAction => (action.Step.Value, World.Well(TimeSpan.FromMinutes(1))),
            GateStarted gate => (gate.Gate.Value, State.FindGate(gate.Gate.Value)!.Value.Gate.WaitsForPerson ? World.Asking : World.Well(TimeSpan.FromMinutes(1))),
            _ => (null, World.Silent),
        };
        if (target is null)
        {
            return;
        }

        var script = _scripts.GetValueOrDefault(target) is { } queue ? queue.Count > 1 ? queue.Dequeue() : queue.Peek() : byDefault;
        foreach (var (after, fact) in script(happened, Now))
        {
            Schedule(Now + after, happened, fact);
        }
    }

    private void Schedule(DateTimeOffset at, RunEvent? cause, RunEvent fact) => _coming.Enqueue((cause, fact), (at, _order++));

    /// <summary>An effect that was stopped, or a failover nobody follows any more, is not heard.</summary>
    private bool IsHeard(RunEvent? cause, RunEvent fact) => cause switch
    {
        FailoverRequested request => State[request.Step] is var step && step.Failover?.Request == request
            && (fact is not (DoubtResolved or ReconcileEnded) || step.State == StepState.InDoubt) && (step.StillRunning
            || step.State is StepState.Requesting or StepState.AwaitingTask or StepState.AwaitingSession or StepState.InDoubt),
        RecheckStarted recheck => State[recheck.Step] is { State: StepState.Requiring, Recheck: Recheck.Running } step && step.Attempt == recheck.Attempt
            || (fact is SessionChanged or SessionsSettled && State[recheck.Step].State == StepState.AwaitingSession),
        ActionStarted action => State[action.Step] is { State: StepState.Running } step && step.Attempt == action.Attempt,
        GateStarted gate => State.FindGate(gate.Gate.Value) is { } found
            && found.Gate.State == GateState.Open
            && found.Step.CurrentGates.Contains(found.Gate)
            && Journal.FindLast(entry => entry.Event is GateStarted other && other.Gate == gate.Gate)!.Event == cause,
        _ => !RunLifecycle.IsFinal(State.Phase) || fact is not HaltRequested,
    };

    private void TakeUp(StepProgress step)
    {
        switch (step.State)
        {
            case StepState.Requesting:
                Record(new FailoverReplyLost(step.Step.Id, step.Failover!.Request.Operation, OutsideText.From("interrupted")));
                break;
            case StepState.Requiring when step.Recheck == Recheck.Running:
                React(new RecheckStarted(step.Step.Id, step.Attempt));
                break;
            case StepState.Running when step.Step.Action is CommandAction:
                Record(new ActionInDoubt(step.Step.Id, OutsideText.From("interrupted")));
                break;
            default:
                foreach (var gate in step.CurrentGates.ToArray().Where(gate => gate.State == GateState.Open))
                {
                    React(Journal.FindLast(entry => entry.Event is GateStarted other && other.Gate == gate.Plan.Id)!.Event);
                }

                break;
        }
    }
}
