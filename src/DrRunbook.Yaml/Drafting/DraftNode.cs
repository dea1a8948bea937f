namespace DrRunbook.Yaml.Drafting;

/// <summary>A value of a draft.</summary>
internal abstract record DraftNode
{
    /// <summary>A text that means itself, whatever is in it.</summary>
    public static DraftNode Text(string text) => new DraftText(text);

    /// <summary>A word of the language: an id, a number, a duration, a truth value.</summary>
    public static DraftNode Word(string word) => new DraftWord(word);

    /// <summary>A mapping on one line, where it fits.</summary>
    public static DraftMap Inline(params ReadOnlySpan<DraftEntry> entries) => new([.. entries]) { IsInline = true };

    /// <summary>Ids on one line.</summary>
    public static DraftList Ids(IEnumerable<string> ids) => new([.. ids.Select(id => new DraftItem(Word(id)))]) { IsInline = true };

    /// <summary>A list with each item on lines of its own.</summary>
    public static DraftList List(IEnumerable<DraftItem> items) => new([.. items]);
}

/// <summary>A text that means itself.</summary>
internal sealed record DraftText(string Content) : DraftNode;

/// <summary>A word of the language, written as it stands.</summary>
internal sealed record DraftWord(string Content) : DraftNode;

/// <summary>A mapping.</summary>
internal sealed record DraftMap(ImmutableArray<DraftEntry> Entries) : DraftNode
{
    /// <summary>Whether it stands on one line, where it fits.</summary>
    public bool IsInline { get; init; }
}

/// <summary>A list.</summary>
internal sealed record DraftList(ImmutableArray<DraftItem> Items) : DraftNode
{
    /// <summary>Whether it stands on one line, where it fits.</summary>
    public bool IsInline { get; init; }
}

/// <summary>A key and its value.</summary>
/// <param name="Key">A word of the language.</param>
internal sealed record DraftEntry(string Key, DraftNode Value)
{
    /// <summary>Lines above it, each without its <c>#</c> and without a line break.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];

    /// <summary>Whether an empty line stands before it.</summary>
    public bool IsApart { get; init; }
}

/// <summary>An item of a list.</summary>
internal sealed record DraftItem(DraftNode Value)
{
    /// <summary>Lines above it, each without its <c>#</c> and without a line break.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];

    /// <summary>Whether an empty line stands before it, unless it is the first.</summary>
    public bool IsApart { get; init; }
}
