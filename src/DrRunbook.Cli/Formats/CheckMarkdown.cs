using System.Globalization;
using DrRunbook.Cli.Face;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Cli.Formats;

/// <summary>Findings as Markdown, for a comment on a pull request.</summary>
internal static class CheckMarkdown
{
    /// <summary>A table a file, and what is waived behind it.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FileCheck> checks)
    {
        output.WriteLine("### drrun validate");
        output.WriteLine();
        output.WriteLine(CheckText.Summary(checks));
        foreach (var check in checks.Where(check => !check.Diagnostics.IsEmpty || !check.Waived.IsEmpty))
        {
            output.WriteLine();
            output.WriteLine($"**{ReportMarkdown.Encode(check.File)}**");
            WriteFindings(output, check);
            WriteWaived(output, check);
        }
    }

    private static void WriteFindings(TextWriter output, FileCheck check)
    {
        if (check.Diagnostics.IsEmpty)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("| line | | code | finding | way out |");
        output.WriteLine("| ---: | --- | --- | --- | --- |");
        foreach (var one in check.Diagnostics)
        {
            var place = one.At.File == check.File ? "" : $"{ReportMarkdown.Encode(one.At.File)}:";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {place}{one.At.Line} | {Readable.Word(one.Severity)} | {one.Code} | {ReportMarkdown.Encode(one.Message)} | {ReportMarkdown.Encode(one.Help)} |"));
        }
    }

    private static void WriteWaived(TextWriter output, FileCheck check)
    {
        foreach (var waived in check.Waived)
        {
            output.WriteLine();
            output.WriteLine($"Waived {waived.Finding.Diagnostic.Code}: {ReportMarkdown.Encode(waived.Finding.Diagnostic.Message)}. Reason: {ReportMarkdown.Encode(waived.Reason)}");
        }
    }
}
