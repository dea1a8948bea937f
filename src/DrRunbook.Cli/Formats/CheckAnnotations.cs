using System.Globalization;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Formats;

/// <summary>Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.</summary>
internal static class CheckAnnotations
{
    /// <summary>A command a line, such as <c>::warning file=site-a.yaml,line=14,col=5,title=DR0412::…</c>.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FileCheck> checks)
    {
        foreach (var one in checks.SelectMany(check => check.Diagnostics))
        {
            var kind = one.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
            var text = one.Help is null ? one.Message : $"{one.Message}\n{one.Help}";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"::{kind} file={Property(one.At.File)},line={Math.Max(1, one.At.Line)},col={Math.Max(1, one.At.Column)},title={Property(one.Code)}::{Message(text)}"));
        }
    }

    /// <summary>The runner unescapes these; any other control character is of no use to a reader and is left away.</summary>
    private static string Message(string text) => string.Concat(text.Where(c => c is '\n' || !char.IsControl(c)))
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
