using YamlDotNet.Core;

namespace DrRunbook.Yaml.Formatting;

/// <summary>A comment, from its <c>#</c> to the end of its line.</summary>
/// <param name="Offset">Where its <c>#</c> stands.</param>
/// <param name="Column">The column of its <c>#</c>, from 0.</param>
/// <param name="Gap">How much space stands before it.</param>
/// <param name="HasLine">Whether it has a line of its own.</param>
/// <param name="AfterBlank">Whether the line above it is empty.</param>
internal sealed record Comment(int Offset, string Text, int Column, int Gap, bool HasLine, bool AfterBlank);

/// <summary>A file as it is written: every value as its own slice of the text, with the comments that belong to it.</summary>
internal sealed class SyntaxDocument
{
    /// <summary>Lines above the document's mark: directives and comments.</summary>
    public List<string> Directives { get; } = [];

    /// <summary>Where <c>---</c> stands; null where there is none.</summary>
    public int? Mark { get; set; }

    /// <summary>The file itself, as an element without a key.</summary>
    public required Element Root { get; init; }

    /// <summary>All comments, in the order of the file.</summary>
    public required List<Comment> Comments { get; init; }

    /// <summary>Places at which something of an element begins, in the order of the file.</summary>
    public required List<SyntaxMark> Marks { get; init; }

    /// <summary>What stands before the first key: it stays there.</summary>
    public List<Comment> Head { get; } = [];

    /// <summary>Whether an empty line stands between the head and the first key.</summary>
    public bool HasGapBelowHead { get; set; }
}

/// <summary>A place at which something of an element begins, or at which its brackets close.</summary>
/// <param name="Begins">Whether the element itself begins here.</param>
/// <param name="Closes">The collection in brackets that ends here; else null.</param>
internal readonly record struct SyntaxMark(int Offset, Element Element, bool Begins = false, Collection? Closes = null);

/// <summary>An entry of a mapping or an item of a list.</summary>
internal sealed class Element(Collection? parent, int column)
{
    /// <summary>What it stands in; null for the file itself.</summary>
    public Collection? Parent { get; } = parent;

    /// <summary>The column of its key or dash, from 0.</summary>
    public int Column { get; } = column;

    /// <summary>Null for an item.</summary>
    public ScalarSlice? Key { get; set; }

    public SyntaxNode Value { get; set; } = null!;

    /// <summary>Comments on lines of their own above it.</summary>
    public List<Comment> Lead { get; } = [];

    /// <summary>The comment at the end of its first line (of its last, where the value is a text of several).</summary>
    public Comment? End { get; set; }

    /// <summary>Comments below a key without a value, indented deeper than it.</summary>
    public List<Comment> Below { get; } = [];

    /// <summary>Whether the line above it is empty.</summary>
    public bool AfterBlank { get; set; }

    public bool IsItem => Key is null;

    /// <summary>Whether its value begins on the line of its dash.</summary>
    public bool IsCompact => IsItem && Parent is not null && Value is Collection { Properties: "" };

    /// <summary>Where its comments go, for a comment cannot stand between a dash and what follows it on its line.</summary>
    public Element Outermost => Parent is { Owner: { IsCompact: true } owner } && Parent.Elements[0] == this ? owner.Outermost : this;
}

/// <summary>A value as it is written.</summary>
internal abstract class SyntaxNode
{
    /// <summary>Anchor and tag, as in <c>&amp;gate !!map</c>; empty where there are none.</summary>
    public string Properties { get; init; } = "";

    /// <summary>Whether there is an anchor or an alias in it.</summary>
    public abstract bool HasReferences { get; }
}

/// <summary>A text, number, truth value, alias or nothing.</summary>
/// <param name="slice">As written, without its properties; of a block the lines of its content only, not indented.</param>
/// <param name="value">What it means; of an alias its name.</param>
/// <param name="style">How it is written; null for an alias.</param>
/// <param name="offset">Where it is written.</param>
internal sealed class ScalarSlice(string slice, string value, ScalarStyle? style, int offset) : SyntaxNode
{
    public string Slice { get; } = slice;

    public string Value { get; } = value;

    public ScalarStyle? Style { get; } = style;

    public int Offset { get; } = offset;

    public bool IsBlock => Style is ScalarStyle.Literal or ScalarStyle.Folded;

    /// <summary>Whether it is written over several lines.</summary>
    public bool HasLines => IsBlock || Slice.Contains('\n', StringComparison.Ordinal);

    public bool IsNothing => Slice.Length == 0 && Style == ScalarStyle.Plain;

    public override bool HasReferences => Style is null || Properties.Contains('&', StringComparison.Ordinal);
}

/// <summary>A mapping or a list.</summary>
internal sealed class Collection(Element owner, bool isMapping, bool isFlow) : SyntaxNode
{
    /// <summary>The element whose value it is.</summary>
    public Element Owner { get; } = owner;

    public bool IsMapping { get; } = isMapping;

    /// <summary>Whether it is written in brackets.</summary>
    public bool IsFlow { get; } = isFlow;

    /// <summary>Whether it is to be written in brackets, on one line.</summary>
    public bool StaysFlow { get; set; }

    public List<Element> Elements { get; } = [];

    /// <summary>Comments behind its last element.</summary>
    public List<Comment> Trailing { get; } = [];

    /// <summary>The column of its elements.</summary>
    public int Column => Elements.Count > 0 ? Elements[0].Column : 0;

    public override bool HasReferences =>
        Properties.Contains('&', StringComparison.Ordinal) || Elements.Exists(element => element.Value.HasReferences || element.Key?.HasReferences == true);
}
