using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads where secrets come from, and mappings that may hold some.</summary>
internal static class Secrets
{
    private const string Suffix = "From";

    /// <summary>Reads <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    public static SecretReference? Bind(LocatedText written, string key, FileScope scope)
    {
        if (written.IsPlaceholder)
        {
            return new SecretReference(SecretOrigin.Environment, "PLACEHOLDER");
        }

        if (written.Value.StartsWith("env:", StringComparison.Ordinal) && Names.IsVariable(written.Value["env:".Length..]))
        {
            return new SecretReference(SecretOrigin.Environment, written.Value["env:".Length..]);
        }

        if (written.Value.StartsWith("file:", StringComparison.Ordinal) && written.Value.Length > "file:".Length)
        {
            var located = scope.Locate(written with { Value = written.Value["file:".Length..] });
            return located is null ? null : new SecretReference(SecretOrigin.File, located.Relative);
        }

        scope.Report(StepDiagnostics.InvalidSecret(written.At, key, written.Value));
        return null;
    }

    /// <summary>Reads <c>env</c>: a key with <c>From</c> names a secret, any other is text as written.</summary>
    public static ImmutableSortedDictionary<string, ValueSource> BindVariables(LocatedNode? node, FileScope scope) =>
        Bind(node, "'env'", "environment variable", "letters, digits and underscores", Names.IsVariable, StringComparer.Ordinal, scope);

    /// <summary>Reads <c>headers</c> likewise; their names differ by more than letter case.</summary>
    public static ImmutableSortedDictionary<string, ValueSource> BindHeaders(LocatedNode? node, FileScope scope) =>
        Bind(node, "'headers'", "header", "a token of letters, digits and hyphens", Names.IsToken, StringComparer.OrdinalIgnoreCase, scope);

    private static ImmutableSortedDictionary<string, ValueSource> Bind(
        LocatedNode? node, string what, string nameKind, string nameForm, Func<string, bool> isName, StringComparer comparer, FileScope scope)
    {
        var sources = ImmutableSortedDictionary.CreateBuilder<string, ValueSource>(comparer);
        if (node is null || scope.Values.Mapping(node, what) is not { } mapping)
        {
            return sources.ToImmutable();
        }

        var places = new Dictionary<string, SourceSpan>(comparer);
        foreach (var (key, value) in mapping.Node.Entries)
        {
            var isSecret = key.Text.Length > Suffix.Length && key.Text.EndsWith(Suffix, StringComparison.Ordinal);
            var name = isSecret ? key.Text[..^Suffix.Length] : key.Text;
            if (!isName(name))
            {
                scope.Report(StepDiagnostics.InvalidName(key.At, nameKind, name, nameForm));
            }
            else if (!places.TryAdd(name, key.At))
            {
                scope.Report(YamlDiagnostics.DuplicateKey(key.At, name, places[name]));
            }
            else if (BindOne(key.Text, value, isSecret, scope) is { } source)
            {
                sources[name] = source;
            }
        }

        return sources.ToImmutable();
    }

    private static ValueSource? BindOne(string key, LocatedNode value, bool isSecret, FileScope scope)
    {
        if (isSecret)
        {
            var secret = scope.Values.Text(value, $"'{key}'") is { } written ? Bind(written, key, scope) : null;
            return secret is null ? null : new ValueSource(null, secret);
        }

        return scope.Template(value, $"'{key}'", asWritten: true) is { } text ? new ValueSource(text.Template, null) : null;
    }
}
