namespace DrRunbook.Core.Planning.Comparing;

/// <summary>Who may answer, and how answers are proven.</summary>
internal static class PeopleComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        foreach (var role in pair.Before.Approvers.Keys.Union(pair.After.Approvers.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var before = People(pair.Before, role);
            var after = People(pair.After, role);

            // Who joins a role may answer where they could not; a role as such gives nobody a say.
            var changes = new Changes();
            changes.AddSet("people", before, after, before.IsEmpty ? DifferenceEffect.Neutral : DifferenceEffect.Weakens, after.IsEmpty ? DifferenceEffect.Neutral : DifferenceEffect.Strengthens);
            if (!changes.IsEmpty)
            {
                var how = before.IsEmpty ? "is new" : after.IsEmpty ? "is gone" : "has other people";
                yield return new PlanDifference(DifferenceKind.PeopleChanged, changes.Effect, Step: null, $"role '{role}' {how}", changes.Before, changes.After);
            }
        }

        if (pair.Before.AllowedSigners != pair.After.AllowedSigners)
        {
            var effect = Effects.OfHaving(pair.Before.AllowedSigners, pair.After.AllowedSigners);
            var how = effect switch { DifferenceEffect.Weakens => "no longer need a signature", DifferenceEffect.Strengthens => "need a signature", _ => "are checked by another list of signers" };
            yield return new PlanDifference(DifferenceKind.PeopleChanged, effect, Step: null, $"answers {how}", pair.Before.AllowedSigners, pair.After.AllowedSigners);
        }
    }

    private static ImmutableArray<string> People(Plan plan, string role) => plan.Approvers.TryGetValue(role, out var people) ? people : [];
}
