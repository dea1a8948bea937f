namespace DrRunbook.Cli.Tests.Commands;

public sealed class RunbookCommandTests : IDisposable
{
    private const string Broken =
        """
        version: 1
        name: broken
        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: { usernameFrom: env:U, passwordFrom: env:P }
        defaults: { enterpriseManager: site-b }
        steps:
          - id: core
            parallel:
              steps:
                - { id: database, failover: erp-db }
                - { id: application, needs: [databse], failover: erp-app }
          - { id: core, failover: "erp-\u001b[2J" }
        """;

    private readonly TestCli _cli = new();

    [Fact]
    public async Task A_runbook_in_order_exits_0()
    {
        var (code, output, error) = await _cli.InvokeAsync("validate", Path.Combine(Example.Folder, "shop.yaml"), "--root", Example.Folder);
        Assert.Equal((ExitCodes.Good, ""), (code, output));
        Assert.Contains("1 file: 0 errors, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_counts_with_strict_alone()
    {
        var file = Write("unproven.yaml", string.Join('\n', Broken.Split('\n').SkipLast(2)));
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("validate", file)).Code);
        Assert.Equal(ExitCodes.NotGood, (await _cli.InvokeAsync("validate", "--strict", file)).Code);
    }

    [Fact]
    public async Task Errors_are_told_with_place_code_and_help_and_exit_2()
    {
        var file = Write("broken.yaml", Broken);
        Snap.Verify(await _cli.RunAsync("validate", file));
    }

    [Fact]
    public async Task Errors_are_told_to_programs_as_one_value()
    {
        var file = Write("broken.yaml", Broken);
        Snap.Verify(await _cli.RunAsync("validate", file, "--output", "json"));
    }

    [Fact]
    public async Task What_is_wrong_in_one_mode_alone_is_found_too()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Example.Folder, "shop.yaml"), TestContext.Current.CancellationToken);
        var file = Write("shop.yaml", text.Replace("until: go-live", "until: isolate", StringComparison.Ordinal));
        Snap.Verify(await _cli.RunAsync("validate", file));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_diagnostic() => Snap.Verify(await _cli.RunAsync("validate", Path.Combine(_cli.Folder, "gone.yaml")));

    [Fact]
    public async Task A_page_is_found_by_code_by_number_and_in_any_case()
    {
        var page = (await _cli.InvokeAsync("explain", "DR0203")).Output;
        Assert.StartsWith("# DR0203", page, StringComparison.Ordinal);
        Assert.Equal(page, (await _cli.InvokeAsync("explain", "dr203")).Output);
        Assert.Equal(page, (await _cli.InvokeAsync("explain", "203")).Output);
    }

    [Theory]
    [InlineData("near", "DR0230x")]
    [InlineData("far", "nonsense")]
    public async Task An_unknown_code_is_refused_with_the_nearest(string name, string code) => Snap.Verify(await _cli.RunAsync("explain", code), parameters: name);

    [Fact]
    public async Task Without_a_code_every_page_is_listed_by_its_title()
    {
        var lines = (await _cli.InvokeAsync("explain")).Output.TrimEnd().Split('\n');
        Assert.Equal(Core.Diagnostics.DiagnosticPages.Codes, lines.Select(line => line.Split(':', ' ')[0]));
        Assert.All(lines, line => Assert.True(line.Length > 10, line));
    }

    [Fact]
    public async Task The_runbook_schema_is_printed_as_it_is_published()
    {
        var (code, output, _) = await _cli.InvokeAsync("schema", "runbook");
        Assert.Equal(ExitCodes.Good, code);
        using var schema = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.Contains("runbook.v1", (await _cli.InvokeAsync("schema")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await _cli.InvokeAsync("schema", "runbok")).Code);
    }

    public void Dispose() => _cli.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_cli.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
