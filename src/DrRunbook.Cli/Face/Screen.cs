using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DrRunbook.Cli.Face;

/// <summary>Draws frames over one another at the bottom of a terminal, without taking the screen over: what was there scrolls away as usual.</summary>
/// <param name="output">The terminal.</param>
/// <param name="size">Its columns and rows now.</param>
/// <param name="colors">What it can show.</param>
internal sealed class Screen(TextWriter output, Func<(int Columns, int Rows)> size, ColorSystemSupport colors)
{
    private ImmutableArray<int> _widths = [];

    /// <summary>How many lines a frame may have: the last row stays free, so that nothing scrolls.</summary>
    public int Rows => Math.Max(size().Rows - 1, 1);

    /// <summary>Draws a frame in place of the last one.</summary>
    public void Draw(ImmutableArray<BoardLine> lines)
    {
        var columns = Math.Max(size().Columns, 1);
        var cut = lines.Select(line => Cut(line.Segments, Math.Max(columns - 1, 1))).ToList();
        var frame = new StringBuilder();

        // Synchronised output: a terminal that knows it shows the frame in one piece.
        frame.Append("\e[?2026h\e[?25l").Append(Back(columns)).Append(Render(cut, columns)).Append("\e[?2026l");
        output.Write(frame);
        output.Flush();
        _widths = [.. cut.Select(Segment.CellCount)];
    }

    /// <summary>Leaves the last frame where it is; the next text comes below it.</summary>
    public void Close()
    {
        output.Write("\e[?25h");
        output.Flush();
        _widths = [];
    }

    /// <summary>To the first column of the last frame's first row, and clears from there. A window that became narrower has wrapped that frame.</summary>
    private string Back(int columns)
    {
        var rows = _widths.Sum(width => Math.Max((width + columns - 1) / columns, 1));
        return rows == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\e[{rows}A\r\e[J");
    }

    /// <summary>The pieces that fit, the last of them as far as it fits.</summary>
    private static List<Segment> Cut(ImmutableArray<Segment> segments, int columns)
    {
        var cut = new List<Segment>();
        foreach (var segment in segments)
        {
            var room = columns - Segment.CellCount(cut);
            if (segment.CellCount() > room)
            {
                if (room > 0 && Segment.Truncate(segment, room) is { } rest)
                {
                    cut.Add(rest);
                }

                break;
            }

            cut.Add(segment);
        }

        return cut;
    }

    private string Render(IReadOnlyList<List<Segment>> lines, int columns)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = columns;
        console.Write(new SegmentLines(lines));
        return text.ToString();
    }

    private sealed class SegmentLines(IReadOnlyList<List<Segment>> lines) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => lines.SelectMany(line => line.Append(Segment.LineBreak));
    }
}
