using System.Security.Cryptography;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning;

/// <summary>A compiled plan, or what keeps it from being one.</summary>
/// <param name="Plan">Null where a diagnostic is an error.</param>
public sealed record CompiledPlan(Plan? Plan, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Compiles a runbook to the graph that dry run, rehearsal, execution and report share.</summary>
public static class PlanCompiler
{
    /// <summary>Compiles for one mode. Restore points are filled in later, from the managers.</summary>
    /// <param name="plannedAt">UTC.</param>
    public static CompiledPlan Compile(Runbook runbook, RunMode mode, DateTimeOffset plannedAt)
    {
        var flattened = new PlanFlattener(runbook, mode).Flatten();
        var plan = new Plan
        {
            Runbook = runbook.Name,
            Description = runbook.Description,
            Owner = runbook.Owner,
            Labels = runbook.Labels,
            Mode = mode,
            Inputs = runbook.InputValues,
            PlannedAt = plannedAt.ToUniversalTime(),
            Objectives = runbook.Objectives,
            Exercise = runbook.Exercise,
            Managers = [.. runbook.EnterpriseManagers.Select(Planned)],
            Steps = flattened.Steps,
            LeftOut = flattened.LeftOut,
            Environment = runbook.Environment,
            Approvers = runbook.Approvers,
            AllowedSigners = runbook.AllowedSigners,
            Notify = runbook.Notify,
            Unfenced = runbook.Unfenced,
            Waivers = flattened.Waivers,
            Sources = [.. runbook.Sources.Select(source => new FileDigest(source.Path, Convert.ToHexStringLower(SHA256.HashData(source.Content.AsSpan()))))],
        };
        var graph = new PlanGraph(plan);
        var diagnostics = References(plan, flattened, runbook)
            .Concat(Fences(graph, flattened))
            .OrderBy(diagnostic => diagnostic.At.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.At.Line)
            .ThenBy(diagnostic => diagnostic.At.Column)
            .ToImmutableArray();
        var broken = diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
        return new CompiledPlan(broken ? null : plan, diagnostics);
    }

    private static PlannedManager Planned(ManagerDefinition manager) => new(
        manager.Name,
        manager.Url,
        manager.UserName,
        manager.Password,
        manager.CaFile,
        manager.Thumbprint,
        manager.MaxConcurrentFailovers,
        manager.Required,
        manager.ReconcileFor == RunbookDefaults.ReconcileFor ? null : manager.ReconcileFor);

    private static IEnumerable<Diagnostic> References(Plan plan, FlattenedSteps flattened, Runbook runbook)
    {
        var mode = Words.Of(plan.Mode);
        var leftOut = flattened.LeftOutIds;
        foreach (var step in plan.Steps)
        {
            var places = StepReferences.Of(step).Where(reference => leftOut.Contains(reference.Step));
            foreach (var (what, target) in places.Distinct())
            {
                yield return PlanDiagnostics.RefersToLeftOut(flattened.At[step.Id], $"{what} of step '{step.Id}'", target.Value, mode);
            }
        }

        foreach (var (what, target) in plan.Notify.SelectMany(StepReferences.Of).Where(reference => leftOut.Contains(reference.Step)).Distinct())
        {
            yield return PlanDiagnostics.RefersToLeftOut(runbook.At, $"{what} of 'notify'", target.Value, mode);
        }

        if (plan.Objectives.Until is { } until && leftOut.Contains(until))
        {
            yield return PlanDiagnostics.RefersToLeftOut(runbook.At, "'objectives.until'", until.Value, mode);
        }
    }

    private static IEnumerable<Diagnostic> Fences(PlanGraph graph, FlattenedSteps flattened)
    {
        var precedence = new Precedence(graph);
        var fences = graph.Nodes.Where(node => node.Step is { Fences: not null }).ToList();
        foreach (var node in graph.Nodes)
        {
            if (node.Step is not { Action: FailoverAction failover } step)
            {
                continue;
            }

            foreach (var fence in fences.Where(fence => fence.Step!.Fences!.Covers(failover.VApp) && !precedence.Holds(fence.Index, node.Index)))
            {
                yield return PlanDiagnostics.NotAfterFence(flattened.At[step.Id], step.Id.Value, failover.VApp, fence.Step!.Id.Value);
            }
        }
    }
}
