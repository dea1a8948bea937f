using System.Text;

namespace DrRunbook.Simulator.Queries;

/// <summary>Reads filters: <c>VAppName=="a b";(CreationTime&lt;"2025-08-15T06:00:00Z",Type==Full)</c>. AND binds more closely than OR.</summary>
internal sealed class FilterParser
{
    private const int MaximumDepth = 64;

    private readonly string _text;
    private int _at;
    private int _depth;

    private FilterParser(string text) => _text = text;

    /// <exception cref="FilterException">The text is no filter.</exception>
    public static FilterExpression Parse(string text)
    {
        var parser = new FilterParser(text);
        var expression = parser.Any();
        return parser._at == text.Length ? expression : throw parser.Unexpected();
    }

    private FilterExpression Any()
    {
        var parts = Parts(',', All);
        return parts is [var single] ? single : new AnyOf(parts);
    }

    private FilterExpression All()
    {
        var parts = Parts(';', Primary);
        return parts is [var single] ? single : new AllOf(parts);
    }

    private ImmutableArray<FilterExpression> Parts(char separator, Func<FilterExpression> read)
    {
        var parts = ImmutableArray.CreateBuilder<FilterExpression>();
        do
        {
            parts.Add(read());
            SkipBlanks();
        }
        while (Take(separator));
        return parts.ToImmutable();
    }

    private FilterExpression Primary()
    {
        SkipBlanks();
        if (!Take('('))
        {
            return ReadComparison();
        }

        if (++_depth > MaximumDepth)
        {
            throw new FilterException("Filter is nested too deeply");
        }

        var inner = Any();
        SkipBlanks();
        if (!Take(')'))
        {
            throw Unexpected();
        }

        _depth--;
        return inner;
    }

    private Comparison ReadComparison()
    {
        var name = Word();
        SkipBlanks();
        var comparison = ReadOperator();
        SkipBlanks();
        var value = Peek() == '"' ? Quoted() : Bare();
        return new Comparison(name, comparison, value);
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Unexpected();
    }

    private ComparisonOperator ReadOperator()
    {
        foreach (var (sign, meaning) in Operators)
        {
            if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return meaning;
            }
        }

        throw Unexpected();
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '"')
            {
                value.Append(_text[_at]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == '"')
            {
                value.Append('"');
                _at++;
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }

        throw new FilterException("Quotation mark is not closed");
    }

    private string Bare()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (';' or ',' or '(' or ')' or '"' or ' '))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Unexpected();
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char expected)
    {
        if (Peek() != expected || _at >= _text.Length)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Peek() == ' ')
        {
            _at++;
        }
    }

    private FilterException Unexpected() =>
        new(_at < _text.Length ? $"Unexpected '{_text[_at]}' at position {_at + 1} of the filter" : "Unexpected end of the filter");

    private static readonly (string Sign, ComparisonOperator Meaning)[] Operators =
    [
        ("==", ComparisonOperator.Equal),
        ("!=", ComparisonOperator.NotEqual),
        ("<=", ComparisonOperator.LessOrEqual),
        (">=", ComparisonOperator.GreaterOrEqual),
        ("<", ComparisonOperator.Less),
        (">", ComparisonOperator.Greater),
    ];
}
