using System.Globalization;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>Numbers and shapes of drawings.</summary>
internal static class Svg
{
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public static HtmlWriter Rect(this HtmlWriter page, string cssClass, double x, double y, double width, double height, double radius = 0) => radius == 0
        ? page.Empty("rect", ("class", cssClass), ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)))
        : page.Empty("rect", ("class", cssClass), ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("rx", Number(radius)));

    public static HtmlWriter Line(this HtmlWriter page, string cssClass, double x1, double y1, double x2, double y2) =>
        page.Empty("line", ("class", cssClass), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)));

    public static HtmlWriter Label(this HtmlWriter page, string text, double x, double y, string cssClass = "", string anchor = "start") => page
        .Begin("text", ("class", cssClass), ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor)).Text(text).End();

    /// <summary>A stretch of time: its colour, and over it the pattern that tells it apart without colour.</summary>
    public static void Phase(this HtmlWriter page, PhaseKind kind, double x, double y, double width, double height)
    {
        var name = Tones.Of(kind);
        page.Rect(name, x, y, width, height);
        if (kind is PhaseKind.Gates or PhaseKind.People or PhaseKind.Verification or PhaseKind.Doubt or PhaseKind.Pause)
        {
            page.Rect("p" + name[1..], x, y, width, height);
        }
    }

    /// <summary>The patterns; once per page.</summary>
    public static void Patterns(this HtmlWriter page)
    {
        page.Begin("defs");
        Hatch(page, "hatch-gates", 6, 45, "hatchline");
        Hatch(page, "hatch-verification", 6, 135, "hatchline");
        Hatch(page, "hatch-away", 7, 45, "awayline");
        page.Begin("pattern", ("id", "hatch-people"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"))
            .Empty("circle", ("class", "dot"), ("cx", "3"), ("cy", "3"), ("r", "1.2")).End();
        page.End();
    }

    private static void Hatch(HtmlWriter page, string id, int size, int angle, string stroke)
    {
        var width = size.ToString(CultureInfo.InvariantCulture);
        page.Begin("pattern", ("id", id), ("width", width), ("height", width), ("patternUnits", "userSpaceOnUse"), ("patternTransform", string.Create(CultureInfo.InvariantCulture, $"rotate({angle})")))
            .Line(stroke, 0, 0, 0, size).End();
    }
}
