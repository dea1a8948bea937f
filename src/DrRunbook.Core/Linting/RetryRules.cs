using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>Failures: what is tried again although it may be half done, and what is tolerated although others need it.</summary>
internal static class RetryRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfStep("DR0443", HalfDone),
        LintRule.OfStep("DR0444", NeededAndTolerated),
    ];

    private static IEnumerable<LintFinding> HalfDone(LintContext context, LintStep step)
    {
        var mayBeHalfDone = step.Step.Action is CommandAction or HttpAction { Method: not ("GET" or "HEAD") };
        if (mayBeHalfDone && step.Step is { Repeatable: false, Retry.Attempts: > 1 })
        {
            yield return step.Finding(LintDiagnostics.RetriesWhatMayBeHalfDone(step.Step.At, step.Step.Id.Value));
        }
    }

    private static IEnumerable<LintFinding> NeededAndTolerated(LintContext context, LintStep step)
    {
        var needing = step.Siblings.Where(sibling => sibling.Needs.Contains(step.Step.Id)).Select(sibling => sibling.Id.Value).ToImmutableArray();
        if (step.Step.OnFailure == OnFailure.Continue && !needing.IsEmpty)
        {
            yield return step.Finding(LintDiagnostics.NeededAndTolerated(step.Step.At, step.Step.Id.Value, string.Join(", ", needing)));
        }
    }
}
