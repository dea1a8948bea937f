using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What a step is, for those that refer to it.</summary>
internal sealed record StepEntry(StepId Id, SourceSpan At, FailoverAction? Failover, bool IsAftermath);

/// <summary>A place that names a step.</summary>
/// <param name="Where">In words, such as <c>'until'</c>.</param>
/// <param name="Scope">The prefix of the file that it stands in; names are looked up below it.</param>
/// <param name="NeedsPoint">Whether the step must be a failover.</param>
internal sealed record StepReference(SourceSpan At, string Where, string Scope, string Name, bool NeedsPoint, bool NeedsMainStep);

/// <summary>A place that names a vApp in <c>fences</c> or <c>undoes</c>.</summary>
internal sealed record VAppReference(SourceSpan At, string Key, string VApp);

/// <summary>The steps found, and the references to be checked once all are known.</summary>
internal sealed class StepIndex
{
    private readonly Dictionary<StepId, StepEntry> _steps = [];
    private readonly List<StepReference> _references = [];
    private readonly List<VAppReference> _vApps = [];
    private readonly List<(StepId From, SourceSpan At, ImmutableArray<StepId> To)> _pointChains = [];

    /// <summary>How many steps were met, counting each use of a file.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a step before it is read, so that a limit holds before the work is done.</summary>
    public void CountOne() => Count++;

    /// <summary>Adds a step, or returns the one that has its id already.</summary>
    public StepEntry? Add(StepEntry step) => _steps.TryAdd(step.Id, step) ? null : _steps[step.Id];

    public void Describe(StepId id, FailoverAction failover)
    {
        if (_steps.TryGetValue(id, out var entry))
        {
            _steps[id] = entry with { Failover = failover };
        }
    }

    public void Refer(StepReference reference) => _references.Add(reference);

    public void Refer(VAppReference reference) => _vApps.Add(reference);

    public void ChainPoint(StepId from, SourceSpan at, ImmutableArray<StepId> to) => _pointChains.Add((from, at, to));

    /// <summary>Reports every reference to what does not exist.</summary>
    /// <param name="isComplete">Whether every failover is known; false in a file that only serves <c>uses</c>.</param>
    public void Check(Nodes.DiagnosticBag diagnostics, bool isComplete)
    {
        foreach (var reference in _references)
        {
            Check(reference, diagnostics);
        }

        if (isComplete)
        {
            CheckVApps(diagnostics);
        }

        CheckPointChains(diagnostics);
    }

    private void Check(StepReference reference, Nodes.DiagnosticBag diagnostics)
    {
        var found = _steps.GetValueOrDefault(new StepId(reference.Scope + reference.Name));
        if (found is null || (reference.NeedsMainStep && found.IsAftermath))
        {
            var names = _steps.Keys.Select(id => id.Value)
                .Where(id => id.StartsWith(reference.Scope, StringComparison.Ordinal))
                .Select(id => id[reference.Scope.Length..]);
            diagnostics.Add(StepDiagnostics.UnknownStep(reference.At, reference.Where, reference.Name, diagnostics.Suggest(reference.Name, names)));
        }
        else if (reference.NeedsPoint && found.Failover is null)
        {
            diagnostics.Add(StepDiagnostics.StepIsNoFailover(reference.At, reference.Where, reference.Name));
        }
    }

    private void CheckVApps(Nodes.DiagnosticBag diagnostics)
    {
        var known = _steps.Values.Where(step => step.Failover is not null).Select(step => step.Failover!.VApp).ToHashSet(StringComparer.Ordinal);
        foreach (var reference in _vApps.Where(reference => !known.Contains(reference.VApp)))
        {
            diagnostics.Add(StepDiagnostics.UnknownVApp(reference.At, reference.Key, reference.VApp, diagnostics.Suggest(reference.VApp, known)));
        }
    }

    private void CheckPointChains(Nodes.DiagnosticBag diagnostics)
    {
        var chains = _pointChains.DistinctBy(chain => chain.From).ToDictionary(chain => chain.From);
        foreach (var circle in Circles.Find(chains.Keys, id => chains.TryGetValue(id, out var chain) ? chain.To : []))
        {
            diagnostics.Add(StepDiagnostics.PointCircle(chains[circle[0]].At, [.. circle.Select(id => id.Value)]));
        }
    }
}
