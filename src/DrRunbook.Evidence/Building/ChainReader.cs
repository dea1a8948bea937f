using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Building;

/// <summary>Walks back from the step that stops the RTO clock to the run's start, each time to what let the step begin.</summary>
internal sealed class ChainReader
{
    private readonly RunReading _reading;
    private readonly IReadOnlyDictionary<StepProgress, StepReport> _reports;
    private readonly List<ChainLink> _links = [];
    private readonly List<(StepProgress? Step, PhaseSpan Span)> _spans = [];

    private ChainReader(RunReading reading, IReadOnlyDictionary<StepProgress, StepReport> reports)
    {
        _reading = reading;
        _reports = reports;
    }

    public static CriticalChain Read(RunReading reading, IReadOnlyDictionary<StepProgress, StepReport> reports)
    {
        var chain = new ChainReader(reading, reports);
        var beforeRun = RunReading.Milliseconds(reading.State.StartedAt.At - reading.Start.OutageAt);
        var last = Last(reading);
        if (last is null)
        {
            return new CriticalChain(beforeRun, 0, TimeSums.Of([], 0), [], []);
        }

        chain.Walk(last);
        return chain.Build(beforeRun, RunReading.Milliseconds(last.EndedAt!.Value.SinceStart));
    }

    /// <summary>The step that stops the clock, or as long as it has not ended well the main step that ended last.</summary>
    private static StepProgress? Last(RunReading reading) =>
        RunVerdict.Until(reading.State) is { Unlocks: true, EndedAt: not null } until
            ? until
            : reading.State.Steps
                .Where(step => step is { Node: { IsGroup: false, Section: PlanSection.Main }, StartedAt: not null, EndedAt: not null })
                .MaxBy(step => step.EndedAt!.Value.Sequence);

    private void Walk(StepProgress last)
    {
        for (var (step, ended) = (last, true); ;)
        {
            if (ended)
            {
                var (within, enters) = Ended(step);
                if (enters)
                {
                    step = within;
                    continue;
                }
            }

            if (Cause(step) is { } cause)
            {
                (step, ended) = (cause, true);
                continue;
            }

            var group = _reading.State.Steps[step.Node.Parent];
            if (group.Node.Step is null)
            {
                return;
            }

            Take(group, RunReading.Milliseconds(group.StartedAt!.Value.SinceStart), RunReading.Milliseconds(group.ActionAt!.Value.SinceStart));
            (step, ended) = (group, false);
        }
    }

    /// <summary>Takes in a step's time; of a group what follows its last child, and that child next.</summary>
    private (StepProgress Step, bool Enters) Ended(StepProgress step)
    {
        var from = RunReading.Milliseconds(step.StartedAt!.Value.SinceStart);
        var to = RunReading.Milliseconds(step.EndedAt!.Value.SinceStart);
        var child = step.Node.Children.Select(index => _reading.State.Steps[index]).Where(Ran).MaxBy(candidate => candidate.EndedAt!.Value.Sequence);
        Take(step, child is null ? from : RunReading.Milliseconds(child.EndedAt!.Value.SinceStart), to);
        return child is null ? (step, false) : (child, true);
    }

    /// <summary>What let the step begin: the last to end of those it waits for, or in a group of limited size of those whose place it may have taken.</summary>
    private StepProgress? Cause(StepProgress step)
    {
        var parent = _reading.State.Steps[step.Node.Parent];
        var candidates = parent.Node.MaxConcurrency is null ? step.Node.Predecessors : parent.Node.Children;
        return candidates
            .Select(index => _reading.State.Steps[index])
            .Where(candidate => Ran(candidate) && candidate.EndedAt!.Value.Sequence < step.StartedAt!.Value.Sequence)
            .MaxBy(candidate => candidate.EndedAt!.Value.Sequence);
    }

    private static bool Ran(StepProgress step) => step is { StartedAt: not null, EndedAt: not null };

    private void Take(StepProgress step, long from, long to)
    {
        _links.Add(new ChainLink(step.Step.Id, from, to));
        _spans.AddRange(_reports[step].Phases
            .Where(span => span.Kind is not (PhaseKind.Overhead or PhaseKind.Children) && span.ToMs > from && span.FromMs < to)
            .Select(span => ((StepProgress?)step, span with { FromMs = Math.Max(span.FromMs, from), ToMs = Math.Min(span.ToMs, to) })));
    }

    private CriticalChain Build(long beforeRun, long length)
    {
        var spans = InOrder(_spans);
        spans = InOrder(spans.Concat(AwayBetween(spans, length)));
        var transitions = ImmutableArray.CreateBuilder<ChainTransition>();
        var (end, after) = (0L, default(StepProgress));
        foreach (var (step, span) in spans)
        {
            if (span.FromMs > end)
            {
                transitions.Add(new ChainTransition(after?.Step.Id, step?.Step.Id, end, span.FromMs));
            }

            (end, after) = (Math.Max(end, span.ToMs), step ?? after);
        }

        if (length > end)
        {
            transitions.Add(new ChainTransition(after?.Step.Id, null, end, length));
        }

        var links = _links.Where(link => link.ToMs > link.FromMs || !_reading.State[link.Step].Node.IsGroup).OrderBy(link => link.FromMs).ThenBy(link => link.ToMs);
        return new CriticalChain(beforeRun, length, TimeSums.Of(spans.Select(item => item.Span), length), [.. links], transitions.ToImmutable());
    }

    /// <summary>The time in which nobody drove the run, as far as no step of the chain covers it.</summary>
    private IEnumerable<(StepProgress? Step, PhaseSpan Span)> AwayBetween(List<(StepProgress? Step, PhaseSpan Span)> spans, long length)
    {
        foreach (var away in _reading.Away)
        {
            var from = RunReading.Milliseconds(away.From);
            var to = Math.Min(RunReading.Milliseconds(away.To), length);
            foreach (var (_, span) in spans.Where(item => item.Span.ToMs > from && item.Span.FromMs < to))
            {
                if (span.FromMs > from)
                {
                    yield return (null, new PhaseSpan(PhaseKind.Away, from, span.FromMs));
                }

                from = Math.Max(from, span.ToMs);
            }

            if (to > from)
            {
                yield return (null, new PhaseSpan(PhaseKind.Away, from, to));
            }
        }
    }

    private static List<(StepProgress? Step, PhaseSpan Span)> InOrder(IEnumerable<(StepProgress? Step, PhaseSpan Span)> spans) =>
        [.. spans.OrderBy(item => item.Span.FromMs).ThenBy(item => item.Span.ToMs)];
}
