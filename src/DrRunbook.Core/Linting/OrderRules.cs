using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Linting;

/// <summary>The order of failovers: what is needed comes before what needs it.</summary>
internal static class OrderRules
{
    /// <summary>Fewer names than this are in alphabetical order by chance.</summary>
    private const int FewestForAlphabet = 5;

    /// <summary>So many failovers one after the other are worth a second look.</summary>
    private const int LongSequence = 8;

    public static ImmutableArray<LintRule> All { get; } =
    [
        LintRule.OfPlan("DR0420", Alphabetical),
        LintRule.OfPlan("DR0421", DirectoryLate),
        LintRule.OfPlan("DR0422", DatabaseLate),
        LintRule.OfPlan("DR0425", AllInOneSequence),
    ];

    private static IEnumerable<LintFinding> Alphabetical(LintPlan plan)
    {
        var failovers = plan.Failovers;
        if (failovers.Length >= FewestForAlphabet && IsSorted(failovers.Select(one => one.Failover.VApp)) && IsChain(plan))
        {
            yield return LintContext.Finding(LintDiagnostics.AlphabeticalOrder(
                plan[failovers[0].Step].Step.At, failovers.Length, failovers[0].Failover.VApp, failovers[^1].Failover.VApp));
        }
    }

    private static IEnumerable<LintFinding> DirectoryLate(LintPlan plan)
    {
        var directories = plan.Failovers.Where(one => one.Look.Role == VAppRole.Directory).ToList();
        var early = directories.Count == 0
            ? []
            : plan.Failovers
                .Where(one => one.Look.Role is VAppRole.Other or VAppRole.Database && !directories.Any(directory => plan.Precedes(directory.Index, one.Index)))
                .Select(one => one.Failover.VApp)
                .ToImmutableArray();
        if (!early.IsEmpty)
        {
            yield return plan[directories[0].Step].Finding(LintDiagnostics.DirectoryLate(
                plan[directories[0].Step].Step.At, directories[0].Failover.VApp, Some(early)));
        }
    }

    private static IEnumerable<LintFinding> DatabaseLate(LintPlan plan)
    {
        foreach (var database in plan.Failovers.Where(one => one.Look.Role == VAppRole.Database))
        {
            var early = plan.Failovers
                .Where(one => one.Look.Role == VAppRole.Other && one.Look.SharesServiceWith(database.Look) && plan.Precedes(one.Index, database.Index))
                .Select(one => one.Failover.VApp)
                .ToImmutableArray();
            if (!early.IsEmpty)
            {
                yield return plan[database.Step].Finding(LintDiagnostics.DatabaseLate(plan[database.Step].Step.At, database.Failover.VApp, Some(early)));
            }
        }
    }

    private static IEnumerable<LintFinding> AllInOneSequence(LintPlan plan)
    {
        if (plan.Failovers.Length >= LongSequence && IsChain(plan))
        {
            yield return LintContext.Finding(LintDiagnostics.OneLongSequence(plan[plan.Failovers[0].Step].Step.At, plan.Failovers.Length));
        }
    }

    /// <summary>Whether each failover ends before the next one in the file begins.</summary>
    private static bool IsChain(LintPlan plan) => plan.Failovers.Zip(plan.Failovers.Skip(1)).All(pair => plan.Precedes(pair.First.Index, pair.Second.Index));

    private static bool IsSorted(IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Zip(list.Skip(1)).All(pair => string.Compare(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase) < 0);
    }

    /// <summary>A message names a few and counts the rest.</summary>
    private static string Some(ImmutableArray<string> names) => names.Length <= 4
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more";
}
