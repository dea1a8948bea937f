using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    private static readonly SourceSpan Place = new("runbooks/site-a.yaml", 41, 13);

    [Fact]
    public void A_finding_prints_place_severity_code_message_and_help() =>
        Assert.Equal(
            """
            runbooks/site-a.yaml:41:13: error DR0207: step 'application' needs 'databse', which is no sibling of it
                help: did you mean 'database'?
            """.ReplaceLineEndings("\n"),
            StepDiagnostics.UnknownSibling(Place, "application", "databse", DidYouMean.Help("databse", ["database", "queue"])).ToString());

    [Fact]
    public void A_finding_about_a_whole_file_prints_no_line() =>
        Assert.StartsWith("site-a.yaml: error DR0106: ", YamlDiagnostics.EmptyDocument(SourceSpan.WholeFile("site-a.yaml")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_message_that_quotes_a_flood_is_cut()
    {
        var finding = YamlDiagnostics.NotADuration(Place, "'timeout'", new string('x', 4_000_000));

        Assert.InRange(finding.Message.Length, 900, 1100);
        Assert.StartsWith("'timeout' 'xxx", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("(8760h)", finding.Message, StringComparison.Ordinal);
    }
}
