using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Tokens = YamlDotNet.Core.Tokens;

namespace DrRunbook.Yaml.Formatting;

/// <summary>
/// Reads a text that is known to be good into a tree of its slices. The parser's events give the structure, the scanner's tokens the places of
/// dashes and brackets; what is in neither and begins with <c>#</c> is a comment.
/// </summary>
internal sealed class SyntaxReader
{
    private static readonly SearchValues<char> PropertyEnds = SearchValues.Create(" \t\n,[]{}");

    private readonly TextLines _lines;
    private readonly Parser _parser;
    private readonly Queue<int> _dashes = new();
    private readonly Queue<int> _opens = new();
    private readonly Queue<int> _closes = new();
    private readonly List<SyntaxMark> _marks = [];
    private readonly List<(int Start, int End)> _opaque = [];

    private SyntaxReader(TextLines lines)
    {
        _lines = lines;
        _parser = new Parser(new StringReader(lines.Text));
    }

    public static SyntaxDocument Read(TextLines lines) => new SyntaxReader(lines).ReadDocument();

    private SyntaxDocument ReadDocument()
    {
        FindBrackets();
        Next();
        Next();
        var start = (DocumentStart)_parser.Current!;
        Next();
        var root = new Element(null, 0);
        root.Value = ReadNode(root);
        var document = new SyntaxDocument { Root = root, Marks = _marks, Comments = [], Mark = start.IsImplicit ? null : MarkBefore() };
        ReadDirectives(document);
        FindComments(document.Comments);
        return document;
    }

    /// <summary>Where <c>---</c> stands. The event's own place is that of the first directive.</summary>
    private int MarkBefore()
    {
        var offset = 0;
        while (!_lines.Text.AsSpan(offset).StartsWith("---"))
        {
            offset = _lines.EndOfLine(offset) + 1;
        }

        return offset;
    }

    private void ReadDirectives(SyntaxDocument document)
    {
        for (var offset = 0; offset < document.Mark; offset = _lines.EndOfLine(offset) + 1)
        {
            if (_lines.Text[offset] == '%')
            {
                var end = _lines.EndOfLine(offset);
                document.Directives.Add(_lines.Text[offset..end].TrimEnd());
                _opaque.Add((offset, end));
            }
        }
    }

    private void FindBrackets()
    {
        var scanner = new Scanner(new StringReader(_lines.Text));
        while (scanner.MoveNext())
        {
            var queue = scanner.Current switch
            {
                Tokens.BlockEntry => _dashes,
                Tokens.FlowMappingStart or Tokens.FlowSequenceStart => _opens,
                Tokens.FlowMappingEnd or Tokens.FlowSequenceEnd => _closes,
                _ => null,
            };
            queue?.Enqueue((int)scanner.Current!.Start.Index);
        }
    }

    /// <summary>Reads the node whose event is current, and leaves its last event current.</summary>
    private SyntaxNode ReadNode(Element owner) => _parser.Current switch
    {
        AnchorAlias alias => ReadAlias(alias, owner),
        Scalar scalar => ReadScalar(scalar, owner, begins: false),
        SequenceStart sequence => ReadSequence(sequence, owner),
        MappingStart mapping => ReadMapping(mapping, owner),
        var other => throw new InvalidOperationException($"a node was expected, not {other}"),
    };

    private ScalarSlice ReadAlias(AnchorAlias alias, Element owner, bool begins = false)
    {
        var (start, end) = ((int)alias.Start.Index, (int)alias.End.Index);
        _marks.Add(new SyntaxMark(start, owner, begins));
        _opaque.Add((start, end));
        return new ScalarSlice(_lines.Text[start..end], alias.Value.Value, style: null, start);
    }

    private ScalarSlice ReadScalar(Scalar scalar, Element owner, bool begins)
    {
        var (properties, start) = SkipProperties(scalar);
        start = scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain ? (int)scalar.Start.Index : start;
        var end = scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain ? start : (int)scalar.End.Index;
        if (end > start)
        {
            _marks.Add(new SyntaxMark(start, owner, begins));
        }

        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            var header = _lines.EndOfLine(start);
            _opaque.Add((Math.Min(header, end), end));
            return new ScalarSlice(BlockContent.Of(_lines.Text[Math.Min(header + 1, end)..end], scalar.Value), scalar.Value, scalar.Style, start) { Properties = properties };
        }

        _opaque.Add((start, end));
        return new ScalarSlice(_lines.Text[start..end], scalar.Value, scalar.Style, start) { Properties = properties };
    }

    private Collection ReadSequence(SequenceStart start, Element owner)
    {
        var isFlow = start.Style == SequenceStyle.Flow;
        var (properties, _) = SkipProperties(start);
        var collection = new Collection(owner, isMapping: false, isFlow) { Properties = properties };
        Open(isFlow, owner);
        for (Next(); _parser.Current is not SequenceEnd; Next())
        {
            // A pair without brackets, as in [a: b], has no place of its own.
            int? offset = !isFlow ? _dashes.Dequeue() : IsBarePair(_parser.Current!, collection) ? null : (int)_parser.Current!.Start.Index;
            var item = NewElement(collection, offset);
            if (offset is { } begins)
            {
                _marks.Add(new SyntaxMark(begins, item, Begins: true));
            }

            item.Value = ReadNode(item);
        }

        Close(isFlow, owner, collection);
        return collection;
    }

    private Collection ReadMapping(MappingStart start, Element owner)
    {
        var isFlow = start.Style == MappingStyle.Flow;
        var hasBrackets = isFlow && !IsBarePair(start, owner.Parent);
        var (properties, _) = hasBrackets || !isFlow ? SkipProperties(start) : ("", 0);
        var collection = new Collection(owner, isMapping: true, isFlow) { Properties = properties };
        Open(hasBrackets, owner);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var entry = NewElement(collection, (int)_parser.Current!.Start.Index);
            entry.Key = _parser.Current is AnchorAlias alias ? ReadAlias(alias, entry, begins: true) : ReadScalar((Scalar)_parser.Current!, entry, begins: true);
            Next();
            entry.Value = ReadNode(entry);
        }

        Close(hasBrackets, owner, collection);
        return collection;
    }

    /// <summary>Whether this is a mapping without brackets inside a list in brackets; the parser gives it no place.</summary>
    private static bool IsBarePair(ParsingEvent start, Collection? list) =>
        start is MappingStart { Start.Index: 0, Style: MappingStyle.Flow } && list is { IsFlow: true, IsMapping: false };

    private Element NewElement(Collection collection, int? offset)
    {
        var element = new Element(collection, offset is { } at ? _lines.ColumnOf(at) : 0) { AfterBlank = offset is { } line && _lines.IsAfterBlank(line) };
        collection.Elements.Add(element);
        return element;
    }

    private void Open(bool hasBrackets, Element owner)
    {
        if (hasBrackets)
        {
            _marks.Add(new SyntaxMark(_opens.Dequeue(), owner));
        }
    }

    private void Close(bool hasBrackets, Element owner, Collection collection)
    {
        if (hasBrackets)
        {
            _marks.Add(new SyntaxMark(_closes.Dequeue(), owner, Closes: collection));
        }
    }

    /// <summary>A node's anchor and tag as written, and where what follows them begins.</summary>
    private (string Properties, int Offset) SkipProperties(NodeEvent node)
    {
        var text = _lines.Text;
        var offset = (int)node.Start.Index;
        var count = (node.Anchor.IsEmpty ? 0 : 1) + (node.Tag.IsEmpty ? 0 : 1);
        var properties = new List<string>();
        while (properties.Count < count && offset < text.Length && text[offset] is '&' or '!')
        {
            var end = EndOfProperty(offset);

            properties.Add(text[offset..end]);
            _opaque.Add((offset, end));
            offset = SkipSpace(end);
        }

        return (string.Join(' ', properties), offset);
    }

    private int EndOfProperty(int offset)
    {
        var rest = _lines.Text.AsSpan(offset);
        var length = rest.StartsWith("!<") ? rest.IndexOf('>') + 1 : rest.IndexOfAny(PropertyEnds);
        return length < 0 ? _lines.Text.Length : offset + length;
    }

    private int SkipSpace(int offset)
    {
        var text = _lines.Text;
        while (offset < text.Length && (char.IsWhiteSpace(text[offset]) || text[offset] == '#'))
        {
            offset = text[offset] == '#' ? _lines.EndOfLine(offset) : offset + 1;
        }

        return offset;
    }

    private void FindComments(List<Comment> comments)
    {
        var text = _lines.Text;
        var at = 0;
        foreach (var (start, end) in _opaque.Order().Append((text.Length, text.Length)))
        {
            while (at < start && text.IndexOf('#', at, start - at) is >= 0 and var found)
            {
                var line = _lines.EndOfLine(found);
                var gap = found - text.AsSpan(0, found).TrimEnd().Length;
                comments.Add(new Comment(found, text[found..line].TrimEnd(), _lines.ColumnOf(found), gap, _lines.IsFirst(found), _lines.IsAfterBlank(found)));
                at = line;
            }

            at = Math.Max(at, end);
        }
    }

    private void Next() => _parser.MoveNext();
}
