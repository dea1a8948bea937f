namespace DrRunbook.Core.Linting;

/// <summary>A rule of lint.</summary>
/// <param name="Code">The code of every finding it makes, and the name under which it is waived.</param>
/// <param name="Check">Finds.</param>
internal sealed record LintRule(string Code, Func<LintContext, IEnumerable<LintFinding>> Check)
{
    /// <summary>A rule that looks at each plan that the runbook makes; what two plans share is found once.</summary>
    public static LintRule OfPlan(string code, Func<LintPlan, IEnumerable<LintFinding>> check) => new(code, context => context.Plans.SelectMany(check));

    /// <summary>A rule that looks at each step of all three lists, groups included.</summary>
    public static LintRule OfStep(string code, Func<LintContext, LintStep, IEnumerable<LintFinding>> check) =>
        new(code, context => context.Steps.SelectMany(step => check(context, step)));
}
