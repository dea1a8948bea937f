using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The managers before and after; one that has another name is held against what it was.</summary>
internal static class ManagerComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        var before = pair.Before.Managers.ToDictionary(manager => manager.Name);
        var after = pair.After.Managers.ToDictionary(manager => manager.Name);
        var renamed = pair.RenamedManagers;
        foreach (var name in before.Keys.Union(after.Keys).Except(renamed.Values).OrderBy(name => name.Value, StringComparer.Ordinal))
        {
            var was = before.GetValueOrDefault(name);
            var now = after.GetValueOrDefault(renamed.GetValueOrDefault(name, name));
            if (was is null || now is null)
            {
                yield return new PlanDifference(
                    DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, Step: null, $"manager '{name}' is {(was is null ? "new" : "gone")}", Describe(was), Describe(now));
                continue;
            }

            var changes = Changed(was, now);
            if (was.Name != now.Name)
            {
                var otherwise = changes.IsEmpty ? "" : $" and is reached or used otherwise: {changes.Names}";
                yield return new PlanDifference(
                    DifferenceKind.ManagersChanged, changes.Effect, Step: null, $"manager '{was.Name}' is called '{now.Name}' now{otherwise}", NullIfEmpty(changes.Before), NullIfEmpty(changes.After));
            }
            else if (!changes.IsEmpty)
            {
                yield return new PlanDifference(
                    DifferenceKind.ManagersChanged, changes.Effect, Step: null, $"manager '{name}' is reached or used otherwise: {changes.Names}", changes.Before, changes.After);
            }
        }
    }

    /// <summary>What using one manager in place of another does.</summary>
    /// <param name="before">Null: not in its plan.</param>
    /// <param name="after">Null: not in its plan.</param>
    public static DifferenceEffect OfUsing(PlannedManager? before, PlannedManager? after) =>
        before is not null && after is not null && Changed(before, after).Effect == DifferenceEffect.Weakens ? DifferenceEffect.Weakens : DifferenceEffect.Neutral;

    /// <summary>From the name that a manager had to the one it has: known by its address, else by the failovers that went from the one to the other.</summary>
    public static Dictionary<ManagerName, ManagerName> Renamed(PlanPair pair)
    {
        var (before, after) = (Names(pair.Before), Names(pair.After));
        var renamed = new Dictionary<ManagerName, ManagerName>();
        var gone = pair.Before.Managers.Where(manager => !after.Contains(manager.Name)).OrderBy(manager => manager.Name.Value, StringComparer.Ordinal).ToList();
        var fresh = pair.After.Managers.Where(manager => !before.Contains(manager.Name)).OrderBy(manager => manager.Name.Value, StringComparer.Ordinal).ToList();
        Pair((was, now) => was.Url.Authority == now.Url.Authority ? 1 : 0);
        var moved = pair.Both
            .Where(both => both.Before.Action is FailoverAction && both.After.Action is FailoverAction)
            .CountBy(both => (((FailoverAction)both.Before.Action).EnterpriseManager, ((FailoverAction)both.After.Action).EnterpriseManager))
            .ToDictionary();
        Pair((was, now) => moved.GetValueOrDefault((was.Name, now.Name)));
        return renamed;

        static HashSet<ManagerName> Names(Plan plan) => [.. plan.Managers.Select(manager => manager.Name)];

        void Pair(Func<PlannedManager, PlannedManager, int> alike)
        {
            foreach (var (was, now) in gone.SelectMany(was => fresh.Select(now => (was, now))).Where(both => alike(both.was, both.now) > 0).OrderByDescending(both => alike(both.was, both.now)).ToList())
            {
                if (gone.Contains(was) && fresh.Contains(now))
                {
                    renamed.Add(was.Name, now.Name);
                    gone.Remove(was);
                    fresh.Remove(now);
                }
            }
        }
    }

    /// <summary>What keeps others out, and what is asked of it: a reviewer sees all of a manager that no other is held against.</summary>
    private static string? Describe(PlannedManager? manager)
    {
        if (manager is null)
        {
            return null;
        }

        var trust = manager.Url.Scheme != Uri.UriSchemeHttps ? "without TLS"
            : manager.Thumbprint is { } pin ? $"pinned to {pin}"
            : manager.CaFile is { } authority ? $"authority {authority}"
            : "any public authority";
        return $"{manager.Url}, {trust}, {(manager.Required ? "required" : "may be away")}, reconcileFor {Duration.Format(manager.ReconcileFor ?? RunbookDefaults.ReconcileFor)}";
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Changes Changed(PlannedManager before, PlannedManager after)
    {
        var changes = new Changes();
        changes.Add("url", before.Url.ToString(), after.Url.ToString(), Effects.OfHaving(before.Url.Scheme == Uri.UriSchemeHttps, after.Url.Scheme == Uri.UriSchemeHttps));
        changes.Add("thumbprint", before.Thumbprint, after.Thumbprint, Effects.OfHaving(before.Thumbprint, after.Thumbprint));

        // Without a pin the own authority is what keeps others out.
        var isPinned = before.Thumbprint is not null || after.Thumbprint is not null;
        changes.Add("caFile", before.CaFile, after.CaFile, isPinned ? DifferenceEffect.Neutral : Effects.OfHaving(before.CaFile, after.CaFile));
        changes.Add("maxConcurrentFailovers", Number(before.MaxConcurrentFailovers), Number(after.MaxConcurrentFailovers));
        changes.Add("required", before.Required ? "true" : "false", after.Required ? "true" : "false", Effects.OfHaving(before.Required, after.Required));
        var (reconciled, reconciles) = (before.ReconcileFor ?? RunbookDefaults.ReconcileFor, after.ReconcileFor ?? RunbookDefaults.ReconcileFor);
        changes.Add("reconcileFor", Duration.Format(reconciled), Duration.Format(reconciles), Effects.OfDecline(reconciled, reconciles));
        changes.Add("username", before.UserName?.ToString(), after.UserName?.ToString());
        changes.Add("password", before.Password?.ToString(), after.Password?.ToString());
        return changes;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
