using System.Runtime.CompilerServices;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>The runbook of the provider is what its CSV and its frame make, by the command that its own heading names.</summary>
public sealed class ProviderRunbookTests : IDisposable
{
    private readonly TestCli _cli = new();

    private static string Folder => Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../runbooks");

    /// <summary>The runbook is written anew with SNAP_ACCEPT=1, like a snapshot.</summary>
    [Fact]
    public async Task The_command_in_its_heading_makes_it_anew_byte_for_byte()
    {
        var file = Path.Combine(Folder, "provider.yaml");
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var line = before.Split('\n').Single(text => text.StartsWith("#     drrun ", StringComparison.Ordinal));
        string[] command = line["#     drrun ".Length..line.IndexOf(" > ", StringComparison.Ordinal)].Split(' ');

        var (code, output, error) = await _cli.InvokeAsync([.. command.Select(word => word.StartsWith("provider/", StringComparison.Ordinal) ? Path.Combine(Folder, word) : word)]);

        Assert.True(code == ExitCodes.Good, error);
        if (Environment.GetEnvironmentVariable("SNAP_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(file, output, TestContext.Current.CancellationToken);
            before = output;
        }

        Assert.Equal(before, output);
        Assert.DoesNotContain("TODO", output, StringComparison.Ordinal);
        Assert.Contains("206 failovers, 0 TODOs", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_fails_keeps_no_other_down()
    {
        var (code, output, _) = await _cli.InvokeAsync("rehearse", Path.Combine(Folder, "provider.yaml"), "--fail", "carrow-db", "--output", "json");

        var rows = output.TrimEnd('\n').Split('\n').Select(row => System.Text.Json.JsonDocument.Parse(row).RootElement).ToArray();
        var succeeded = Steps("step-ended", data => data.GetProperty("outcome").GetString() == "succeeded");
        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Equal("failed", rows[^1].GetProperty("outcome").GetString());
        Assert.Equal(["carrow-app", "carrow-jobs", "carrow-web"], Steps("step-blocked", _ => true).Where(step => step.StartsWith("carrow-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((39 * 5) + 1, succeeded.Count(step => step.Split('-') is [not "hosting", "db" or "files" or "app" or "jobs" or "web"]));

        List<string> Steps(string type, Func<System.Text.Json.JsonElement, bool> filter) =>
        [
            .. rows.Where(row => row.TryGetProperty("type", out var own) && own.GetString() == type && filter(row.GetProperty("data")))
                .Select(row => row.GetProperty("data").GetProperty("step").GetString()!),
        ];
    }

    public void Dispose() => _cli.Dispose();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
