using System.Text;

namespace DrRunbook.Evidence.Rendering;

/// <summary>Writes Markdown. What is handed in is encoded already.</summary>
internal sealed class MarkdownText
{
    private readonly StringBuilder _text = new();

    public void Heading(string title) => Paragraph("## " + title);

    public void Paragraph(string line)
    {
        Line(line);
        Blank();
    }

    public void List(IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            Line("- " + item);
        }

        Blank();
    }

    public void Table(string[] header, IEnumerable<string[]> rows)
    {
        foreach (var row in new[] { header, [.. header.Select(_ => "---")] }.Concat(rows))
        {
            Line($"| {string.Join(" | ", row)} |");
        }

        Blank();
    }

    public override string ToString() => _text.ToString();

    private void Line(string line) => _text.Append(line).Append('\n');

    private void Blank() => _text.Append('\n');
}
