using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>approvers</c>: roles and the principals in them.</summary>
internal static class PeopleBinder
{
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> Bind(MappingReader top, FileScope scope)
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        if (top.Mapping("approvers") is not { } mapping)
        {
            return roles.ToImmutable();
        }

        foreach (var (key, value) in mapping.Node.Entries)
        {
            if (!Names.IsLabel(key.Text))
            {
                scope.Report(StepDiagnostics.InvalidName(key.At, "role", key.Text, "letters, digits, dots, hyphens and underscores"));
            }

            roles[key.Text] = [.. scope.Values.Texts(value, $"role '{key.Text}'").Select(principal => principal.Value)];
        }

        return roles.ToImmutable();
    }

    /// <summary>Where a role is declared.</summary>
    public static SourceSpan PlaceOf(MappingReader top, string role) =>
        top.Mapping("approvers")?.KeyAt(role) ?? top.At;
}
