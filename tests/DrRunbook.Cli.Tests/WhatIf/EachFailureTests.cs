using System.Text.Json;
using System.Text.RegularExpressions;

namespace DrRunbook.Cli.Tests.WhatIf;

public sealed partial class EachFailureTests : IDisposable
{
    private const int MostFailovers = 50;

    private const string Marker = "--each-failure --format markdown`.\n\n";

    private readonly TestCli _cli = new();

    /// <summary>Those of ours whose matrix is made in a moment: the provider's two hundred vApps would take some thousand rehearsals.</summary>
    public static TheoryData<string, string> Runbooks => new(
        Directory.GetFiles(Path.Combine(Root, "runbooks"), "*.yaml").Order(StringComparer.Ordinal)
            .Where(file => File.ReadLines(file).Count(line => line.Contains("failover:", StringComparison.Ordinal)) < MostFailovers)
            .Select(file => (Path.GetFileName(file), Path.GetFileName(file) == "site-a.yaml" ? "disaster" : "drill")));

    [Theory]
    [MemberData(nameof(Runbooks))]
    public async Task Every_runbook_of_ours_has_a_matrix_with_each_of_its_failovers(string name, string mode)
    {
        var (code, output, error) = await EachFailureOfAsync(Path.Combine(Root, "runbooks", name), "--mode", mode, "--output", "json");
        var rows = Lines(output);
        Assert.True(code is ExitCodes.Good or ExitCodes.NotGood, error);
        Assert.Equal("succeeded", rows[0].GetProperty("outcome").GetString());
        var sum = rows[^1];
        Assert.Equal(rows.Length - 2, sum.GetProperty("failures").GetInt32());
        Assert.Equal(sum.GetProperty("flags").GetInt32() == 0, code == ExitCodes.Good);
        foreach (var step in rows[0].GetProperty("comesUp").EnumerateArray())
        {
            var ways = rows[1..^1].Where(row => row.GetProperty("fails").GetString() == step.GetString()).Select(row => row.GetProperty("how").GetString());
            Assert.Superset(new HashSet<string?> { "session-failed", "timed-out" }, ways.ToHashSet());
        }

        // Whatever fails by itself keeps its own step from coming up.
        Assert.All(
            rows[1..^1].Where(row => row.GetProperty("how").GetString() is "session-failed" or "timed-out" or "one-vm-failed"),
            row => Assert.DoesNotContain(row.GetProperty("comesUp").EnumerateArray(), step => step.GetString() == row.GetProperty("fails").GetString()));
    }

    /// <summary>The matrix in the documentation is written anew with SNAP_ACCEPT=1, like a snapshot.</summary>
    [Fact]
    public async Task The_documentation_shows_the_matrix_of_site_a()
    {
        var (code, output, _) = await EachFailureOfAsync(Path.Combine(Root, "runbooks/site-a.yaml"), "--format", "markdown");
        var path = Path.Combine(Root, "docs/what-if.md");
        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var expected = page[..(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)] + output;
        if (Environment.GetEnvironmentVariable("SNAP_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(path, expected, TestContext.Current.CancellationToken);
            page = expected;
        }

        Assert.Equal((ExitCodes.Good, expected), (code, page));
    }

    [Fact]
    public async Task Each_kind_of_step_fails_in_each_of_its_ways()
    {
        var (code, output, _) = await EachFailureAsync(WhatIfRunbook.Whole);
        Assert.Equal(ExitCodes.Good, code);
        Snap.Verify(output);
    }

    [Fact]
    public async Task Two_rehearsals_at_once_give_the_same_matrix_each_time()
    {
        var first = await EachFailureAsync(WhatIfRunbook.Whole, "--output", "json");
        var second = await EachFailureAsync(WhatIfRunbook.Whole, "--output", "json");
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task A_rehearsal_whose_plan_is_taken_over_ends_like_one_that_resolves_it()
    {
        var rows = Lines((await EachFailureAsync(WhatIfRunbook.Whole, "--output", "json")).Output);
        var alone = Lines((await _cli.InvokeAsync("rehearse", Path.Combine(_cli.Folder, "small.yaml"), "--fail", "database", "--output", "json")).Output);
        var row = rows.Single(row => row.TryGetProperty("how", out var how) && how.GetString() == "session-failed" && row.GetProperty("fails").GetString() == "database");
        Assert.Equal(alone[^1].GetProperty("outcome").GetString(), row.GetProperty("outcome").GetString());
        var entries = alone.Where(entry => entry.TryGetProperty("at", out _)).Select(entry => entry.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Equal(Span(entries[^1] - entries[0]), row.GetProperty("lasted").GetString());
    }

    [Fact]
    public async Task A_manager_that_is_not_required_is_down_from_the_start_as_well_as_lost()
    {
        var runbook = WhatIfRunbook.Of(
            """
              - { id: database, failover: erp-db }
              - { id: other, failover: { vApp: erp-other, enterpriseManager: site-c }, onFailure: continue }
              - { id: check, gate: { tcp: erp.example:443 } }

            """ + WhatIfRunbook.Undo + WhatIfRunbook.AfterFailure);
        var (_, output, _) = await EachFailureAsync(runbook.Replace("objectives:", SiteC + "objectives:", StringComparison.Ordinal), "--output", "json");
        var rows = Lines(output)[1..^1].Where(row => row.GetProperty("fails").GetString()!.StartsWith("manager:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ["manager:site-b manager-lost", "manager:site-c manager-down", "manager:site-c manager-lost"],
            rows.Select(row => $"{row.GetProperty("fails").GetString()} {row.GetProperty("how").GetString()}"));
        Assert.Equal(["failed", "succeeded-with-findings", "succeeded-with-findings"], rows.Select(row => row.GetProperty("outcome").GetString()));
        Assert.Equal("database", Assert.Single(rows[1].GetProperty("comesUp").EnumerateArray()).GetString());
    }

    public void Dispose() => _cli.Dispose();

    private const string SiteC = "  site-c: { url: 'https://em.site-c.example:9398', required: false, credentials: { usernameFrom: env:C_USER, passwordFrom: env:C_PASSWORD } }\n";

    private static string Root { get; } = FindRoot();

    private static string Span(TimeSpan span) => DrRunbook.Core.Runbooks.Duration.Format(span);

    private static JsonElement[] Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DrRunbook.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private async Task<(int Code, string Output, string Error)> EachFailureAsync(string runbook, params string[] more)
    {
        var file = Path.Combine(_cli.Folder, "small.yaml");
        await File.WriteAllTextAsync(file, runbook, TestContext.Current.CancellationToken);
        return await _cli.InvokeAsync(["rehearse", file, "--each-failure", .. more]);
    }

    private async Task<(int Code, string Output, string Error)> EachFailureOfAsync(string file, params string[] more)
    {
        string[] input = TicketInput().IsMatch(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)) ? ["--input", "ticket=CHG1"] : [];
        return await _cli.InvokeAsync(["rehearse", file, "--each-failure", .. input, .. more]);
    }

    [GeneratedRegex("^  ticket:", RegexOptions.Multiline)]
    private static partial Regex TicketInput();
}
