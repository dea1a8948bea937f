using Spectre.Console;
using Spectre.Console.Rendering;

namespace DrRunbook.Cli.Face;

/// <summary>How dear a line of the live view is: where the window is too small, the cheapest go first.</summary>
internal enum BoardRank
{
    /// <summary>What is over, as counts.</summary>
    Done,

    /// <summary>What comes next.</summary>
    Next,

    /// <summary>Groups.</summary>
    Group,

    /// <summary>What goes on.</summary>
    Running,

    /// <summary>What went wrong.</summary>
    Bad,

    /// <summary>What a person has to do.</summary>
    Question,

    /// <summary>The head.</summary>
    Head,
}

/// <summary>A line of the live view.</summary>
internal sealed record BoardLine(BoardRank Rank, ImmutableArray<Segment> Segments)
{
    /// <summary>A line of one piece.</summary>
    public static BoardLine Of(BoardRank rank, string text, Style? style = null) => new(rank, [new Segment(text, style ?? Style.Plain)]);

    /// <summary>The bare text.</summary>
    public override string ToString() => string.Concat(Segments.Select(segment => segment.Text));
}
