using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Tests.Diagnostics;

public sealed partial class DiagnosticPagesTests
{
    [Fact]
    public void Each_code_belongs_to_one_method()
    {
        var shared = DiagnosticCatalogue.All.GroupBy(one => one.Diagnostic.Code).Where(code => code.Count() > 1).Select(code => code.Key);

        Assert.Empty(shared);
        Assert.All(DiagnosticCatalogue.All, one => Assert.Matches("^DR0[1-9][0-9]{2}$", one.Diagnostic.Code));
    }

    [Fact]
    public void Each_class_keeps_to_its_hundred() =>
        Assert.All(
            DiagnosticCatalogue.All.GroupBy(one => one.Method.DeclaringType!),
            area => Assert.Single(area.Select(one => one.Diagnostic.Code[..4]).Distinct()));

    [Fact]
    public void Each_code_has_a_page_and_each_page_a_code() =>
        Assert.Equal(DiagnosticCatalogue.All.Select(one => one.Diagnostic.Code).Order(StringComparer.Ordinal), DiagnosticPages.Codes);

    [Fact]
    public void Each_page_has_a_title_an_example_and_a_way_out() =>
        Assert.All(DiagnosticPages.Codes, code =>
        {
            var page = DiagnosticPages.Find(code)!;
            Assert.StartsWith($"# {code}: ", page, StringComparison.Ordinal);
            Assert.Contains("\n## Example\n", page, StringComparison.Ordinal);
            Assert.Contains("\n## How to mend it\n", page, StringComparison.Ordinal);
        });

    [Fact]
    public void A_code_is_found_in_any_letter_case_and_an_unknown_one_is_not()
    {
        Assert.Equal(DiagnosticPages.Find("DR0203"), DiagnosticPages.Find("dr0203"));
        Assert.Null(DiagnosticPages.Find("DR9999"));
        Assert.Null(DiagnosticPages.Find("../DR0203"));
    }

    [Fact]
    public void No_message_ends_in_a_full_stop() =>
        Assert.All(DiagnosticCatalogue.All, one => Assert.DoesNotMatch(@"[.\s]$", one.Diagnostic.Message));

    /// <summary>The list in the documentation is written anew with SNAP_ACCEPT=1, like a snapshot.</summary>
    [Fact]
    public void The_documentation_lists_every_code()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/diagnostics.md");
        var expected = ListOfCodes();
        if (Environment.GetEnvironmentVariable("SNAP_ACCEPT") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string ListOfCodes()
    {
        var text = new StringBuilder(
            """
            # Diagnostics

            Every finding has a code that keeps its meaning for ever, a severity, a place and a way out. `drrun explain CODE`
            prints the page of a code: what it means, an example, and how to mend it.

            | code | severity | meaning |
            | --- | --- | --- |

            """);
        foreach (var diagnostic in DiagnosticCatalogue.All.Select(one => one.Diagnostic).OrderBy(one => one.Code, StringComparer.Ordinal))
        {
            var page = $"src/DrRunbook.Core/Diagnostics/Pages/{diagnostic.Code}.md";
            var severity = diagnostic.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
            text.Append($"| [{diagnostic.Code}](../{page}) | {severity} | {Title().Match(DiagnosticPages.Find(diagnostic.Code) ?? "").Groups[1].Value} |\n");
        }

        return text.ToString();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^# DR[0-9]{4}: (.+)\n")]
    private static partial Regex Title();
}
