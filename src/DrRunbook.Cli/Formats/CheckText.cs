using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Formats;

/// <summary>Findings for people at a terminal.</summary>
internal static class CheckText
{
    /// <summary>A finding a line, each with its way out, and how many there are.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FileCheck> checks)
    {
        foreach (var diagnostic in checks.SelectMany(check => check.Diagnostics))
        {
            output.WriteLine(DiagnosticText.Of(diagnostic));
        }

        output.WriteLine(Summary(checks));
    }

    /// <summary>Such as <c>2 files: 1 error, 3 warnings, 1 waived</c>.</summary>
    public static string Summary(IReadOnlyList<FileCheck> checks)
    {
        var waived = checks.Sum(check => check.Waived.Length);
        return $"{Readable.Count(checks.Count, "file")}: {Readable.Count(checks.Sum(check => check.Count(Severity.Error)), "error")}, "
            + Readable.Count(checks.Sum(check => check.Count(Severity.Warning)), "warning")
            + (waived > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {waived} waived") : "");
    }
}
