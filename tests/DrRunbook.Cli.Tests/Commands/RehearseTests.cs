using System.Text.RegularExpressions;

namespace DrRunbook.Cli.Tests.Commands;

public sealed partial class RehearseTests : IDisposable
{
    private readonly TestCli _cli = new();

    [Fact]
    public async Task No_command_is_offered_that_cannot_work_on_a_run_in_memory()
    {
        var (_, output, error) = await RehearseAsync();
        Assert.Contains("REHEARSAL: run ", output, StringComparison.Ordinal);
        Assert.Contains("WAITS FOR", error, StringComparison.Ordinal);
        Assert.DoesNotContain("drrun ", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out/rehearsal.html", "<!DOCTYPE html>")]
    [InlineData("rehearsal.json", "\"outcome\"")]
    [InlineData("rehearsal.md", "**Rehearsal.**")]
    [InlineData("rehearsal.txt", "(rehearsal)")]
    public async Task The_report_of_a_rehearsal_is_written_in_the_form_that_the_file_name_asks_for(string name, string telling)
    {
        var (code, _, error) = await RehearseAsync("--report", name);
        Assert.Equal(ExitCodes.Good, code);
        var path = Path.Combine(_cli.Folder, name);
        Assert.Contains($"Written: {path}", error, StringComparison.Ordinal);
        Assert.Contains(telling, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_report_in_a_form_that_is_not_known_is_refused_before_anything_runs()
    {
        var (code, output, error) = await RehearseAsync("--report", "rehearsal.pdf");
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains("--report 'rehearsal.pdf' must end in .html, .json, .md, .txt or .xml (JUnit)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_ends_the_same_in_both_forms_of_the_wire()
    {
        var xml = await RehearseAsync("--wire", "xml");
        var json = await RehearseAsync("--wire", "json");
        Assert.Equal(ExitCodes.Good, json.Code);
        Assert.Equal(Plain(xml.Output), Plain(json.Output));
        Assert.Equal(Plain(xml.Error), Plain(json.Error));
    }

    [Fact]
    public async Task What_a_real_run_would_tell_is_shown_and_nothing_is_sent()
    {
        await using var receiver = new Composition.Receiver();
        var file = Path.Combine(_cli.Folder, "told.yaml");
        await File.WriteAllTextAsync(file, """
            version: 1
            name: told
            unfenced: a runbook of a test
            enterpriseManagers: { site-b: { url: 'https://em.example:9398', credentials: { usernameFrom: env:U, passwordFrom: env:P } } }
            notify: [{ url: 'http://127.0.0.1:{{receiver.Port}}/T0/secret', headers: { X-KeyFrom: env:HOOK_KEY }, on: [waiting, end], every: 2h }]
            steps: [{ id: go, gate: { manual: { instruction: Go on } } }, { id: db, failover: db }]
            """.Replace("{{receiver.Port}}", receiver.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output, error) = await _cli.InvokeAsync("rehearse", file, "--report", "told.json");

        Assert.Equal(ExitCodes.Good, code);
        Assert.Empty(receiver.Requests);
        Assert.Contains($"notify  http://127.0.0.1:{receiver.Port}/… would be told of waiting at go", error, StringComparison.Ordinal);
        Assert.Contains("would be told of end", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output + error, StringComparison.Ordinal);
        using var report = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_cli.Folder, "told.json"), TestContext.Current.CancellationToken));
        Assert.Equal((2, 0), (report.RootElement.GetProperty("communications")[0].GetProperty("sent").GetInt32(), report.RootElement.GetProperty("communications")[0].GetProperty("failed").GetInt32()));
    }

    public void Dispose() => _cli.Dispose();

    private static string Plain(string text) => RunId().Replace(text, "RUN");

    private Task<(int Code, string Output, string Error)> RehearseAsync(params string[] more) =>
        _cli.InvokeAsync(["rehearse", Path.Combine(Example.Folder, "shop.yaml"), "--root", Example.Folder, .. more]);

    [GeneratedRegex("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}")]
    private static partial Regex RunId();
}
