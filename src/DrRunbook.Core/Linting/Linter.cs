using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Linting;

/// <summary>DR lint: what a valid runbook says that tends to fail when it is needed. Pure; opens nothing and starts nothing.</summary>
public static class Linter
{
    private static readonly ImmutableArray<LintRule> Rules =
    [
        .. OrderRules.All,
        .. NameRules.All,
        .. ProofRules.All,
        .. FittingPoints.All,
        .. FenceRules.All,
        .. ObjectiveRules.All,
        .. ConcurrencyRules.All,
        .. RetryRules.All,
        .. PeopleRules.All,
        .. UndoRules.All,
        .. SecretRules.All,
        .. UnusedRules.All,
        .. StatementRules.All,
    ];

    /// <summary>The codes of the rules, which a runbook may waive.</summary>
    public static ImmutableArray<string> Codes { get; } = [.. Rules.Select(rule => rule.Code).Order(StringComparer.Ordinal)];

    /// <summary>Looks a runbook over.</summary>
    /// <param name="plans">Those of its plans that compile, one a mode.</param>
    public static LintResult Check(Runbook runbook, IEnumerable<Plan> plans)
    {
        var context = new LintContext(runbook, plans);
        var findings = Rules.SelectMany(rule => rule.Check(context)).Distinct().ToList();
        var waivers = Waivers.Of(context);
        var standing = new List<Diagnostic>();
        var waived = ImmutableArray.CreateBuilder<WaivedFinding>();
        foreach (var finding in findings)
        {
            if (waivers.Take(finding) is { } waiver)
            {
                waived.Add(new WaivedFinding(finding, waiver.Reason));
            }
            else
            {
                standing.Add(finding.Diagnostic);
            }
        }

        standing.AddRange(waivers.WithoutUse());
        return new LintResult(
            [.. standing.OrderBy(one => one.At.File, StringComparer.Ordinal).ThenBy(one => one.At.Line).ThenBy(one => one.At.Column).ThenBy(one => one.Code, StringComparer.Ordinal)],
            waived.ToImmutable());
    }
}
