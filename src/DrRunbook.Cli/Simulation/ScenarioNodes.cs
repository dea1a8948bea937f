using System.Text.Json;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>What the parts of a scenario file have in common.</summary>
internal static class ScenarioNodes
{
    /// <summary>An optional list of mappings; items that are none are reported and left out.</summary>
    /// <param name="what">What an item is, for messages: <c>a vApp</c>.</param>
    public static ImmutableArray<T> Each<T>(this MappingReader reader, string key, string what, Func<MappingReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var node in reader.Many(key))
        {
            if (reader.Values.Mapping(node, what) is { } item)
            {
                items.Add(read(item));
                item.Done();
            }
        }

        return items.ToImmutable();
    }

    /// <summary>An optional list's nodes; it may be empty.</summary>
    public static ImmutableArray<LocatedNode> Many(this MappingReader reader, string key) =>
        reader.Take(key) is { } node ? reader.Values.Items(node, $"'{key}'", mayBeEmpty: true) : [];

    /// <summary>An optional list of texts; it may be empty.</summary>
    public static ImmutableArray<string> Names(this MappingReader reader, string key) =>
        reader.Take(key) is { } node ? [.. reader.Values.Texts(node, $"'{key}'", mayBeEmpty: true).Select(text => text.Value)] : [];

    /// <summary>An optional list of words.</summary>
    public static ImmutableArray<T> Words<T>(this MappingReader reader, string key)
        where T : struct, Enum =>
        [.. reader.Many(key).Select(node => reader.Values.Choice<T>(node, $"an item of '{key}'", Choices<T>())).OfType<T>()];

    /// <summary>An optional word: a member of an enumeration in camel case.</summary>
    public static T? Word<T>(this MappingReader reader, string key)
        where T : struct, Enum =>
        reader.Choice<T>(key, Choices<T>());

    /// <summary>Optional text, empty or not.</summary>
    public static string? Plain(this MappingReader reader, string key) =>
        reader.Take(key) is { } node ? reader.Values.PlainText(node, $"'{key}'")?.Value : null;

    /// <summary>Text that must be there; what is reported as absent is empty here.</summary>
    public static string Needed(this MappingReader reader, string key) => reader.RequiredText(key)?.Value ?? "";

    /// <summary>An optional duration that may be zero.</summary>
    public static TimeSpan? Span(this MappingReader reader, string key) => reader.Duration(key, mayBeZero: true);

    /// <summary>An optional duration that may be negative: <c>-90s</c>.</summary>
    public static TimeSpan? SignedSpan(this MappingReader reader, string key)
    {
        if (reader.Take(key) is not { } node || reader.Values.AsWritten(node, $"'{key}'") is not { } text)
        {
            return null;
        }

        var isNegative = text.Value.StartsWith('-');
        if (Duration.Parse(isNegative ? text.Value[1..] : text.Value) is { } duration)
        {
            return isNegative ? -duration : duration;
        }

        reader.Values.Diagnostics.Add(YamlDiagnostics.NotADuration(text.At, $"'{key}'", text.Value));
        return null;
    }

    /// <summary>An optional GUID in its usual form.</summary>
    public static Guid? Identifier(this MappingReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (Guid.TryParseExact(text.Value, "D", out var id))
        {
            return id;
        }

        reader.Values.Diagnostics.Add(ScenarioDiagnostics.Unplayable(text.At, key, $"'{text.Value}' is no GUID such as 7ba40ff8-2fd2-49e8-9c14-831f6e8203ca"));
        return null;
    }

    /// <summary>Whether a key holds a certain word in place of a value.</summary>
    public static bool Says(this MappingReader reader, string key, string word) => reader.Take(key) is ScalarNode scalar && scalar.Text == word;

    private static (string Word, T Value)[] Choices<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), value))];
}
