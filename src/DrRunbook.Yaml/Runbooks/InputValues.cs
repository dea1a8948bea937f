using System.Text.RegularExpressions;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>A value given for an input.</summary>
/// <param name="Value">Null where it rests on an input whose own value is not known yet.</param>
internal sealed record GivenInput(string? Value, SourceSpan At);

/// <summary>The inputs of one file and their values.</summary>
internal sealed class InputValues
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, InputDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _definitions.Keys;

    public IEnumerable<KeyValuePair<string, string>> Known => _values;

    public ImmutableArray<InputDefinition> Definitions => [.. _definitions.Values];

    public void Declare(InputDefinition definition) => _definitions.TryAdd(definition.Name, definition);

    public InputDefinition? Find(string name) => _definitions.GetValueOrDefault(name);

    /// <summary>The value, or null where it is not known yet.</summary>
    public string? ValueOf(string name) => _values.GetValueOrDefault(name);

    /// <summary>Takes over what is given, fills in the defaults and reports what is missing or not allowed.</summary>
    /// <param name="missingAt">Where an input's missing value is reported; null: it may be missing.</param>
    public void Fill(IReadOnlyDictionary<string, GivenInput> given, Func<InputDefinition, SourceSpan>? missingAt, DiagnosticBag diagnostics)
    {
        foreach (var (name, input) in given.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (Find(name) is not { } definition)
            {
                diagnostics.Add(StepDiagnostics.UnknownInput(input.At, name, diagnostics.Suggest(name, Names)));
            }
            else if (input.Value is { } value)
            {
                if (RuleAgainst(definition, value) is { } rule)
                {
                    diagnostics.Add(StepDiagnostics.InputNotAllowed(input.At, name, value, rule));
                }

                _values[name] = value;
            }
        }

        foreach (var definition in _definitions.Values.Where(definition => !given.ContainsKey(definition.Name)))
        {
            if (definition.Default is { } value)
            {
                _values[definition.Name] = value;
            }
            else if (missingAt is not null)
            {
                diagnostics.Add(StepDiagnostics.InputMissing(missingAt(definition), definition.Name, definition.Description));
            }
        }
    }

    /// <summary>The rule of a definition that a value breaks, in words, or null.</summary>
    public static string? RuleAgainst(InputDefinition definition, string value)
    {
        if (!definition.Choices.IsEmpty && !definition.Choices.Contains(value))
        {
            return $"is none of {string.Join(", ", definition.Choices)}";
        }

        return definition.Pattern is not { } pattern || Matches(pattern, value) ? null : $"does not match '{pattern}'";
    }

    /// <summary>The expression that a pattern stands for: anchored at both ends, and without back-tracking, so that no text makes it slow.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs back-tracking.</exception>
    public static Regex Compile(string pattern) =>
        new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);

    private static bool Matches(string pattern, string value)
    {
        try
        {
            return Compile(pattern).IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
