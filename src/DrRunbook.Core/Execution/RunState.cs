using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>A run as its journal tells it. <see cref="Apply"/> is the only way to change it; live run, resume, replay and verification all use it.</summary>
public sealed partial class RunState
{
    private readonly RunTimeline _timeline = new();
    private readonly Dictionary<ManagerName, ManagerProgress> _managers;
    private readonly SortedSet<int> _active = [];
    private readonly Dictionary<string, StepId> _sessionOwners = new(StringComparer.Ordinal);

    /// <summary>A run before its first entry.</summary>
    public RunState(PlanGraph graph)
    {
        Graph = graph;
        Agenda = new Agenda(graph);
        Notices = new NoticeBook(graph.Plan.Notify);
        Steps = [.. graph.Nodes.Select(node => new StepProgress(node))];
        _managers = graph.Plan.Managers.ToDictionary(manager => manager.Name, manager => new ManagerProgress(manager));
        foreach (var node in graph.Nodes)
        {
            foreach (var child in node.Children)
            {
                if (graph.Nodes[child].Predecessors.IsEmpty)
                {
                    Steps[node.Index].Ready.Add(child);
                }
            }
        }
    }

    /// <summary>The plan as a graph.</summary>
    public PlanGraph Graph { get; }

    /// <summary>Every step by its number, then the roots of the three lists.</summary>
    public ImmutableArray<StepProgress> Steps { get; }

    /// <summary>The managers of the plan.</summary>
    public IReadOnlyDictionary<ManagerName, ManagerProgress> Managers => _managers;

    /// <summary>Where the run stands.</summary>
    public RunPhase Phase { get; private set; } = RunPhase.Running;

    /// <summary>The first entry, or null before it.</summary>
    public RunStarted? Start { get; private set; }

    /// <summary>When the run started.</summary>
    public Moment StartedAt { get; private set; }

    /// <summary>When the run was last taken up.</summary>
    public Moment TakenUpAt { get; private set; }

    /// <summary>Whether whoever drives the run leaves instead of waiting for people.</summary>
    public bool LeavesPeople { get; private set; }

    /// <summary>The last entry's moment.</summary>
    public Moment LastAt { get; private set; }

    /// <summary>How many entries have been applied.</summary>
    public long Length { get; private set; }

    /// <summary>How long nobody drove the run.</summary>
    public TimeSpan Away => _timeline.Away;

    /// <summary>The outcome, once it is fixed; else null.</summary>
    public RunOutcome? Outcome { get; private set; }

    /// <summary>When the outcome was fixed.</summary>
    public Moment? OutcomeAt { get; private set; }

    /// <summary>Whether an operator closed the run before its end.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The first failure that nothing tolerates, or null.</summary>
    public StepId? FirstFailure { get; private set; }

    /// <summary>The vApps whose undo is owed, each with the moment of the first intent.</summary>
    public ImmutableSortedDictionary<string, Moment> OwedUndos { get; private set; } = ImmutableSortedDictionary.Create<string, Moment>(StringComparer.Ordinal);

    /// <summary>Deviations that no step's end tells.</summary>
    public ImmutableArray<Finding> Noted { get; private set; } = [];

    /// <summary>What people put on record.</summary>
    public RunRecords Records { get; private set; } = RunRecords.None;

    /// <summary>Who is to be told of what, and what was told.</summary>
    public NoticeBook Notices { get; }

    /// <summary>Numbers of the steps that have begun and not ended, groups included.</summary>
    public IReadOnlySet<int> Active => _active;

    /// <summary>The step that each known restore session belongs to, by the session's UID; those of earlier attempts too.</summary>
    public IReadOnlyDictionary<string, StepId> SessionOwners => _sessionOwners;

    /// <summary>How the run stands in one word.</summary>
    public RunOutcome Standing => Phase switch
    {
        RunPhase.Halted => RunOutcome.Halted,
        RunPhase.InDoubt => RunOutcome.InDoubt,
        RunPhase.Waiting => RunOutcome.Waiting,
        RunPhase.Succeeded => RunOutcome.Succeeded,
        RunPhase.SucceededWithFindings => RunOutcome.SucceededWithFindings,
        RunPhase.Failed => RunOutcome.Failed,
        _ => RunOutcome.Running,
    };

    internal Agenda Agenda { get; }

    /// <summary>The step of this id.</summary>
    /// <exception cref="ArgumentException">The plan has no such step.</exception>
    public StepProgress this[StepId id] => Steps[Graph.IndexOf(id)];

    /// <summary>The root of a list.</summary>
    public StepProgress Root(PlanSection section) => Steps[Graph.RootOf(section)];

    /// <summary>The gate of this id, or null where the plan has none.</summary>
    public (StepProgress Step, GateProgress Gate)? FindGate(string id)
    {
        var owner = Graph.Find(new StepId(id.Split(':')[0]));
        var gate = owner is { } index ? Steps[index].Gates.FirstOrDefault(gate => gate.Plan.Id.Value == id) : null;
        return gate is null ? null : (Steps[owner!.Value], gate);
    }

    /// <summary>When something next falls due by the clock, UTC; null for never.</summary>
    public DateTimeOffset? NextDue => Agenda.NextDue;

    /// <summary>Folds a journal.</summary>
    /// <exception cref="JournalDamagedException">The entries tell no possible run of this plan.</exception>
    public static RunState Fold(PlanGraph graph, IEnumerable<JournalEntry> entries)
    {
        var state = new RunState(graph);
        foreach (var entry in entries)
        {
            state.Apply(entry);
        }

        return state;
    }

    /// <summary>The journal format that this version writes, and the only one it reads.</summary>
    public const int Format = 1;

    /// <summary>Refuses a journal of another format.</summary>
    /// <exception cref="JournalDamagedException">It is of another format.</exception>
    public static void CheckFormat(RunStarted start)
    {
        if (start.Format != Format)
        {
            throw new JournalDamagedException(JournalDiagnostics.OtherFormat(start.Format, start.ToolVersion, Format));
        }
    }

    /// <summary>Folds one entry.</summary>
    /// <exception cref="JournalDamagedException">It is not the entry that follows, or tells an illegal move.</exception>
    public void Apply(JournalEntry entry)
    {
        if (entry.Sequence != Length + 1)
        {
            throw new JournalDamagedException(JournalDiagnostics.OutOfOrder(Length + 1, entry.Sequence));
        }

        if (entry.Event is RunStarted started)
        {
            CheckFormat(started);
        }

        var now = _timeline.Next(entry);
        try
        {
            Fold(entry.Event, now);
            Notices.Follow(entry.Event, this, now);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw new JournalDamagedException(JournalDiagnostics.ImpossibleMove(entry.Sequence, exception.Message), exception);
        }

        Length = entry.Sequence;
        LastAt = now;
        Agenda.TouchRun();
    }

    private void Fold(RunEvent runEvent, Moment now)
    {
        if (runEvent is RunStarted != (Start is null))
        {
            throw new InvalidOperationException("the first entry, and no other, starts a run");
        }

        switch (runEvent)
        {
            case RunStarted started:
                Start = started;
                StartedAt = now;
                Root(PlanSection.Main).IsOpen = true;
                Agenda.TouchAll();
                break;
            case RunTakenUp taken:
                Move(RunTrigger.TakenUp);
                TakenUpAt = now;
                LeavesPeople = taken.NoWait;
                Agenda.TouchAll();
                foreach (var step in _active)
                {
                    Agenda.At(now.At + Scheduler.ResumeGrace, step);
                    if (Steps[step] is { State: StepState.InDoubt, Failover: { Lost: not null, Found: null }, Settled: null, SkipRequested: null })
                    {
                        Reconcile(Steps[step], now);
                    }
                }

                break;
            case ManagerReached reached:
                var manager = _managers[reached.Manager];
                manager.LostAt = null;
                manager.ClockOffset = reached.ClockOffsetMs is { } offset ? TimeSpan.FromMilliseconds(offset) : manager.ClockOffset;
                break;
            case ManagerLost lost:
                _managers[lost.Manager].LostAt ??= now;
                break;
            case HaltRequested:
                Move(RunTrigger.HaltRequested);
                Agenda.TouchAll();
                break;
            case OutcomeFixed fixedOutcome:
                Move(RunTrigger.OutcomeFixed);
                Outcome = fixedOutcome.Outcome;
                OutcomeAt = now;
                Open(fixedOutcome.FailedStep is null ? PlanSection.Finally : PlanSection.AfterFailure);
                break;
            case RunPaused paused:
                Move(paused.Outcome switch
                {
                    RunOutcome.Halted => RunTrigger.PausedHalted,
                    RunOutcome.InDoubt => RunTrigger.PausedInDoubt,
                    _ => RunTrigger.PausedWaiting,
                });
                break;
            case RunClosed:
                IsClosed = true;
                break;
            case RunEnded ended:
                Move(ended.Outcome switch
                {
                    RunOutcome.Succeeded => RunTrigger.EndedWell,
                    RunOutcome.SucceededWithFindings => RunTrigger.EndedWithFindings,
                    _ => RunTrigger.EndedBadly,
                });
                break;
            case RunReopened:
                ReopenRun();
                break;
            case StepEvent stepEvent:
                FoldStep(this[stepEvent.Step], stepEvent, now);
                break;
            case FindingNoted noted:
                Note(noted.Kind, noted.Step, noted.Detail);
                break;
            case RecordEvent record:
                Records = Records.With(record, now, Graph.Plan);
                break;
            case NotificationEvent told:
                if (Notices.Take(told, now))
                {
                    Note("notification-failed", told.Step, told.Undelivered());
                }
                else if (told is NotificationSent && Notices.FirstUndelivered(told) is { } first)
                {
                    var late = Noted.FirstOrDefault(finding => finding.Kind == "notification-failed" && finding.Step == first.Step && finding.Text == first.Undelivered());
                    Noted = late is null ? Noted : Noted.Replace(late, late with { Text = first.DeliveredLate() });
                }

                break;
            case LogonRenewed or CommandRefused:
                break;
            default:
                throw new InvalidOperationException($"unknown event {runEvent.GetType().Name}");
        }
    }

    private void Note(string kind, StepId? step, OutsideText detail) => Noted = Noted.Add(new Finding(FindingSeverity.Minor, kind, step, detail));

    private void Move(RunTrigger trigger) => Phase = RunLifecycle.Next(Phase, trigger);

    /// <summary>Opens a list; one without steps, or whose steps have run, gives way to the next.</summary>
    private void Open(PlanSection section)
    {
        var root = Root(section);
        root.IsOpen = true;
        Agenda.Touch(root.Node.Index);
        if (section == PlanSection.AfterFailure && root.ActiveChildren == 0 && root.PendingChildren == 0)
        {
            Open(PlanSection.Finally);
        }
    }

    /// <summary>After the last step of <c>afterFailure</c> comes <c>finally</c>.</summary>
    private void OpenNextList(StepProgress ended)
    {
        var root = Root(PlanSection.AfterFailure);
        if (ended.Node.Parent == root.Node.Index && root.ActiveChildren == 0 && root.PendingChildren == 0)
        {
            Open(PlanSection.Finally);
        }
    }
}
