using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DrRunbook.Yaml.Nodes;

/// <summary>
/// One pass over the parser's events that enforces every limit before a tree exists and builds the nodes as it goes.
/// The library's own tree builder overflows the stack at deep nesting and follows aliases without a limit.
/// </summary>
internal sealed class NodeReader
{
    private readonly SourceText _source;
    private readonly Parser _parser;
    private readonly Dictionary<string, LocatedNode?> _anchors = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private int _nodes;

    private NodeReader(SourceText source)
    {
        _source = source;
        _parser = new Parser(new StringReader(source.Text));
    }

    public static YamlDocument Read(SourceText source)
    {
        var reader = new NodeReader(source);
        LocatedNode? root = null;
        try
        {
            root = reader.ReadStream();
        }
        catch (ReadingEndedException)
        {
            // Its diagnostic is in the list.
        }

        var diagnostics = reader._diagnostics.OrderBy(one => one.At.Line).ThenBy(one => one.At.Column).ToImmutableArray();
        return new YamlDocument(diagnostics.IsEmpty ? root : null, diagnostics);
    }

    private LocatedNode ReadStream()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
        {
            throw End(YamlDiagnostics.EmptyDocument(SourceSpan.WholeFile(_source.File)));
        }

        Next();
        var root = ReadNode(depth: 1);
        Next();
        Next();
        return _parser.Current is DocumentStart second ? throw End(YamlDiagnostics.SecondDocument(At(second))) : root;
    }

    /// <summary>Reads the node whose event is current, and leaves its last event current.</summary>
    private LocatedNode ReadNode(int depth)
    {
        var current = _parser.Current!;
        var at = At(current);
        if (depth > YamlLimits.MaxDepth)
        {
            throw End(YamlDiagnostics.TooDeep(at, YamlLimits.MaxDepth));
        }

        if (current is AnchorAlias alias)
        {
            return Resolve(alias, at, depth);
        }

        var anchor = current is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        // A list or mapping counts before its items do, so that a flood of empty ones ends as well.
        Count(current is Scalar { Value: var text } ? 1 + text.Length / YamlLimits.CharactersPerNode : 1, at);
        LocatedNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar, at),
            SequenceStart start => ReadSequence(start, at, depth),
            MappingStart start => ReadMapping(start, at, depth),
            _ => throw End(YamlDiagnostics.Syntax(at, "a value was expected here", help: null)),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar, SourceSpan at)
    {
        var tag = CoreTag(scalar.Tag, at, "str", "null", "bool", "int", "float");
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
        {
            _diagnostics.Add(YamlDiagnostics.NulCharacter(at));
        }

        return new ScalarNode(at, scalar.Value, scalar.Style != ScalarStyle.Plain || tag is "str" or "!");
    }

    private SequenceNode ReadSequence(SequenceStart start, SourceSpan at, int depth)
    {
        CoreTag(start.Tag, at, "seq");
        var items = ImmutableArray.CreateBuilder<LocatedNode>();
        var (size, height) = (1, 0);
        for (Next(); _parser.Current is not SequenceEnd; Next())
        {
            var item = ReadNode(depth + 1);
            items.Add(item);
            (size, height) = (size + item.Size, Math.Max(height, item.Height));
        }

        return new SequenceNode(at, items.ToImmutable(), size, height + 1);
    }

    private MappingNode ReadMapping(MappingStart start, SourceSpan at, int depth)
    {
        CoreTag(start.Tag, at, "map");
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        var places = new Dictionary<string, SourceSpan>();
        var (size, height) = (1, 0);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var key = ReadNode(depth + 1);
            Next();
            var value = ReadNode(depth + 1);
            (size, height) = (size + key.Size + value.Size, Math.Max(height, Math.Max(key.Height, value.Height)));
            if (AcceptKey(key, places) is { } accepted)
            {
                entries.Add(new MappingEntry(accepted, value));
            }
        }

        return new MappingNode(at, entries.ToImmutable(), size, height + 1);
    }

    private ScalarNode? AcceptKey(LocatedNode key, Dictionary<string, SourceSpan> places)
    {
        if (key is not ScalarNode scalar)
        {
            _diagnostics.Add(YamlDiagnostics.KeyIsNoText(key.At));
            return null;
        }

        if (scalar is { Text: "<<", IsQuoted: false })
        {
            _diagnostics.Add(YamlDiagnostics.MergeKey(key.At));
            return null;
        }

        if (!places.TryAdd(scalar.Text, scalar.At))
        {
            _diagnostics.Add(YamlDiagnostics.DuplicateKey(scalar.At, scalar.Text, places[scalar.Text]));
            return null;
        }

        return scalar;
    }

    private LocatedNode Resolve(AnchorAlias alias, SourceSpan at, int depth)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node))
        {
            throw End(YamlDiagnostics.UnknownAlias(at, name, DidYouMean.Help(name, _anchors.Keys.Take(1000))));
        }

        if (node is null)
        {
            throw End(YamlDiagnostics.RecursiveAlias(at, name));
        }

        if (depth + node.Height - 1 > YamlLimits.MaxDepth)
        {
            throw End(YamlDiagnostics.TooDeep(at, YamlLimits.MaxDepth));
        }

        Count(node.Size, at);
        return node;
    }

    /// <summary>The name of a tag of the core schema that fits, <c>!</c> for the non-specific one, or null where there is no tag.</summary>
    private string? CoreTag(TagName tag, SourceSpan at, params ReadOnlySpan<string> fitting)
    {
        if (tag.IsEmpty)
        {
            return null;
        }

        if (tag.IsNonSpecific)
        {
            return tag.Value;
        }

        const string Core = "tag:yaml.org,2002:";
        var name = tag.Value.StartsWith(Core, StringComparison.Ordinal) ? tag.Value[Core.Length..] : null;
        if (name is null || !fitting.Contains(name))
        {
            _diagnostics.Add(YamlDiagnostics.UnknownTag(at, name is null ? tag.Value : $"!!{name}"));
        }

        return name;
    }

    private void Count(int nodes, SourceSpan at)
    {
        _nodes += nodes;
        if (_nodes > YamlLimits.MaxNodes)
        {
            throw End(YamlDiagnostics.TooManyNodes(at, YamlLimits.MaxNodes));
        }
    }

    private void Next()
    {
        if (!TryMove(out var fault))
        {
            throw End(fault ?? YamlDiagnostics.Syntax(Here(), "the file ends too early", help: null));
        }

        // The library lets some tabs pass that YAML forbids; where they stand before a node they are always a mistake.
        if (_parser.Current is NodeEvent node && Indentation(node).Contains('\t'))
        {
            throw End(YamlDiagnostics.TabIndents(At(node)));
        }
    }

    /// <summary>Moves to the next event; whatever the parser throws is a finding.</summary>
    private bool TryMove(out Diagnostic? fault)
    {
        fault = null;
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException failure)
        {
            fault = SyntaxFaults.Of(failure, _source);
        }
#pragma warning disable CA1031 // Malformed text makes it throw ArgumentException, InvalidOperationException and others as well.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Such a message speaks of the parser's own state and helps nobody.
            fault = YamlDiagnostics.Syntax(Here(), "its structure breaks off after this place", "look for a bracket or a quote that is never closed");
        }

        return false;
    }

    private ReadOnlySpan<char> Indentation(NodeEvent node)
    {
        var line = _source.Line((int)node.Start.Line).AsSpan();
        var before = line[..Math.Clamp((int)node.Start.Column - 1, 0, line.Length)];
        return before[..(before.Length - before.TrimStart().Length)];
    }

    private SourceSpan At(ParsingEvent node) => _source.At(node.Start);

    private SourceSpan Here() => _parser.Current is { } current ? At(current) : SourceSpan.WholeFile(_source.File);

    private ReadingEndedException End(Diagnostic diagnostic)
    {
        _diagnostics.Add(diagnostic);
        return new ReadingEndedException();
    }

    /// <summary>Leaves the recursion once nothing after a fault can be trusted; never leaves this class.</summary>
    private sealed class ReadingEndedException : Exception;
}
