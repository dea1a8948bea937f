using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Linting;

/// <summary>What an operator and an auditor look for in a runbook and do not find.</summary>
internal static class StatementRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        new("DR0457", NoOwner),
        new("DR0458", NobodyIsTold),
        new("DR0462", NoExercise),
    ];

    private static IEnumerable<LintFinding> NoOwner(LintContext context)
    {
        if (context.Runbook.Owner is null)
        {
            yield return LintContext.Finding(LintDiagnostics.NoOwner(context.Runbook.At));
        }
    }

    private static IEnumerable<LintFinding> NobodyIsTold(LintContext context)
    {
        if (context is { HasFailovers: true, Runbook: { Notify.IsEmpty: true, AfterFailure.IsEmpty: true } })
        {
            yield return LintContext.Finding(LintDiagnostics.NobodyIsTold(context.Runbook.At));
        }
    }

    private static IEnumerable<LintFinding> NoExercise(LintContext context)
    {
        if (context.HasFailovers && context.Runbook.Exercise is not { Criteria.IsEmpty: false })
        {
            yield return LintContext.Finding(LintDiagnostics.NoCriteria(context.Runbook.At));
        }
    }
}
