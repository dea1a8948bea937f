using System.Xml.Linq;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>The findings of <c>validate</c> in the forms that a pipeline reads.</summary>
public sealed class ValidateFormatTests : IDisposable
{
    private const string Unproven =
        """
        version: 1
        name: "shop | [x](y) % : ,"
        owner: dr-team@example.com
        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: { usernameFrom: env:U, passwordFrom: env:P }
        objectives: { rto: 2h, rpo: 4h }
        unfenced: Site A is dark
        defaults: { enterpriseManager: site-b }
        steps:
          - { id: database, failover: "erp|db,%:\u0007" }
          - { id: web, failover: erp-web, waive: { DR0412: "the page | is looked at" } }
          - { id: undo, when: drill, gate: { manual: { instruction: undo, undoes: all } } }
        """;

    private readonly TestCli _cli = new();

    [Theory]
    [InlineData("sarif")]
    [InlineData("github")]
    [InlineData("junit")]
    [InlineData("markdown")]
    [InlineData("text")]
    public async Task Findings_in_a_form(string format)
    {
        var unproven = Write("unproven.yaml", Unproven);
        var broken = Write("broken.yaml", "version: 1\nname: broken\nstepz: []\n");
        var used = Write("used.yaml", "version: 1\nname: used\nsteps:\n  - { id: note, command: { run: [note] } }\n");
        Snap.Verify(await _cli.RunAsync("validate", unproven, broken, used, "--format", format), parameters: format);
    }

    [Fact]
    public async Task A_sarif_log_is_one_by_its_schema()
    {
        var oracle = SchemaOracle.Of("sarif.v2.1.0");
        var log = (await _cli.InvokeAsync("validate", Write("unproven.yaml", Unproven), "--format", "sarif")).Output;

        Assert.Empty(oracle.Judge(log));
        Assert.NotEmpty(oracle.Judge(log.Replace("\"level\": \"warning\"", "\"level\": \"grave\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Warnings_fail_a_junit_case_with_strict_alone()
    {
        var file = Write("unproven.yaml", Unproven);
        var lenient = XDocument.Parse((await _cli.InvokeAsync("validate", file, "--format", "junit")).Output);
        var strict = XDocument.Parse((await _cli.InvokeAsync("validate", file, "--format", "junit", "--strict")).Output);

        Assert.Empty(lenient.Descendants("failure"));
        Assert.Contains("DR0412", strict.Descendants("failure").Select(failure => failure.Attribute("type")!.Value));
    }

    public void Dispose() => _cli.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_cli.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
