using System.Runtime.CompilerServices;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Lint;

/// <summary>Each rule against a runbook that breaks it and one that keeps it.</summary>
public sealed class LinterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly RunbookFolder _folder = new();

    public static TheoryData<string> Rules => [.. Linter.Codes, "DR0460", "DR0461"];

    [Fact]
    public void There_are_thirty_rules_and_more() => Assert.True(Linter.Codes.Length >= 30);

    [Fact]
    public void Each_rule_has_a_code_of_its_own() => Assert.Equal(Linter.Codes.Distinct(), Linter.Codes);

    [Fact]
    public void Each_fixture_is_that_of_a_rule()
    {
        var codes = Directory.GetFiles(Fixtures()).Select(file => Path.GetFileName(file).Split('.')[0]).Distinct();
        Assert.Equal(Rules.Select(row => row.Data).Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Rules))]
    public void What_breaks_a_rule_is_found_once_with_its_place_and_a_way_out(string code)
    {
        var found = Check($"{code}.fails.yaml").Diagnostics.Where(diagnostic => diagnostic.Code == code).ToList();

        var only = Assert.Single(found);
        Assert.NotEqual(Severity.Error, only.Severity);
        Assert.True(only.At.Line >= 1 && only.Help is not null, only.ToString());
    }

    [Theory, MemberData(nameof(Rules))]
    public void What_keeps_a_rule_is_not_found(string code) =>
        Assert.DoesNotContain(Check($"{code}.passes.yaml").Diagnostics, diagnostic => diagnostic.Code == code);

    [Theory, MemberData(nameof(Rules))]
    public void What_is_waived_on_the_runbook_is_told_apart_with_its_reason(string code)
    {
        if (!Linter.Codes.Contains(code))
        {
            return;
        }

        var result = Check($"{code}.fails.yaml", $"\nwaive: {{ {code}: we mean it }}\n");

        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Code is "DR0460" || diagnostic.Code == code);
        Assert.Equal("we mean it", Assert.Single(result.Waived, waived => waived.Finding.Diagnostic.Code == code).Reason);
    }

    [Fact]
    public void A_waiver_on_a_step_holds_for_what_stands_in_it_and_no_further()
    {
        var result = Lint("""
            steps:
              - id: tier
                waive: { DR0412: the gate after the group checks both }
                sequence:
                  steps:
                    - { id: web, failover: shop-web }
              - { id: mail, failover: shop-mail }
            """);

        Assert.Equal("web", Assert.Single(result.Waived, waived => waived.Finding.Diagnostic.Code == "DR0412").Finding.Step?.Value);
        Assert.Contains("'mail'", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Code == "DR0412").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_stand_in_the_order_of_the_file()
    {
        var places = Check("DR0420.fails.yaml").Diagnostics.Select(diagnostic => (diagnostic.At.Line, diagnostic.At.Column)).ToList();

        Assert.True(places.Count > 3);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData("shop-web", "shop-wbe", true)]
    [InlineData("shop-web", "Shop-Web", true)]
    [InlineData("erp-db", "erp-dbs", true)]
    [InlineData("web-1", "web-2", false)]
    [InlineData("app-a", "app-b", false)]
    [InlineData("db-erp", "db-web", false)]
    [InlineData("shop-web", "shop-web", false)]
    public void Names_that_differ_by_a_slip_are_told_from_names_that_count(string name, string other, bool isSlip) =>
        Assert.Equal(isSlip, DidYouMean.IsSlip(name, other));

    public void Dispose() => _folder.Dispose();

    private LintResult Lint(string steps) => LintText($"""
        version: 1
        name: shop
        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: {"{"} usernameFrom: env:SITE_B_USER, passwordFrom: env:SITE_B_PASSWORD {"}"}
        {steps}
        """);

    private LintResult Check(string fixture, string more = "")
    {
        var text = File.ReadAllText(Path.Combine(Fixtures(), fixture));
        var lines = text.Split('\n').Where(line => more.Length == 0 || !line.StartsWith("waive:", StringComparison.Ordinal));
        return LintText(string.Join('\n', lines) + more);
    }

    private LintResult LintText(string text)
    {
        var runbook = _folder.Valid(text);
        var plans = Enum.GetValues<RunMode>().Select(mode => PlanCompiler.Compile(runbook, mode, Now).Plan!);
        return Linter.Check(runbook, plans);
    }

    private static string Fixtures([CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, "Fixtures");
}
