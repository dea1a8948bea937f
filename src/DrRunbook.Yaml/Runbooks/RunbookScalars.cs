using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>A text whose references are filled in when it is used.</summary>
/// <param name="IsPlaceholder">Whether it rests on an input without a value yet: its form means nothing.</param>
internal sealed record LocatedTemplate(TextTemplate Template, SourceSpan At, bool IsPlaceholder);

/// <summary>Replaces <c>${inputs.x}</c> in a runbook's scalars, part by part: what a value says is never read again.</summary>
/// <param name="inputs">Null where not even inputs are known, as inside <c>inputs</c> itself.</param>
internal sealed class RunbookScalars(LoadContext context, InputValues? inputs, string prefix) : IScalarResolver
{
    private const string RuntimePlaces = "'run', 'env', 'url', 'headers', 'body', 'instruction' and 'prompt'";

    private static readonly string[] RuntimeNames = ["run.id", "run.mode", "run.outcome", "run.elapsed", "failure.step", "failure.reason"];

    /// <inheritdoc />
    public ResolvedScalar? Resolve(ScalarNode scalar)
    {
        if (!ReferenceText.HasReference(scalar.Text))
        {
            return new ResolvedScalar(scalar.Text, IsSubstituted: false, IsPlaceholder: false);
        }

        if (Replace(scalar, allowRuntime: false) is not { } replaced)
        {
            return null;
        }

        var text = string.Concat(replaced.Parts.Select(part => part.Text));
        return new ResolvedScalar(text, IsSubstituted: true, replaced.IsPlaceholder);
    }

    /// <summary>The scalar as a template in which only what is known at the moment of use is left open.</summary>
    public LocatedTemplate? Template(ScalarNode scalar)
    {
        if (!ReferenceText.HasReference(scalar.Text))
        {
            return new LocatedTemplate(TextTemplate.Literal(scalar.Text), scalar.At, IsPlaceholder: false);
        }

        if (Replace(scalar, allowRuntime: true) is not { } replaced)
        {
            return null;
        }

        if (!TextTemplate.CanBeWritten(replaced.Parts))
        {
            context.Diagnostics.Add(StepDiagnostics.DollarBeforeReference(scalar.At, scalar.Text));
            return null;
        }

        return new LocatedTemplate(new TextTemplate([.. replaced.Parts]), scalar.At, replaced.IsPlaceholder);
    }

    private (List<TemplatePart> Parts, bool IsPlaceholder)? Replace(ScalarNode scalar, bool allowRuntime)
    {
        if (ReferenceText.Split(scalar.Text) is not { } parts)
        {
            context.Diagnostics.Add(StepDiagnostics.UnclosedReference(scalar.At, scalar.Text));
            return null;
        }

        var replaced = new List<TemplatePart>(parts.Count);
        var (isPlaceholder, isWrong) = (false, false);
        foreach (var part in parts)
        {
            if (!part.IsReference)
            {
                replaced.Add(part);
            }
            else if (part.Text.StartsWith("inputs.", StringComparison.Ordinal))
            {
                var value = InputValue(part.Text, scalar.At, ref isWrong);
                isPlaceholder |= value is null;
                replaced.Add(new TemplatePart(value ?? $"${{{part.Text}}}", IsReference: false));
            }
            else if (Runtime(part.Text, scalar.At, allowRuntime) is { } name)
            {
                replaced.Add(new TemplatePart(name, IsReference: true));
            }
            else
            {
                isWrong = true;
            }
        }

        return isWrong ? null : (replaced, isPlaceholder);
    }

    private string? InputValue(string reference, SourceSpan at, ref bool isWrong)
    {
        var name = reference["inputs.".Length..];
        if (inputs is null)
        {
            context.Diagnostics.Add(StepDiagnostics.ReferenceNotAllowedHere(at, reference, "values outside 'inputs'"));
            isWrong = true;
            return null;
        }

        if (inputs.Find(name) is null)
        {
            var suggestion = context.Diagnostics.Suggest(name, inputs.Names);
            context.Diagnostics.Add(StepDiagnostics.UnknownReference(at, reference, suggestion ?? $"declare '{name}' under 'inputs'"));
            isWrong = true;
            return null;
        }

        var value = inputs.ValueOf(name);
        if (value is not null && !context.MayReplace(value.Length))
        {
            context.Diagnostics.Add(StepDiagnostics.InputsTooLong(SourceSpan.WholeFile(context.FirstFile), LoadContext.MaxReplacedCharacters));
            isWrong = true;
            return null;
        }

        return value;
    }

    /// <summary>The name under which a reference is filled in later, or null where it is wrong.</summary>
    private string? Runtime(string reference, SourceSpan at, bool isAllowed)
    {
        var isVariable = reference.StartsWith("env.", StringComparison.Ordinal);
        var step = StepOf(reference);
        if (!isVariable && step is null && !RuntimeNames.Contains(reference))
        {
            context.Diagnostics.Add(StepDiagnostics.UnknownReference(
                at, reference, context.Diagnostics.Suggest(reference, RuntimeNames.Concat(inputs?.Names.Select(name => $"inputs.{name}") ?? []))));
            return null;
        }

        if (!isAllowed)
        {
            context.Diagnostics.Add(StepDiagnostics.ReferenceNotAllowedHere(at, reference, RuntimePlaces));
            return null;
        }

        if (isVariable)
        {
            return Variable(reference["env.".Length..], at) ? reference : null;
        }

        if (step is not { } named)
        {
            return reference;
        }

        context.Steps.Refer(new StepReference(
            at, $"'${{{reference}}}'", prefix, named.Id, NeedsPoint: named.Property == "restorePoint", NeedsMainStep: false));
        return $"steps.{prefix}{named.Id}.{named.Property}";
    }

    private bool Variable(string name, SourceSpan at)
    {
        if (context.Environment is null || context.Environment.Contains(name))
        {
            return true;
        }

        context.Diagnostics.Add(StepDiagnostics.VariableNotListed(at, name, context.Diagnostics.Suggest(name, context.Environment)));
        return false;
    }

    private static (string Id, string Property)? StepOf(string reference)
    {
        var parts = reference.Split('.');
        return parts is ["steps", { Length: > 0 } id, "restorePoint" or "outcome"] ? (id, parts[2]) : null;
    }
}
