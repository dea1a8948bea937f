using System.Text.Json;
using System.Text.Json.Serialization;
using DrRunbook.Cli.Composition;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Formats;

/// <summary>Findings as a SARIF log, version 2.1.0 (OASIS), for code scanning.</summary>
internal static class CheckSarif
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes the log. A waived finding is in it as a suppressed one, with its reason.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FileCheck> checks)
    {
        var found = checks.SelectMany(check => check.Diagnostics.Select(diagnostic => (Diagnostic: diagnostic, Reason: (string?)null))
            .Concat(check.Waived.Select(waived => (Diagnostic: waived.Finding.Diagnostic, Reason: (string?)waived.Reason)))).ToList();
        var codes = found.Select(one => one.Diagnostic.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var log = new Dictionary<string, object>
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    tool = new
                    {
                        driver = new { name = "drrun", semanticVersion = RunAssembly.ToolVersion, rules = codes.Select(Rule) },
                    },
                    columnKind = "utf16CodeUnits",
                    results = found.Select(one => Result(one.Diagnostic, codes.IndexOf(one.Diagnostic.Code), one.Reason)),
                },
            },
        };
        output.WriteLine(JsonSerializer.Serialize(log, Options));
    }

    private static object Rule(string code)
    {
        var page = DiagnosticPages.Find(code);
        var title = page?.Split('\n')[0].Split(": ", 2)[^1] ?? code;
        return new { id = code, shortDescription = new { text = title }, help = page is null ? null : new { text = page, markdown = page } };
    }

    private static object Result(Diagnostic diagnostic, int rule, string? waived) => new
    {
        ruleId = diagnostic.Code,
        ruleIndex = rule,
        level = diagnostic.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" },
        message = new { text = diagnostic.Help is null ? diagnostic.Message : $"{diagnostic.Message}. {diagnostic.Help}" },
        locations = new[]
        {
            new
            {
                physicalLocation = new
                {
                    artifactLocation = new { uri = UriOf(diagnostic.At.File) },
                    region = new { startLine = Math.Max(1, diagnostic.At.Line), startColumn = Math.Max(1, diagnostic.At.Column) },
                },
            },
        },
        suppressions = waived is null ? null : new[] { new { kind = "inSource", justification = waived } },
    };

    /// <summary>A relative reference as it is, so that a scanner finds the file in its checkout; an absolute path as a file URI.</summary>
    private static string UriOf(string file) => Path.IsPathRooted(file)
        ? new Uri(file).AbsoluteUri
        : string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}
