namespace DrRunbook.Yaml.Nodes;

/// <summary>Reads a mapping key by key; <see cref="Done"/> reports the keys that nobody asked for.</summary>
public sealed class MappingReader
{
    private readonly Dictionary<string, MappingEntry> _entries;
    private readonly HashSet<string> _known = [];

    internal MappingReader(MappingNode node, string what, ValueReader values)
    {
        Node = node;
        What = what;
        Values = values;
        _entries = node.Entries.ToDictionary(entry => entry.Key.Text);
    }

    /// <summary>The mapping.</summary>
    public MappingNode Node { get; }

    /// <summary>What it is, for messages.</summary>
    public string What { get; }

    /// <summary>Where it begins.</summary>
    public SourceSpan At => Node.At;

    /// <summary>How its values are read.</summary>
    public ValueReader Values { get; }

    /// <summary>The value of an optional key, or null where it is absent.</summary>
    public LocatedNode? Take(string key)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    /// <summary>The value of a key that must be there; reported and null where it is absent.</summary>
    public LocatedNode? Require(string key)
    {
        var value = Take(key);
        if (value is null)
        {
            Values.Report(YamlDiagnostics.MissingKey(At, key, What));
        }

        return value;
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>Where a key stands; the mapping's place where it is absent.</summary>
    public SourceSpan KeyAt(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key.At : At;

    /// <summary>Of these keys, the one that is there; reported and null where there are none or more than one.</summary>
    public string? OneOf(params string[] keys)
    {
        _known.UnionWith(keys);
        var found = keys.Where(Has).ToArray();
        if (found.Length == 1)
        {
            return found[0];
        }

        Values.Report(YamlDiagnostics.NotExactlyOne(found.Length == 0 ? At : KeyAt(found[1]), What, found, keys));
        return null;
    }

    /// <summary>Optional text.</summary>
    public LocatedText? Text(string key) => Take(key) is { } node ? Values.Text(node, Quote(key)) : null;

    /// <summary>Text that must be there.</summary>
    public LocatedText? RequiredText(string key) => Require(key) is { } node ? Values.Text(node, Quote(key)) : null;

    /// <summary>An optional list of different texts; empty where it is absent.</summary>
    public ImmutableArray<LocatedText> Texts(string key) => Take(key) is { } node ? Values.Texts(node, Quote(key)) : [];

    /// <summary>An optional list's items; empty where it is absent.</summary>
    public ImmutableArray<LocatedNode> Items(string key) => Take(key) is { } node ? Values.Items(node, Quote(key)) : [];

    /// <summary>An optional mapping.</summary>
    public MappingReader? Mapping(string key) => Take(key) is { } node ? Values.Mapping(node, Quote(key)) : null;

    /// <summary>An optional duration.</summary>
    public TimeSpan? Duration(string key, bool mayBeZero = false) =>
        Take(key) is { } node ? Values.Duration(node, Quote(key), mayBeZero) : null;

    /// <summary>An optional duration of at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max) =>
        Take(key) is { } node ? Values.Duration(node, Quote(key), min, max) : null;

    /// <summary>An optional whole number.</summary>
    public int? WholeNumber(string key, int min, int max) => Take(key) is { } node ? Values.WholeNumber(node, Quote(key), min, max) : null;

    /// <summary>An optional number.</summary>
    public decimal? Number(string key, decimal min, decimal max) => Take(key) is { } node ? Values.Number(node, Quote(key), min, max) : null;

    /// <summary>An optional truth value.</summary>
    public bool? Boolean(string key) => Take(key) is { } node ? Values.Boolean(node, Quote(key)) : null;

    /// <summary>An optional point in time.</summary>
    public DateTimeOffset? Time(string key) => Take(key) is { } node ? Values.Time(node, Quote(key)) : null;

    /// <summary>Optionally one of some words.</summary>
    public T? Choice<T>(string key, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct =>
        Take(key) is { } node ? Values.Choice(node, Quote(key), choices) : null;

    /// <summary>Reports every key that was never asked for.</summary>
    public void Done()
    {
        foreach (var (key, _) in Node.Entries)
        {
            if (!_known.Contains(key.Text))
            {
                Values.Report(YamlDiagnostics.UnknownKey(key.At, key.Text, What, Values.Diagnostics.Suggest(key.Text, _known)));
            }
        }
    }

    private static string Quote(string key) => $"'{key}'";
}
