using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What keeps a step from ever beginning.</summary>
internal static class Blocking
{
    /// <summary>The most causes that a blocked step names.</summary>
    private const int MostCauses = 50;

    /// <summary>The steps whose failure blocks this one, or null where it is not blocked.</summary>
    public static StepBlocked? Of(RunState state, StepProgress step)
    {
        var parent = state.Steps[step.Node.Parent];
        if (parent.State == StepState.Blocked)
        {
            return new StepBlocked(step.Step.Id, parent.Causes, parent.BlockTolerated);
        }

        var predecessors = step.Node.Predecessors.Select(index => state.Steps[index]).ToList();
        var untolerated = predecessors.Where(before => before.IsUntoleratedEnd).ToList();
        if (untolerated.Count > 0)
        {
            return new StepBlocked(step.Step.Id, Causes(untolerated), Tolerated: false);
        }

        var tolerated = predecessors.Where(before => before.IsTolerated && step.Step.Needs.Contains(before.Step.Id)).ToList();
        return tolerated.Count > 0 && predecessors.All(before => before.IsFinal)
            ? new StepBlocked(step.Step.Id, Causes(tolerated), Tolerated: true)
            : null;
    }

    /// <summary>Names a few causes and leaves the rest to the plan: a journal line has an end.</summary>
    private static ImmutableArray<StepId> Causes(IEnumerable<StepProgress> steps) =>
        [.. steps.SelectMany(before => before.Causes).Distinct().Take(MostCauses)];
}
