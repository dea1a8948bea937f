using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests;

/// <summary>The exit code that each reason not to start, or not to succeed, has, and the words that go with it.</summary>
public sealed class ExitCodeTests : IAsyncDisposable
{
    private const string OneFailover = "steps:\n  - { id: db, failover: db }\n";
    private readonly Workplace _place = new();

    [Fact]
    public async Task A_wrong_runbook_is_2_and_leaves_no_run()
    {
        var runbook = _place.Write("wrong.yaml", $"{ShortRunbook.Head("wrong")}\nsteps:\n  - {{ id: db, failover: db, retires: 3 }}\n");

        var ending = (await _place.RunAsync("execute", runbook, "--simulate", "--yes")).MustExit(2);

        var line = File.ReadLines(runbook).TakeWhile(line => !line.Contains("retires", StringComparison.Ordinal)).Count() + 1;
        Assert.Matches($@"wrong\.yaml:{line}:\d+: error DR\d{{4}}: .*'retires'", ending.Error);
        Assert.False(File.Exists(_place.Store));
    }

    [Theory]
    [InlineData("--speed", "fast", "fast")]
    [InlineData("--mode", "panic", "panic")]
    [InlineData("--outage-at", "yesterday", "yesterday")]
    [InlineData("--ouput", "json", "--output")]
    public async Task A_wrong_command_line_is_2_and_says_what_is_wrong(string option, string value, string says)
    {
        var ending = (await _place.RunAsync("execute", Repository.Runbook("site-a.yaml"), "--simulate", "--input", "ticket=CHG1", "--yes", option, value)).MustExit(2);

        Assert.Contains(says, ending.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at DrRunbook", ending.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_run_without_a_terminal_wants_its_yes_on_the_command_line()
    {
        var ending = (await _place.RunAsync("execute", OneFailoverAt("https://127.0.0.1:1"))).MustExit(2);

        Assert.Contains("give --yes", ending.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_cannot_be_reached_is_4()
    {
        Credentials();
        using var port = new ClosedPort();

        var ending = (await _place.RunAsync("execute", OneFailoverAt($"https://127.0.0.1:{port.Number}"), "--yes")).MustExit(4);

        Assert.Contains("manager 'site-b'", ending.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Store));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_4_and_its_thumbprint_can_be_pinned()
    {
        Credentials();
        await using var manager = await ManagerAsync();

        var ending = (await _place.RunAsync("execute", OneFailoverAt(Url(manager)), "--yes")).MustExit(4);

        Assert.Contains($"tls: {{ thumbprint: {manager.Thumbprint} }}", ending.Error, StringComparison.Ordinal);
        Assert.Empty(manager.Manager("site-b").Ledger.Requests);
        var pinned = OneFailoverAt(Url(manager), $"    tls: {{ thumbprint: {manager.Thumbprint} }}");
        (await _place.RunAsync("plan", pinned)).MustExit(0);
    }

    [Fact]
    public async Task A_wrong_password_is_4_and_is_not_repeated()
    {
        Credentials(password: "not-the-password");
        await using var manager = await ManagerAsync();

        var ending = (await _place.RunAsync("execute", PinnedAt(manager), "--yes")).MustExit(4);

        Assert.Contains("manager 'site-b'", ending.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", ending.ToString(), StringComparison.Ordinal);
        Assert.Empty(manager.Manager("site-b").Ledger.FailoverPosts);
    }

    [Fact]
    public async Task A_missing_credential_is_4_and_named_before_anything_is_sent()
    {
        _place.Environment["EM_USER"] = "operator";
        _place.Environment["EM_PASSWORD"] = null;
        await using var manager = await ManagerAsync();

        var ending = (await _place.RunAsync("execute", PinnedAt(manager), "--yes")).MustExit(4);

        Assert.Contains("EM_PASSWORD", ending.Error, StringComparison.Ordinal);
        Assert.Equal(0, manager.Manager("site-b").Ledger.Count(RequestKind.Logon));
    }

    [Theory]
    [InlineData("", "vApps: [{ name: other }]", "'db'")]
    [InlineData("objectives: { rpo: 5m }\n", "vApps: [{ name: db, points: [{ age: 20m }] }]", "5m")]
    [InlineData("", "vApps: [{ name: db, replica: nightly }, { name: db, replica: hourly }]", "replica")]
    public async Task A_restore_point_that_is_missing_too_old_or_ambiguous_is_1(string objectives, string vApps, string says)
    {
        var runbook = _place.Write("point.yaml", $"{ShortRunbook.Head("point")}\n{objectives}{OneFailover}");
        var scenario = _place.Write("point.scenario.yaml", $"version: 1\nmanagers:\n  - name: site-b\n    {vApps}\n");

        var ending = (await _place.RunAsync("execute", runbook, "--simulate", scenario, "--speed", "10", "--yes")).MustExit(1);

        Assert.Matches(@"point\.yaml:\d+:\d+: error DR\d{4}: ", ending.Error);
        Assert.Contains(says, ending.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Store));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private static Task<SimulatorHost> ManagerAsync()
    {
        var scenario = new Scenario { Managers = [new ScenarioManager { Name = "site-b", VApps = [new ScenarioVApp { Name = "db" }] }] };
        return SimulatorHost.StartAsync(scenario, new SimulatorHostOptions { Clock = TimeProvider.System }, CancellationToken.None);
    }

    private static string Url(SimulatorHost manager) => manager.AddressOf("site-b").ToString().TrimEnd('/');

    private void Credentials(string password = "simulated")
    {
        _place.Environment["EM_USER"] = "operator";
        _place.Environment["EM_PASSWORD"] = password;
    }

    private string PinnedAt(SimulatorHost manager) => OneFailoverAt(Url(manager), $"    tls: {{ thumbprint: {manager.Thumbprint} }}");

    private string OneFailoverAt(string url, string manager = "") =>
        _place.Write("one.yaml", $"{ShortRunbook.Head("one", url, manager)}\n{OneFailover}");
}
