namespace DrRunbook.Yaml.Formatting;

/// <summary>A text whose lines end in LF, with the places of its lines. Offsets, lines and columns count from 0.</summary>
internal sealed class TextLines
{
    private readonly List<int> _starts = [0];

    public TextLines(string text)
    {
        Text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _starts.Add(i + 1);
            }
        }
    }

    public string Text { get; }

    public int LineOf(int offset)
    {
        var found = _starts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    public int ColumnOf(int offset) => offset - _starts[LineOf(offset)];

    /// <summary>Where the line of this offset ends, its LF not included.</summary>
    public int EndOfLine(int offset) => Text.IndexOf('\n', offset) is >= 0 and var end ? end : Text.Length;

    /// <summary>Whether nothing but space stands before this offset on its line.</summary>
    public bool IsFirst(int offset) => Text.AsSpan(_starts[LineOf(offset)], ColumnOf(offset)).IsWhiteSpace();

    /// <summary>Whether the line above the one of this offset is empty.</summary>
    public bool IsAfterBlank(int offset)
    {
        var line = LineOf(offset);
        return line > 0 && IsFirst(offset) && Text.AsSpan(_starts[line - 1], _starts[line] - _starts[line - 1]).IsWhiteSpace();
    }
}
