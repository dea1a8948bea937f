using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Yaml;

namespace DrRunbook.Cli.Composition;

/// <summary>A runbook compiled for one mode, or a frozen plan, before any manager is asked.</summary>
/// <param name="Plan">The plan: without restore points, or with those that were frozen.</param>
/// <param name="Root">The folder that its paths stay below, a full path.</param>
/// <param name="Sources">The runbook's files.</param>
/// <param name="Whole">The file that the operator named.</param>
internal sealed record PreparedRunbook(Plan Plan, string Root, ImmutableArray<Blob> Sources, SourceSpan Whole)
{
    private readonly Dictionary<StepId, SourceSpan> _steps = [];
    private readonly Dictionary<ManagerName, SourceSpan> _managers = [];

    private PreparedRunbook(Runbook runbook, Plan plan)
        : this(plan, runbook.Root, [.. runbook.Sources.Select(source => Blob.Of(source.Content.AsMemory()))], runbook.At)
    {
        _steps = Places(runbook.Steps.Concat(runbook.AfterFailure).Concat(runbook.Finally));
        _managers = runbook.EnterpriseManagers.ToDictionary(manager => manager.Name, manager => manager.At);
    }

    /// <summary>The digest of the frozen plan that the operator named; null for a runbook.</summary>
    public string? FrozenDigest { get; init; }

    /// <summary>Reads and compiles a runbook; what is wrong is said on standard error.</summary>
    /// <returns>Null where it is in error.</returns>
    public static PreparedRunbook? Load(Invocation invocation, string file, RunMode mode, IReadOnlyDictionary<string, string> inputs, string? root) =>
        Load(invocation, new LoadRequest(file) { Inputs = inputs, Root = root }, mode);

    /// <summary>Reads and compiles a runbook from wherever its files lie; what is wrong is said on standard error.</summary>
    /// <returns>Null where it is in error.</returns>
    public static PreparedRunbook? Load(Invocation invocation, LoadRequest request, RunMode mode)
    {
        var loaded = RunbookLoader.Load(request);
        Say(invocation, loaded.Diagnostics);
        if (loaded.Runbook is not { } runbook)
        {
            return null;
        }

        if (loaded.OnlyServesUses)
        {
            invocation.Refuse($"'{request.Shown ?? request.Path}' states no enterpriseManagers: it serves 'uses' alone and cannot run by itself");
            return null;
        }

        var compiled = PlanCompiler.Compile(runbook, mode, invocation.Context.HostClock.GetUtcNow());
        Say(invocation, compiled.Diagnostics);
        if (compiled.Plan is not { } plan)
        {
            return null;
        }

        var prepared = new PreparedRunbook(runbook, plan);
        var (pinned, diagnostics) = PlanFiles.Pin(plan, runbook, prepared.At, request.Files);
        Say(invocation, diagnostics);
        return diagnostics.IsEmpty ? prepared with { Plan = pinned } : null;
    }

    /// <summary>Reads and compiles a runbook that is only compared with; errors alone are said, and programs may be missing.</summary>
    /// <returns>Null where it is in error.</returns>
    public static PreparedRunbook? LoadToCompare(Invocation invocation, LoadRequest request, RunMode mode)
    {
        var loaded = RunbookLoader.Load(request);
        var compiled = loaded.Runbook is { } read ? PlanCompiler.Compile(read, mode, invocation.Context.HostClock.GetUtcNow()) : null;
        Say(invocation, loaded.Diagnostics.Concat(compiled?.Diagnostics ?? []).Where(one => one.Severity == Severity.Error));
        if (loaded.Runbook is not { } runbook || compiled?.Plan is not { } plan)
        {
            return null;
        }

        var prepared = new PreparedRunbook(runbook, plan);
        return prepared with { Plan = PlanFiles.Pin(plan, runbook, prepared.At, request.Files).Plan };
    }

    /// <summary>Where a step stands.</summary>
    public SourceSpan At(StepId step) => _steps.GetValueOrDefault(step, Whole);

    /// <summary>Where a manager is defined.</summary>
    public SourceSpan At(ManagerName manager) => _managers.GetValueOrDefault(manager, Whole);

    /// <summary>Prints diagnostics on standard error.</summary>
    public static void Say(Invocation invocation, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            invocation.Error.WriteLine(Face.DiagnosticText.Of(diagnostic));
        }
    }

    private static Dictionary<StepId, SourceSpan> Places(IEnumerable<Step> steps)
    {
        var places = new Dictionary<StepId, SourceSpan>();
        var open = new Stack<Step>(steps);
        while (open.TryPop(out var step))
        {
            places[step.Id] = step.At;
            var children = step.Action switch
            {
                ParallelAction parallel => parallel.Steps,
                SequenceAction sequence => sequence.Steps,
                _ => [],
            };
            foreach (var child in children)
            {
                open.Push(child);
            }
        }

        return places;
    }
}
