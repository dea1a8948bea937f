namespace DrRunbook.Evidence;

/// <summary>The version of all that turns plan and journal into a report, and a report into pages.</summary>
/// <remarks>Two programs with the same number make the same bytes of the same run. So it grows with the first change after a release that
/// changes a byte of any rendering, <c>report.json</c> included.</remarks>
public static class RendererVersion
{
    /// <summary>This program's.</summary>
    public const int Current = 1;
}
