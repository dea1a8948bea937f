using System.Text;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>
/// YAML that nobody would write: every style of scalar and collection, any indentation, comments wherever one may stand. It keeps its own count of
/// the comments, so that nothing of the formatter is needed to know them.
/// </summary>
internal sealed class RandomYaml(int seed)
{
    private static readonly string[] Keys =
    [
        "version", "name", "steps", "id", "gate", "failover", "verify", "when", "labels", "onFailure", "timeout", "defaults", "parallel", "inputs", "tls", "url", "other", "'quoted key'", "\"double\"", "a b",
    ];

    private static readonly string[] Plain =
        ["site-b", "1", "0x1F", "true", "~", "no", "22:00", "https://em.example:9398", "a#b", "-x", "two words", "a: b".Replace(": ", ":", StringComparison.Ordinal), "${run.id}", "2026-11-23", "é 停"];

    private static readonly string[] Quoted =
    [
        "'plain'", "'two words'", "'yes'", "'1'", "'it''s'", "' padded '", "''", "'# no comment'", "'a: b'", "\"plain\"", "\"yes\"", "\"tab\\there\"", "\"it's\"", "\"a\\\\b\"", "\"# no\"", "'${inputs.x}'", "'a, b'", "\"\"",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<string> _anchors = [];
    private bool _afterBlock;

    public List<string> Comments { get; } = [];

    public string Write()
    {
        Between(0);
        if (Chance(10))
        {
            _text.Append("---");
            EndLine();
        }

        if (Chance(8))
        {
            Flow(0, depth: 0, isMapping: true);
            EndLine();
        }
        else
        {
            Mapping(0, depth: 0, startsLine: true);
        }

        if (Chance(10))
        {
            _afterBlock = false;
            _text.Append("...");
            EndLine();
        }

        var text = Chance(4) ? _text.ToString() : _text.ToString().TrimEnd('\n') + "\n";
        return Chance(5) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    private void Mapping(int indent, int depth, bool startsLine)
    {
        var used = new HashSet<string>();
        for (var count = _random.Next(1, 5); count > 0; count--)
        {
            var key = Pick(Keys);
            if (!used.Add(key.Trim('\'', '"')))
            {
                continue;
            }

            if (startsLine)
            {
                Between(indent);
                Pad(indent);
            }

            startsLine = true;
            _text.Append(key).Append(Chance(15) ? " :" : ":");
            Value(indent, depth, inSequence: false);
        }
    }

    private void Sequence(int indent, int depth, bool startsLine)
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            if (startsLine)
            {
                Between(indent);
                Pad(indent);
            }

            startsLine = true;
            _text.Append('-');
            if (depth < 5 && Chance(40))
            {
                // What stands in the item begins on the line of the dash.
                var gap = _random.Next(1, 4);
                Pad(gap);
                if (Chance(70))
                {
                    Mapping(indent + 1 + gap, depth + 1, startsLine: false);
                }
                else
                {
                    Sequence(indent + 1 + gap, depth + 1, startsLine: false);
                }
            }
            else
            {
                Value(indent, depth, inSequence: true);
            }
        }
    }

    private void Value(int indent, int depth, bool inSequence)
    {
        var deeper = indent + _random.Next(1, 5);
        if (_anchors.Count > 0 && Chance(4))
        {
            _text.Append(" *").Append(Pick(_anchors));
            EndLine();
            return;
        }

        string? anchor = null;
        var kind = _random.Next(depth < 5 ? 11 : 7);
        if (kind > 0 && Chance(4))
        {
            anchor = $"a{_random.Next(5)}";
            _text.Append(" &").Append(anchor);
        }

        switch (kind)
        {
            case 0:
                EndLine();
                break;
            case 1:
                Space();
                _text.Append(Pick(Quoted));
                EndLine();
                break;
            case 2:
                Space();
                _text.Append(Pick([$"one\n{new string(' ', deeper)}two", $"'one \n\n{new string(' ', deeper)}two'", $"\"one\\\n{new string(' ', deeper)}\\ two  \n{new string(' ', deeper)}three\"", $"\"\n{new string(' ', deeper)}x\""]));
                EndLine();
                break;
            case 3:
                Block(deeper);
                break;
            case 4 or 5:
                Space();
                _text.Append(Pick(Plain));
                EndLine();
                break;
            case 6:
                Space();
                Flow(deeper, depth + 1, Chance(50));
                EndLine();
                break;
            case 7 or 8:
                EndLine();
                Mapping(deeper, depth + 1, startsLine: true);
                break;
            default:
                EndLine();
                Sequence(inSequence ? deeper : indent + _random.Next(5), depth + 1, startsLine: true);
                break;
        }

        if (anchor is not null && !_anchors.Contains(anchor))
        {
            _anchors.Add(anchor);
        }
    }

    private void Block(int indent)
    {
        Space();
        _text.Append(Pick("|", ">")).Append(Pick("", "-", "+"));
        EndLine();
        for (var lines = _random.Next(1, 4); lines > 0; lines--)
        {
            if (_text[^1] == '\n' && lines < 3 && Chance(25))
            {
                _text.Append('\n');
            }

            Pad(indent);
            _text.Append(Pick("text", "# no comment", "- dash", "a: b", "it's  ")).Append('\n');
            if (Chance(20))
            {
                Pad(indent + 2);
                _text.Append("deeper\n");
            }
        }

        for (; Chance(30);)
        {
            _text.Append('\n');
        }

        _afterBlock = true;
    }

    private void Flow(int indent, int depth, bool isMapping)
    {
        _text.Append(isMapping ? '{' : '[');
        var used = new HashSet<string>();
        for (var count = _random.Next(0, 4); count > 0; count--)
        {
            Break(indent);
            var key = Pick(Keys);
            if (isMapping || Chance(10))
            {
                if (!used.Add(key.Trim('\'', '"')))
                {
                    continue;
                }

                _text.Append(key).Append(": ");
            }

            switch (_random.Next(depth < 4 ? 4 : 2))
            {
                case 0:
                    _text.Append(Pick("site-b", "1", "true", "two words", "a#b", "https://em.example:9398"));
                    break;
                case 1:
                    _text.Append(Pick(Quoted));
                    break;
                default:
                    Flow(indent, depth + 1, Chance(50));
                    break;
            }

            Break(indent);
            _text.Append(',');
        }

        Break(indent);
        _text.Append(isMapping ? '}' : ']');
    }

    /// <summary>What may stand between two parts of something in brackets.</summary>
    private void Break(int indent)
    {
        switch (_random.Next(12))
        {
            case 0:
                _text.Append('\n');
                Pad(indent);
                break;
            case 1:
                _text.Append(' ');
                Comment();
                Pad(indent);
                break;
            case 2:
                _text.Append("\n\n");
                Pad(indent);
                Comment();
                Pad(indent);
                break;
            default:
                Pad(_random.Next(1, 3));
                break;
        }
    }

    /// <summary>What may stand between two lines.</summary>
    private void Between(int indent)
    {
        for (; Chance(20);)
        {
            if (!_afterBlock && Chance(50))
            {
                _text.Append(Pick("", "  ")).Append('\n');
            }
            else
            {
                // Indented, it would be the text's.
                Pad(_afterBlock ? 0 : _random.Next(indent + 5));
                Comment();
                _afterBlock = false;
            }
        }

        _afterBlock = false;
    }

    private void EndLine()
    {
        if (Chance(15))
        {
            Pad(_random.Next(1, 20));
            Comment();
        }
        else
        {
            _text.Append(Pick("", "", "", " ", "\t")).Append('\n');
        }
    }

    private void Comment()
    {
        var comment = $"#{Pick("", " ", "  ")}{Comments.Count} {Pick("why", "- id: x", "it's", "{ a: b }", "\"")}";
        Comments.Add(comment);
        _text.Append(comment).Append(Pick("", "  ")).Append('\n');
    }

    private void Space() => Pad(_random.Next(1, 3));

    private void Pad(int count) => _text.Append(' ', count);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params IReadOnlyList<string> choices) => choices[_random.Next(choices.Count)];
}
