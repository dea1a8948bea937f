using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The managers before and after, by name.</summary>
internal static class ManagerComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        var before = pair.Before.Managers.ToDictionary(manager => manager.Name);
        var after = pair.After.Managers.ToDictionary(manager => manager.Name);
        foreach (var name in before.Keys.Union(after.Keys).OrderBy(name => name.Value, StringComparer.Ordinal))
        {
            var was = before.GetValueOrDefault(name);
            var now = after.GetValueOrDefault(name);
            if (was is null || now is null)
            {
                yield return new PlanDifference(
                    DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, Step: null, $"manager '{name}' is {(was is null ? "new" : "gone")}", was?.Url.ToString(), now?.Url.ToString());
            }
            else if (Changed(was, now) is { IsEmpty: false } changes)
            {
                yield return new PlanDifference(
                    DifferenceKind.ManagersChanged, changes.Effect, Step: null, $"manager '{name}' is reached or used otherwise: {changes.Names}", changes.Before, changes.After);
            }
        }
    }

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
