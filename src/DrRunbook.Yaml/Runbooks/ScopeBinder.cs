using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>fences</c> and <c>undoes</c>: all vApps, or some.</summary>
internal static class ScopeBinder
{
    public static VAppScope Bind(LocatedNode node, string key, FileScope scope)
    {
        if (node is not SequenceNode)
        {
            scope.Values.Choice(node, $"'{key}'", ("all", true));
            return VAppScope.All;
        }

        var vApps = scope.Values.Texts(node, $"'{key}'");
        foreach (var vApp in vApps.Where(vApp => !vApp.IsPlaceholder))
        {
            scope.Context.Steps.Refer(new VAppReference(vApp.At, key, vApp.Value));
        }

        return new VAppScope([.. vApps.Select(vApp => vApp.Value)]);
    }
}
