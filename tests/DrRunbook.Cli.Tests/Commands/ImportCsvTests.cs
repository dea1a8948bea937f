namespace DrRunbook.Cli.Tests.Commands;

public sealed class ImportCsvTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Fact]
    public async Task A_draft_goes_to_standard_output_and_what_was_found_beside_it()
    {
        Write("plan.csv", "wave;vApp;check\n1;erp-db;erp-db:1433\n2;erp-app;ping it\n");
        Snap.Verify(await _cli.RunAsync("import", "csv", "plan.csv"));
    }

    [Fact]
    public async Task A_draft_in_a_file_validates_and_is_rehearsed_in_both_modes()
    {
        Write("plan.csv", "wave;vApp;check;notes\n1;erp-db;erp-db:1433;\n2;erp-app;;\n3;;;Call the storage team\n");
        Write("certs/ca.pem", "-----BEGIN CERTIFICATE-----\n");
        var (code, output, error) = await _cli.InvokeAsync(
            "import", "csv", "plan.csv", "--out", "runbooks/draft.yaml", "--url", "https://em.site-b.example:9398", "--user-from", "env:U", "--password-from", "file:secret", "--ca-file", "certs/ca.pem");

        Assert.Equal((ExitCodes.Good, ""), (code, output));
        Assert.EndsWith("Next: drrun validate runbooks/draft.yaml\n", error, StringComparison.Ordinal);
        var path = Path.Combine(_cli.Folder, "runbooks/draft.yaml");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains("credentials: { usernameFrom: env:U, passwordFrom: file:../secret }", text, StringComparison.Ordinal);
        Assert.Contains("tls: { caFile: ../certs/ca.pem }", text, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("validate", path, "--root", _cli.Folder)).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("rehearse", path, "--root", _cli.Folder)).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("rehearse", path, "--root", _cli.Folder, "--mode", "disaster")).Code);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        Write("plan.csv", "vApp\nerp-db\n");
        Write("draft.yaml", "mine\n");
        var (code, _, error) = await _cli.InvokeAsync("import", "csv", "plan.csv", "--out", "draft.yaml");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("'draft.yaml' is there already", error, StringComparison.Ordinal);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(Path.Combine(_cli.Folder, "draft.yaml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Programs_get_the_draft_and_the_findings_as_one_value()
    {
        Write("plan.csv", "vApp,check\nerp-db,ping\n");
        var (code, output, error) = await _cli.InvokeAsync("import", "csv", "plan.csv", "--output", "json");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal((ExitCodes.Good, ""), (code, error));
        Assert.Equal("DR0908", json.RootElement.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.StartsWith("# yaml-language-server", json.RootElement.GetProperty("runbook").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("names where the value is found", "--password-from", "hunter2hunter2")]
    [InlineData("names where the value is found", "--user-from", "env:")]
    [InlineData("plain http is for loopback alone", "--url", "http://em.example:9399")]
    [InlineData("without user, password or path", "--url", "https://u:hunter2hunter2@em.example")]
    [InlineData("64 hexadecimal digits", "--thumbprint", "AB:CD")]
    [InlineData("give one of them", "--ca-file", "x", "--thumbprint", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("from 1 to 1000", "--max-failovers", "0")]
    [InlineData("must be letters", "--name", "a b")]
    [InlineData("is stated in the frame", "--frame", "x", "--url", "https://em.example")]
    [InlineData("it does not exist", "--frame", "gone.yaml")]
    public async Task Options_that_cannot_be_meant_are_wrong_usage_and_repeat_no_secret(string says, params string[] options)
    {
        Write("plan.csv", "vApp\nerp-db\n");
        var (code, output, error) = await _cli.InvokeAsync(["import", "csv", "plan.csv", .. options]);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_diagnostic()
    {
        var (code, output, error) = await _cli.InvokeAsync("import", "csv", "gone.csv");
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains("gone.csv: error DR0901", error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private void Write(string name, string text)
    {
        var path = Path.Combine(_cli.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
