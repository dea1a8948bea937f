using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>when</c>, which takes no references.</summary>
internal static class ConditionBinder
{
    private const string ModeKey = "mode";

    private static readonly string[] Modes = ["drill", "disaster"];

    public static Condition? Bind(LocatedNode node, FileScope scope)
    {
        var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (node is not MappingNode mapping)
        {
            return Mode(node, scope) is { } only ? new Condition(only, inputs.ToImmutable()) : null;
        }

        if (mapping.Entries.IsEmpty)
        {
            scope.Report(YamlDiagnostics.Empty(node.At, "'when'"));
        }

        RunMode? mode = null;
        foreach (var (key, value) in mapping.Entries)
        {
            if (key.Text == ModeKey)
            {
                mode = Mode(value, scope);
            }
            else if (Wanted(key, value, scope) is { } wanted)
            {
                // Inputs of a used file are the file's own: they go by the id of the step that uses it.
                inputs[scope.Prefix + key.Text] = wanted;
            }
        }

        return new Condition(mode, inputs.ToImmutable());
    }

    private static RunMode? Mode(LocatedNode node, FileScope scope)
    {
        if (scope.Values.Scalar(node, "'when'", "drill, disaster or a mapping") is not { } mode)
        {
            return null;
        }

        switch (mode.Text)
        {
            case "drill":
                return RunMode.Drill;
            case "disaster":
                return RunMode.Disaster;
            default:
                scope.Report(YamlDiagnostics.NotAChoice(node.At, "'when'", mode.Text, Modes, scope.Diagnostics.Suggest(mode.Text, Modes)));
                return null;
        }
    }

    private static string? Wanted(ScalarNode key, LocatedNode value, FileScope scope)
    {
        if (scope.Inputs.Find(key.Text) is not { } input)
        {
            var names = scope.Inputs.Names.Prepend(ModeKey);
            scope.Report(StepDiagnostics.InvalidCondition(
                key.At, $"tests '{key.Text}', which is neither 'mode' nor an input", scope.Diagnostics.Suggest(key.Text, names)));
            return null;
        }

        if (scope.Values.Scalar(value, $"'{key.Text}'", "text") is not { } wanted)
        {
            return null;
        }

        if (CoreScalar.KindOf(wanted) != CoreKind.Text)
        {
            scope.Report(YamlDiagnostics.NotText(value.At, $"'{key.Text}'", wanted.Text, wanted.Kind));
        }
        else if (input.Choices.IsEmpty)
        {
            scope.Report(StepDiagnostics.InvalidCondition(
                key.At, $"tests input '{key.Text}', which has no 'choices'", $"list under 'choices' what '{key.Text}' may be"));
        }
        else if (!input.Choices.Contains(wanted.Text))
        {
            scope.Report(StepDiagnostics.InvalidCondition(
                value.At, $"expects '{wanted.Text}' of input '{key.Text}', whose choices are {string.Join(", ", input.Choices)}",
                scope.Diagnostics.Suggest(wanted.Text, input.Choices)));
        }

        return wanted.Text;
    }
}
