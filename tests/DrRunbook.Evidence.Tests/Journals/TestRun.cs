using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Tests.Journals;

/// <summary>Writes the journal of a run: the real scheduler decides, a scripted world answers, the clock jumps from fact to fact.</summary>
internal sealed class TestRun
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 23, 4, 11, 0, TimeSpan.Zero);

    private readonly PriorityQueue<RunEvent, (DateTimeOffset At, int Order)> _facts = new();
    private readonly Queue<(TimeSpan After, string By)> _resumes = new();
    private readonly Queue<(TimeSpan After, RunEvent Move)> _reopenings = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly RunState _state;
    private DateTimeOffset _now = Begin;
    private DateTimeOffset _segment = Begin;
    private int _order;
    private int _operations;

    public TestRun(Plan plan, ScriptedWorld? world = null)
    {
        Plan = plan;
        World = world ?? new ScriptedWorld();
        _state = new RunState(new PlanGraph(plan));
    }

    public Plan Plan { get; }

    public ScriptedWorld World { get; }

    public DateTimeOffset? OutageAt { get; init; }

    public SimulationInfo? Simulation { get; init; }

    public bool NoWait { get; init; }

    public string StartedBy { get; init; } = "jonas@example.org";

    /// <summary>Something an operator does, or that happens by itself, at a time of the run.</summary>
    public TestRun At(TimeSpan sinceStart, RunEvent runEvent)
    {
        Schedule(Begin + sinceStart, runEvent);
        return this;
    }

    /// <summary>After a pause the run is taken up again.</summary>
    public TestRun ResumeAfter(TimeSpan away, string by)
    {
        _resumes.Enqueue((away, by));
        return this;
    }

    /// <summary>A failed run is reopened by an operator's move, this long after its end.</summary>
    public TestRun ReopenAfter(TimeSpan away, RunEvent move)
    {
        _reopenings.Enqueue((away, move));
        return this;
    }

    /// <summary>Lets the run go on to its end, or to where nothing more happens.</summary>
    public IReadOnlyList<JournalEntry> Write()
    {
        Record(new RunStarted(
            1,
            "20261123T041100Z-7c2f1a",
            Plan.Runbook,
            PlanJson.Digest(PlanJson.Write(Plan)),
            Plan.Sources,
            "0d1f6b7c5e5a4a0f8f0c5f6f7b8a9c0d1e2f3a4b",
            false,
            "0.1.0",
            Plan.Mode,
            OutageAt ?? Begin,
            OutageAt is not null,
            new OutsideText(StartedBy),
            "dr-host-1",
            Simulation));
        Record(new RunTakenUp(new OutsideText(StartedBy), "dr-host-1", "0.1.0", 1, NoWait));
        foreach (var manager in Plan.Managers)
        {
            Record(new ManagerReached(manager.Name, new OutsideText("13.0.1.1071"), (long)World.ClockOffset.TotalMilliseconds, manager.Thumbprint));
        }

        var scheduler = new Scheduler(() => string.Create(CultureInfo.InvariantCulture, $"op-{++_operations}"));
        while (scheduler.Next(_state, _now, ImmutableDictionary<string, string>.Empty) is var decision)
        {
            if (decision is not null)
            {
                Record(decision);
                if ((decision is RunEnded && !Reopen()) || (decision is RunPaused && !Resume()))
                {
                    break;
                }
            }
            else if (!Wait())
            {
                break;
            }
        }

        return _entries;
    }

    /// <summary>What operators append to a journal that nobody drives, each after some time since its last entry.</summary>
    public static IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEntry> entries, params (TimeSpan After, RunEvent Event)[] acts)
    {
        var last = entries[^1];
        return [.. entries, .. acts.Select((act, index) => new JournalEntry(last.Sequence + 1 + index, last.At + act.After, last.Elapsed + act.After, act.Event))];
    }

    private bool Reopen()
    {
        if (!_reopenings.TryDequeue(out var reopening))
        {
            return false;
        }

        _now += reopening.After;
        Record(new RunReopened(new OutsideText("maria@example.org"), new OutsideText("the host has memory again")));
        Record(reopening.Move);
        return Resume();
    }

    private bool Resume()
    {
        _facts.Clear();
        if (!_resumes.TryDequeue(out var resume))
        {
            return false;
        }

        _now += resume.After;
        _segment = _now;
        Record(new RunTakenUp(new OutsideText(resume.By), "dr-host-2", "0.1.0", 2));
        return true;
    }

    private bool Wait()
    {
        var due = _state.NextDue is { } next && next > _now ? next : (DateTimeOffset?)null;
        var fact = _facts.TryPeek(out _, out var at) ? at.At : (DateTimeOffset?)null;
        if ((due, fact) is (null, null))
        {
            return false;
        }

        _now = due is null || fact <= due ? fact!.Value : due.Value;
        while (_facts.TryPeek(out var happened, out var when) && when.At <= _now)
        {
            _facts.Dequeue();
            if (happened is not StepEvent about || _state[about.Step].IsActive || _state[about.Step].StillRunning)
            {
                Record(happened);
            }
        }

        return true;
    }

    private void Record(RunEvent runEvent)
    {
        var entry = new JournalEntry(_entries.Count + 1, _now, _now - _segment, runEvent);
        _state.Apply(entry);
        _entries.Add(entry);
        foreach (var (after, fact) in World.Answer(runEvent, _state, _now))
        {
            Schedule(_now + after, fact);
        }
    }

    private void Schedule(DateTimeOffset at, RunEvent fact) => _facts.Enqueue(fact, (at, _order++));
}
