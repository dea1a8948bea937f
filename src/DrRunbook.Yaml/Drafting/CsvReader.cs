using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Reads CSV by RFC 4180, with commas, semicolons or tabs between cells. What the RFC does not allow is told with its place and kept as text.</summary>
/// <remarks>
/// Written here because no library tells the place of a cell, and because those that are lenient about a quotation mark that is never
/// closed swallow the rest of the file.
/// </remarks>
internal sealed class CsvReader
{
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly string _file;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private char _separator = ',';
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private bool _isQuotingBroken;

    private CsvReader(string file, string text, DiagnosticBag diagnostics)
    {
        (_file, _text, _diagnostics) = (file, text, diagnostics);
    }

    /// <summary>Reads a file's bytes; null where they are no text, which has then been reported.</summary>
    public static CsvTable? Read(string file, ReadOnlySpan<byte> bytes, DiagnosticBag diagnostics) =>
        CsvEncoding.Decode(file, bytes, diagnostics) is { } text ? new CsvReader(file, text, diagnostics).ReadTable() : null;

    private SourceSpan Here => new(_file, _line, _position - _lineStart + 1);

    private bool IsAtEnd => _position >= _text.Length;

    private CsvTable ReadTable()
    {
        if (_text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && _text.Length > 4 && (_text.Length == 5 || _text[5] is '\r' or '\n'))
        {
            // A spreadsheet's own way to say it.
            _separator = _text[4];
            _position = 5;
            NextLine();
        }
        else
        {
            _separator = Separators.MaxBy(separator => CountInFirstRecord(separator))!;
        }

        var records = ImmutableArray.CreateBuilder<CsvRecord>();
        while (!IsAtEnd)
        {
            var record = ReadRecord();
            if (!record.IsBlank)
            {
                records.Add(record);
            }
        }

        return new CsvTable(records.ToImmutable());
    }

    /// <summary>How often a separator stands outside quotes before the first line with a text ends.</summary>
    private int CountInFirstRecord(char separator)
    {
        var (count, isQuoted, hasText) = (0, false, false);
        foreach (var character in _text)
        {
            if (character is '\n' or '\r' && !isQuoted && hasText)
            {
                break;
            }

            isQuoted ^= character == '"';
            hasText |= !char.IsWhiteSpace(character) || character == separator;
            count += character == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }

    private CsvRecord ReadRecord()
    {
        var cells = ImmutableArray.CreateBuilder<CsvCell>();
        while (true)
        {
            cells.Add(ReadCell());
            if (IsAtEnd || _text[_position] != _separator)
            {
                NextLine();
                return new CsvRecord(cells.ToImmutable());
            }

            _position++;
        }
    }

    private CsvCell ReadCell()
    {
        SkipBlanks();
        var at = Here;
        if (IsAtEnd || _text[_position] != '"' || _isQuotingBroken)
        {
            return new CsvCell(ReadPlain().Trim(), at);
        }

        if (ReadQuoted() is not { } quoted)
        {
            // From here on a quotation mark is a character as any other: nothing is swallowed.
            _isQuotingBroken = true;
            _diagnostics.Add(ImportDiagnostics.OddQuote(at, "a quotation mark is opened here and never closed"));
            return new CsvCell(ReadPlain().Trim(), at);
        }

        SkipBlanks();
        var rest = Here;
        var stray = ReadPlain();
        if (stray.Length > 0)
        {
            _diagnostics.Add(ImportDiagnostics.OddQuote(rest, "text follows a closing quotation mark"));
        }

        return new CsvCell((quoted + stray).Trim(), at);
    }

    /// <summary>Up to the next separator or line break.</summary>
    private string ReadPlain()
    {
        var start = _position;
        while (!IsAtEnd && _text[_position] != _separator && _text[_position] is not ('\r' or '\n'))
        {
            _position++;
        }

        return _text[start.._position];
    }

    /// <summary>What stands between the quotes; null, and nothing read, where they are never closed.</summary>
    private string? ReadQuoted()
    {
        var (position, line, lineStart) = (_position, _line, _lineStart);
        var content = new StringBuilder();
        _position++;
        while (!IsAtEnd)
        {
            var character = _text[_position];
            if (character == '"' && _text.AsSpan(_position).StartsWith("\"\""))
            {
                content.Append('"');
                _position += 2;
            }
            else if (character == '"')
            {
                _position++;
                return content.ToString();
            }
            else if (character is '\r' or '\n')
            {
                var start = _position;
                NextLine();
                content.Append(_text, start, _position - start);
            }
            else
            {
                content.Append(character);
                _position++;
            }
        }

        (_position, _line, _lineStart) = (position, line, lineStart);
        return null;
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && _text[_position] is ' ' or '\t' && _text[_position] != _separator)
        {
            _position++;
        }
    }

    /// <summary>Over one line break, where there is one.</summary>
    private void NextLine()
    {
        if (IsAtEnd)
        {
            return;
        }

        _position += _text.AsSpan(_position).StartsWith("\r\n") ? 2 : 1;
        _line++;
        _lineStart = _position;
    }
}
