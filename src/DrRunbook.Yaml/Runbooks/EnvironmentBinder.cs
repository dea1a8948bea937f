using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>environment</c>: the only variables that <c>${env.X}</c> may read.</summary>
internal static class EnvironmentBinder
{
    public static ImmutableArray<string> Bind(MappingReader top, FileScope scope, ImmutableArray<ManagerDefinition> managers)
    {
        var credentials = managers
            .SelectMany(manager => new[] { manager.UserName, manager.Password })
            .Where(secret => secret?.Origin == SecretOrigin.Environment)
            .Select(secret => secret!.Name)
            .ToHashSet(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var name in top.Take("environment") is { } node ? scope.Values.Texts(node, "'environment'", mayBeEmpty: true) : [])
        {
            if (!Names.IsVariable(name.Value) && !name.IsPlaceholder)
            {
                scope.Report(StepDiagnostics.InvalidName(name.At, "environment variable", name.Value, "letters, digits and underscores"));
            }

            if (credentials.Contains(name.Value))
            {
                scope.Report(StepDiagnostics.VariableIsCredential(name.At, name.Value));
            }

            names.Add(name.Value);
        }

        return names.ToImmutable();
    }
}
