using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>objectives</c>.</summary>
internal static class ObjectivesBinder
{
    public static Objectives Bind(MappingReader top, FileScope scope)
    {
        if (top.Mapping("objectives") is not { } objectives)
        {
            return new Objectives(null, null, null);
        }

        var until = objectives.Text("until");
        if (until is { IsPlaceholder: false })
        {
            scope.Context.Steps.Refer(new StepReference(
                until.At, "'until'", scope.Prefix, until.Value, NeedsPoint: false, NeedsMainStep: true));
        }

        var bound = new Objectives(
            objectives.Duration("rto"), objectives.Duration("rpo"), until is { IsPlaceholder: false } ? scope.Id(until.Value) : null);
        objectives.Done();
        return bound;
    }
}
