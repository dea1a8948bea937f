namespace DrRunbook.Core.Planning.Comparing;

/// <summary>The scripts, certificates and signer lists that the run depends on, by their digests. The runbook's own files are compared by what they mean.</summary>
internal static class FileComparison
{
    public static IEnumerable<PlanDifference> Compare(PlanPair pair)
    {
        var before = pair.Before.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var after = pair.After.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        foreach (var path in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var was = before.GetValueOrDefault(path);
            var now = after.GetValueOrDefault(path);
            if (was != now)
            {
                var how = was is null ? "is used now" : now is null ? "is no longer used" : "has other content";
                yield return new PlanDifference(DifferenceKind.FilesChanged, DifferenceEffect.Neutral, Step: null, $"file '{path}' {how}", Text(was), Text(now));
            }
        }
    }

    private static string? Text(string? digest) => digest is null ? null : $"sha256 {digest}";
}
