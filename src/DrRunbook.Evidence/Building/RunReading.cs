using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Building;

/// <summary>A journal entry on the run's one line of time.</summary>
internal sealed record Happening(Moment When, RunEvent Event);

/// <summary>A stretch of that line.</summary>
internal readonly record struct Stretch(TimeSpan From, TimeSpan To);

/// <summary>A run's journal, folded and sorted by what it is about.</summary>
internal sealed class RunReading
{
    private readonly Dictionary<StepId, List<Happening>> _ofSteps = [];
    private readonly List<Happening> _ofRun = [];
    private readonly List<Stretch> _away = [];
    private readonly List<(string VApp, Moment Since, Happening By)> _undone = [];

    private RunReading(Plan plan)
    {
        Plan = plan;
        State = new RunState(new PlanGraph(plan));
    }

    public Plan Plan { get; }

    public RunState State { get; }

    public RunStarted Start => State.Start!;

    /// <summary>SHA-256 of the last journal line.</summary>
    public string Head { get; private set; } = JournalLine.NoHash;

    /// <summary>Entries about no step.</summary>
    public IReadOnlyList<Happening> OfRun => _ofRun;

    /// <summary>When nobody drove the run.</summary>
    public IReadOnlyList<Stretch> Away => _away;

    /// <summary>The vApps whose undo was owed and confirmed, each with the first intent and with what confirmed it.</summary>
    public IReadOnlyList<(string VApp, Moment Since, Happening By)> Undone => _undone;

    public static RunReading Of(Plan plan, IReadOnlyList<JournalEntry> entries, RunDigests? digests)
    {
        if (entries.Count == 0 || entries[0].Event is not RunStarted start)
        {
            throw new ArgumentException("a journal begins with run-started", nameof(entries));
        }

        if ((digests?.Plan ?? PlanJson.Digest(PlanJson.Write(plan))) != start.PlanDigest)
        {
            throw new ArgumentException($"run {start.Run} executed the plan {start.PlanDigest}, which is not this one", nameof(plan));
        }

        var reading = new RunReading(plan);
        foreach (var entry in entries)
        {
            reading.Take(entry);
        }

        reading.Head = digests?.Head ?? entries.Aggregate(JournalLine.NoHash, (head, entry) => JournalLine.Write(start.Run, entry, head).Hash);
        return reading;
    }

    /// <summary>Entries about a step, in order.</summary>
    public IReadOnlyList<Happening> Of(StepId step) => _ofSteps.TryGetValue(step, out var happenings) ? happenings : [];

    /// <summary>Every entry about a step, in order.</summary>
    public IEnumerable<Happening> OfAllSteps => _ofSteps.Values.SelectMany(happenings => happenings).OrderBy(happening => happening.When.Sequence);

    public static ReportMoment Moment(Moment moment) => new(moment.At, Milliseconds(moment.SinceStart), moment.Sequence);

    public static long Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private void Take(JournalEntry entry)
    {
        var (before, away, owed) = (State.LastAt.SinceStart, State.Away, State.OwedUndos);
        State.Apply(entry);
        var happening = new Happening(State.LastAt, entry.Event);
        if (entry.Event is UndoConfirmed or GatePassed && owed != State.OwedUndos)
        {
            _undone.AddRange(owed.Where(undo => !State.OwedUndos.ContainsKey(undo.Key)).Select(undo => (undo.Key, undo.Value, happening)));
        }

        if (entry.Event is StepEvent about)
        {
            if (!_ofSteps.TryGetValue(about.Step, out var happenings))
            {
                _ofSteps[about.Step] = happenings = [];
            }

            happenings.Add(happening);
        }
        else
        {
            _ofRun.Add(happening);
        }

        if (State.Away > away)
        {
            _away.Add(new Stretch(before, happening.When.SinceStart));
        }
    }
}
