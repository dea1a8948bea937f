using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What a file says about itself.</summary>
internal sealed record FileHeader(
    string Name,
    string? Description,
    string? Owner,
    ImmutableSortedDictionary<string, string> Labels,
    Exercise? Exercise,
    ImmutableArray<Waiver> Waivers,
    string? Unfenced);

/// <summary>Reads what is there for people, auditors and lint.</summary>
internal static class HeaderBinder
{
    public static FileHeader Bind(MappingReader top, FileScope scope) => new(
        top.RequiredText("name")?.Value ?? "",
        top.Text("description")?.Value,
        top.Text("owner")?.Value,
        BindLabels(top.Take("labels"), scope),
        top.Mapping("exercise") is { } exercise ? BindExercise(exercise) : null,
        BindWaivers(top.Take("waive"), scope),
        top.Text("unfenced")?.Value);

    /// <summary>Labels: every scalar is text as written.</summary>
    public static ImmutableSortedDictionary<string, string> BindLabels(LocatedNode? node, FileScope scope)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (node is not null && scope.Values.Mapping(node, "'labels'") is { } mapping)
        {
            foreach (var (key, value) in mapping.Node.Entries)
            {
                labels[key.Text] = scope.Values.AsWritten(value, $"label '{key.Text}'")?.Value ?? "";
            }
        }

        return labels.ToImmutable();
    }

    /// <summary>Waivers: code to reason.</summary>
    public static ImmutableArray<Waiver> BindWaivers(LocatedNode? node, FileScope scope)
    {
        var waivers = ImmutableArray.CreateBuilder<Waiver>();
        if (node is not null && scope.Values.Mapping(node, "'waive'") is { } mapping)
        {
            foreach (var (key, value) in mapping.Node.Entries)
            {
                if (!Names.IsCode(key.Text))
                {
                    scope.Report(StepDiagnostics.InvalidWaiver(key.At, key.Text));
                }

                if (scope.Values.Text(value, $"the reason of '{key.Text}'") is { } reason)
                {
                    waivers.Add(new Waiver(key.Text, reason.Value, key.At));
                }
            }
        }

        return waivers.ToImmutable();
    }

    private static Exercise BindExercise(MappingReader exercise)
    {
        var bound = new Exercise(
            exercise.Text("type")?.Value,
            exercise.Text("scenario")?.Value,
            Lines(exercise, "criteria"),
            Lines(exercise, "assumptions"),
            Lines(exercise, "participants"),
            BindExclusions(exercise));
        exercise.Done();
        return bound;
    }

    private static ImmutableArray<string> Lines(MappingReader mapping, string key) => [.. mapping.Texts(key).Select(text => text.Value)];

    private static ImmutableArray<Exclusion> BindExclusions(MappingReader exercise)
    {
        var exclusions = ImmutableArray.CreateBuilder<Exclusion>();
        foreach (var node in exercise.Items("exclusions"))
        {
            if (exercise.Values.Mapping(node, "an exclusion") is { } exclusion)
            {
                exclusions.Add(new Exclusion(exclusion.RequiredText("what")?.Value ?? "", exclusion.RequiredText("reason")?.Value ?? ""));
                exclusion.Done();
            }
        }

        return exclusions.ToImmutable();
    }
}
