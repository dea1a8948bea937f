using System.Text.RegularExpressions;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads <c>inputs</c>.</summary>
internal static class InputBinder
{
    private const int LongestPattern = 1000;

    /// <param name="values">A reader that knows no inputs yet: a declaration rests on nothing.</param>
    public static InputValues Bind(LocatedNode? node, ValueReader values)
    {
        var inputs = new InputValues();
        if (node is null || values.Mapping(node, "'inputs'") is not { } mapping)
        {
            return inputs;
        }

        foreach (var (key, value) in mapping.Node.Entries)
        {
            if (!Names.IsInput(key.Text))
            {
                values.Report(StepDiagnostics.InvalidName(key.At, "input", key.Text, "a letter followed by letters, digits, hyphens and underscores"));
            }
            else if (values.Mapping(value, $"input '{key.Text}'") is { } input)
            {
                inputs.Declare(BindOne(key, input));
            }
        }

        return inputs;
    }

    private static InputDefinition BindOne(ScalarNode key, MappingReader input)
    {
        var description = input.Text("description");
        var isRequired = input.Boolean("required");
        var byDefault = input.Take("default") is { } node ? input.Values.PlainText(node, "'default'") : null;
        var choices = input.Texts("choices");
        var pattern = BindPattern(input);
        input.Done();
        var definition = new InputDefinition(
            key.Text, key.At, description?.Value, isRequired ?? false, byDefault?.Value, [.. choices.Select(choice => choice.Value)], pattern);
        if (definition.Required == input.Has("default"))
        {
            input.Values.Report(StepDiagnostics.InputNeedsOneSource(key.At, key.Text, definition.Required));
        }
        else if (byDefault is not null && InputValues.RuleAgainst(definition, byDefault.Value) is { } rule)
        {
            input.Values.Report(StepDiagnostics.DefaultNotAllowed(byDefault.At, key.Text, byDefault.Value, rule));
        }

        return definition;
    }

    private static string? BindPattern(MappingReader input)
    {
        if (input.Text("pattern") is not { } pattern)
        {
            return null;
        }

        try
        {
            if (pattern.Value.Length > LongestPattern)
            {
                throw new ArgumentException($"it is longer than {LongestPattern} characters");
            }

            InputValues.Compile(pattern.Value);
            return pattern.Value;
        }
        catch (RegexParseException wrong)
        {
            input.Values.Report(StepDiagnostics.InvalidPattern(pattern.At, pattern.Value, $"it is no regular expression ({wrong.Error})"));
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            input.Values.Report(StepDiagnostics.InvalidPattern(
                pattern.At, pattern.Value, wrong is ArgumentException ? wrong.Message : "it needs back-tracking, or grows too large"));
        }

        return null;
    }
}
