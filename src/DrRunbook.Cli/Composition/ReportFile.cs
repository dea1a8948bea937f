using System.Text;
using DrRunbook.Cli.Face;
using DrRunbook.Engine;
using DrRunbook.Evidence;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Cli.Composition;

/// <summary>A run's report in one of its forms, and as a file.</summary>
internal static class ReportFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The forms: html, json, junit, markdown and text.</summary>
    public static ImmutableArray<string> Formats { get; } = ["html", "json", "junit", "markdown", "text"];

    /// <summary>The form that a file's extension asks for, or null.</summary>
    public static string? FormatOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => "html",
        ".json" => "json",
        ".xml" => "junit",
        ".md" => "markdown",
        ".txt" => "text",
        _ => null,
    };

    /// <summary>The report of a run as it is kept.</summary>
    public static RunReport Of(StoredRun stored) => RunReport.From(stored.Plan, stored.Entries, new RunDigests(stored.Start.PlanDigest, stored.Head));

    /// <summary>The report's text.</summary>
    public static string Render(RunReport report, string format) => format switch
    {
        "html" => ReportHtml.Write(report),
        "json" => Utf8.GetString(ReportJson.Write(report)),
        "junit" => ReportJUnit.Write(report),
        "markdown" => ReportMarkdown.Write(report),
        _ => ReportText.Write(report),
    };

    /// <summary>Writes the text to a file and says where.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(Invocation invocation, string file, string text)
    {
        var path = invocation.Context.PathOf(file);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, Utf8, CancellationToken.None);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return invocation.Refuse($"the report cannot be written: {unwritable.Message}");
        }

        invocation.Error.WriteLine($"Written: {TerminalEncoder.Encode(path)}");
        return ExitCodes.Good;
    }
}
