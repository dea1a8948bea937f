using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads which restore point a failover uses.</summary>
internal static class RestorePointBinder
{
    public static RestorePointSelector? Bind(LocatedNode node, FileScope scope)
    {
        if (node is not MappingNode)
        {
            return scope.Values.Choice(node, "'restorePoint'", ("latest", true)) is null ? null : new LatestPoint();
        }

        var point = scope.Values.Mapping(node, "'restorePoint'")!;
        RestorePointSelector? bound = point.OneOf("id", "name", "before", "maxAge", "notNewerThan") switch
        {
            "id" => point.Text("id") is { } id ? BindId(id, scope) : null,
            "name" => point.Text("name") is { } name ? new PointByName(name.Value) : null,
            "before" => point.Time("before") is { } time ? new PointBefore(time) : null,
            "maxAge" => point.Duration("maxAge") is { } age ? new PointWithMaxAge(age) : null,
            "notNewerThan" => BindSteps(point.Take("notNewerThan")!, scope),
            _ => null,
        };
        point.Done();
        return bound;
    }

    private static PointById? BindId(LocatedText id, FileScope scope)
    {
        var guid = id.Value[(id.Value.LastIndexOf(':') + 1)..];
        var isUrn = id.Value.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);
        if (id.IsPlaceholder || (Guid.TryParseExact(guid, "D", out _) && (isUrn || guid == id.Value)))
        {
            return new PointById(id.Value);
        }

        scope.Report(StepDiagnostics.InvalidPointId(id.At, id.Value));
        return null;
    }

    private static PointNotNewerThan BindSteps(LocatedNode node, FileScope scope)
    {
        const string Key = "'notNewerThan'";
        var names = node is SequenceNode
            ? scope.Values.Texts(node, Key)
            : scope.Values.Text(node, Key) is { } one ? [one] : [];
        foreach (var name in names.Where(name => !name.IsPlaceholder))
        {
            scope.Context.Steps.Refer(new StepReference(name.At, Key, scope.Prefix, name.Value, NeedsPoint: true, NeedsMainStep: false));
        }

        return new PointNotNewerThan([.. names.Where(name => !name.IsPlaceholder).Select(name => scope.Id(name.Value))]);
    }
}
