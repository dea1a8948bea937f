namespace DrRunbook.Yaml.Nodes;

/// <summary>A YAML value that knows where it stands. An alias is the very node it refers to, with that node's place.</summary>
public abstract class LocatedNode
{
    private protected LocatedNode(SourceSpan at, int size, int height)
    {
        At = at;
        Size = size;
        Height = height;
    }

    /// <summary>Where the value begins.</summary>
    public SourceSpan At { get; }

    /// <summary>How many nodes there are from here on, itself included, aliases counted as what they stand for and long texts as several.</summary>
    public int Size { get; }

    /// <summary>How many levels there are from here on, itself included.</summary>
    public int Height { get; }

    /// <summary>The kind in words, for messages: <c>a list</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, number, truth value or nothing: what it is depends on where it stands.</summary>
public sealed class ScalarNode : LocatedNode
{
    internal ScalarNode(SourceSpan at, string text, bool isQuoted)
        : base(at, size: 1 + text.Length / YamlLimits.CharactersPerNode, height: 1)
    {
        Text = text;
        IsQuoted = isQuoted;
    }

    /// <summary>The text as written, without its quotes.</summary>
    public string Text { get; }

    /// <summary>Whether it is text by its form: in quotes, as a block, or tagged <c>!!str</c>.</summary>
    public bool IsQuoted { get; }

    /// <inheritdoc />
    public override string Kind => CoreScalar.KindOf(this) switch
    {
        CoreKind.Null => "nothing",
        CoreKind.Boolean => "a truth value",
        CoreKind.Number => "a number",
        _ => "text",
    };
}

/// <summary>A list.</summary>
public sealed class SequenceNode : LocatedNode
{
    internal SequenceNode(SourceSpan at, ImmutableArray<LocatedNode> items, int size, int height)
        : base(at, size, height) => Items = items;

    /// <summary>The items in order.</summary>
    public ImmutableArray<LocatedNode> Items { get; }

    /// <inheritdoc />
    public override string Kind => "a list";
}

/// <summary>A mapping; no key is there twice.</summary>
public sealed class MappingNode : LocatedNode
{
    internal MappingNode(SourceSpan at, ImmutableArray<MappingEntry> entries, int size, int height)
        : base(at, size, height) => Entries = entries;

    /// <summary>Keys and values in the order of the file.</summary>
    public ImmutableArray<MappingEntry> Entries { get; }

    /// <inheritdoc />
    public override string Kind => "a mapping";
}

/// <summary>A key and its value.</summary>
public readonly record struct MappingEntry(ScalarNode Key, LocatedNode Value);
