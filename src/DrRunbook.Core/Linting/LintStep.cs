using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>A step of a runbook and where it stands.</summary>
/// <param name="Parent">The group it stands in, or null at the top of its list.</param>
/// <param name="Siblings">The steps of the same list, itself among them.</param>
internal sealed record LintStep(Step Step, PlanSection Section, LintStep? Parent, ImmutableArray<Step> Siblings)
{
    /// <summary>A finding about this step.</summary>
    public LintFinding Finding(Diagnostic diagnostic) => new(diagnostic, Step.Id);

    /// <summary>Its gates: before, after, or the gate it is.</summary>
    public IEnumerable<Gate> Gates => Step.Require.Concat(Step.Verify).Concat(Step.Action is GateAction gate ? [gate.Gate] : []);

    /// <summary>Whether it stands in this step, or is it.</summary>
    public bool IsIn(StepId other) => Step.Id == other || Parent?.IsIn(other) == true;

    /// <summary>The steps of a list and of the groups in it, each group before what stands in it.</summary>
    public static IEnumerable<LintStep> Of(ImmutableArray<Step> steps, PlanSection section, LintStep? parent = null)
    {
        foreach (var step in steps)
        {
            var here = new LintStep(step, section, parent, steps);
            yield return here;
            foreach (var child in Of(ChildrenOf(step), section, here))
            {
                yield return child;
            }
        }
    }

    private static ImmutableArray<Step> ChildrenOf(Step step) => step.Action switch
    {
        ParallelAction parallel => parallel.Steps,
        SequenceAction sequence => sequence.Steps,
        _ => [],
    };
}
