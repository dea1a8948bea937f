using System.Text;

namespace DrRunbook.Evidence.Rendering;

/// <summary>Plain text of a fixed width. Everything that is written passes the encoder for terminals.</summary>
internal sealed class TextPage(int width)
{
    private readonly StringBuilder _text = new();

    public void Blank() => _text.Append('\n');

    public void Heading(string title)
    {
        Blank();
        Line(title.ToUpperInvariant());
    }

    /// <summary>A rule across the page.</summary>
    public void Rule(char stroke) => Line(new string(stroke, width));

    public void Line(string text) => _text.Append(VisibleText.Of(text).TrimEnd()).Append('\n');

    /// <summary>A label and its text, which is broken at spaces and goes on below where it began.</summary>
    public void Item(string label, string text, int indent = 0, int column = 18)
    {
        var head = new string(' ', indent) + VisibleText.Of(label);
        var from = indent + column;
        var first = head.Length < from ? head.PadRight(from) : head + " ";
        foreach (var line in Broken(VisibleText.Of(text), width - from))
        {
            _text.Append((first + line).TrimEnd()).Append('\n');
            first = new string(' ', from);
        }
    }

    /// <summary>A table whose columns are as wide as they need; the last takes what is left and is broken at spaces.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, int indent = 2)
    {
        var cells = rows.Prepend(header).Select(row => row.Select(VisibleText.Of).ToList()).ToList();
        var last = header.Count - 1;
        var widths = Enumerable.Range(0, last).Select(column => Math.Min(38, cells.Max(row => row[column].Length))).ToList();
        var from = indent + widths.Sum(column => column + 2);
        foreach (var row in cells)
        {
            var columns = row.Take(last).Select((cell, column) => Broken(cell, widths[column]))
                .Append(Broken(row[last], Math.Max(20, width - from)))
                .ToList();
            for (var line = 0; line < columns.Max(column => column.Count); line++)
            {
                var parts = columns.Select((column, index) =>
                    (line < column.Count ? column[line] : "").PadRight(index < last ? widths[index] + 2 : 0));
                _text.Append((new string(' ', indent) + string.Concat(parts)).TrimEnd()).Append('\n');
            }
        }
    }

    public override string ToString() => _text.ToString();

    private static List<string> Broken(string text, int width)
    {
        var lines = new List<string>();
        var rest = text.TrimEnd();
        while (rest.Length > width)
        {
            var at = rest.LastIndexOf(' ', width);
            var cut = at > 0 ? at : char.IsHighSurrogate(rest[width - 1]) ? width - 1 : width;
            lines.Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }

        lines.Add(rest);
        return lines;
    }
}
