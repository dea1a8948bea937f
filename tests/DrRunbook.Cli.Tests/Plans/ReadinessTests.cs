using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DrRunbook.Cli.Simulation;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Tests.Plans;

/// <summary><c>drrun plan</c> at managers on loopback: what the run needs, thing by thing, and that looking changes nothing.</summary>
public sealed class ReadinessTests : IAsyncDisposable
{
    private const string Scenario = """
        version: 1
        managers:
          - name: site-b
            accounts: [{ user: 'SITE-B\drrun', password: correct-horse }]
            vApps:
              - { name: erp-db, points: [{ age: 14m }] }
              - { name: erp-app, points: [{ age: 20m }] }
        """;

    private const string Steps = """
        steps:
          - { id: fence, fences: all, command: { run: [PROGRAM, --all], env: { TOKEN: '${env.FENCE_TOKEN}' } } }
          - { id: db, failover: erp-db, target: 10m, verify: [{ tcp: LISTENER }, { http: { url: 'http://LISTENER/health' } }] }
          - { id: app, failover: erp-app, target: 10m, verify: [{ command: { run: [sh, -c, 'touch FOLDER/started'] } }] }
          - { id: tell, http: { method: POST, url: 'http://LISTENER/done' } }
          - { id: go-live, gate: { manual: { instruction: Point the name at Site B, from: [ops], within: 5m } } }
        finally:
          - { id: page, http: { method: POST, url: '${env.PAGER_URL}' } }
        """;

    private readonly TestCli _cli = new(clock: TimeProvider.System);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TimeProvider _clock = TimeProvider.System;
    private SimulatorHost? _host;

    public ReadinessTests()
    {
        _listener.Start();
        _cli.Environment["EM_USER"] = "SITE-B\\drrun";
        _cli.Environment["EM_PASSWORD"] = "correct-horse";
        _cli.Environment["FENCE_TOKEN"] = "sesame-open-1";
        _cli.Environment["PAGER_URL"] = "https://pager.example/events";
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _cli.Dispose();
    }

    [Fact]
    public async Task A_plan_that_is_ready_says_what_was_looked_at_and_what_cannot_be_known()
    {
        var runbook = await WriteAsync(Scenario, Steps);

        var (code, output, error) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal((ExitCodes.Good, ""), (code, error));
        Snap.Verify(Told(output));
        Assert.DoesNotContain("sesame", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_keeps_a_run_from_succeeding_is_told_at_once_and_the_plan_is_not_ready()
    {
        var steps = Steps
            .Replace("erp-app,", "erp-apq,", StringComparison.Ordinal)
            .Replace("PROGRAM", "isolate-what-is-not-there", StringComparison.Ordinal);
        _cli.Environment.Remove("FENCE_TOKEN");
        _cli.Environment.Remove("PAGER_URL");
        var runbook = await WriteAsync(Scenario, steps);

        var (code, output, error) = await _cli.InvokeAsync("plan", runbook, "--out", "plan.json");

        Assert.Equal(ExitCodes.NotGood, code);
        Snap.Verify(Told(output));
        foreach (var said in new[] { "error DR0403", "error DR0416", "error DR0417", "warning DR0417", "'plan.json' is not written" })
        {
            Assert.Contains(said, error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_cli.Folder, "plan.json")));
    }

    [Fact]
    public async Task A_replica_that_another_run_claims_is_told_with_that_run()
    {
        var runbook = await WriteAsync(Scenario, Steps);
        await ClaimAsync("erp-db");

        var (code, output, error) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains($"error DR0419: the replica of 'erp-db' is claimed by run {ScriptedRun.Id}: step 'db' would be refused", error, StringComparison.Ordinal);
        Assert.Contains("  not ready claims   DR0419: the replica of 'erp-db'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_told()
    {
        var runbook = await WriteAsync(Scenario, Steps);
        await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval(), keepLease: true);

        var (code, output, _) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains($"  warn      claims   run {ScriptedRun.Id} of shop is under way", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_same_lines_with_status_topic_and_code()
    {
        var runbook = await WriteAsync(Scenario, Steps.Replace("PROGRAM", "isolate-what-is-not-there", StringComparison.Ordinal));

        using var json = JsonDocument.Parse((await _cli.InvokeAsync("plan", runbook, "--output", "json")).Output);

        Assert.False(json.RootElement.GetProperty("ready").GetBoolean());
        var lines = json.RootElement.GetProperty("readiness").EnumerateArray().ToList();
        var missing = Assert.Single(lines, line => line.GetProperty("status").GetString() == "not-ready");
        Assert.Equal(("programs", "DR0416"), (missing.GetProperty("about").GetString(), missing.GetProperty("code").GetString()));
        Assert.Contains(lines, line => line.GetProperty("status").GetString() == "unknown");
        Assert.DoesNotContain(lines, line => line.TryGetProperty("finding", out _));
    }

    [Fact]
    public async Task A_manager_that_cannot_be_used_and_is_not_required_is_a_warning_and_its_vApps_are_unknown()
    {
        var runbook = await WriteAsync(
            Scenario,
            Steps.Replace("failover: erp-app", "failover: { vApp: erp-app, enterpriseManager: site-c }", StringComparison.Ordinal),
            """
              site-c:
                url: http://127.0.0.1:9
                required: false
                credentials: { usernameFrom: env:NOT_SET, passwordFrom: env:EM_PASSWORD }
            """);

        var (code, output, _) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("  warn      manager  DR0413: manager 'site-c' does not answer and is not required", output, StringComparison.Ordinal);
        Assert.Contains("  unknown   points   whether 1 vApp at site-c can be failed over", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_far_from_ours_is_a_warning()
    {
        var runbook = await WriteAsync(Scenario.Replace("name: site-b\n", "name: site-b\n    clockOffset: 4m\n", StringComparison.Ordinal), Steps);

        var (code, output, _) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal(ExitCodes.Good, code);
        Assert.Matches("  warn      manager  the clock of site-b is (4m|3m59s|4m1s) ahead of this machine's", output);
    }

    [Theory]
    [InlineData(355, "runs out in ")]
    [InlineData(370, "ran out on ")]
    public async Task A_certificate_that_runs_out_soon_is_a_warning(int age, string says)
    {
        // The simulator's certificate is made by its own clock and lasts a year.
        _clock = new ShiftedClock(TimeSpan.FromDays(-age));
        var (code, output, error) = await _cli.InvokeAsync("plan", await WriteAsync(Scenario, Steps));

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains($"warning DR0468: the certificate of manager 'site-b' {says}", error, StringComparison.Ordinal);
        Assert.Contains("Readiness: ready, with 2 warnings", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_whose_every_key_has_run_out_is_a_warning()
    {
        using var keys = new SshKeyRing();
        keys.Make("alice");
        keys.Make("bob");
        await File.WriteAllTextAsync(
            Path.Combine(_cli.Folder, "signers"),
            $"alice@example.com valid-before=\"20250101Z\" {keys.PublicLine("alice")}\nbob@example.com {keys.PublicLine("bob")}\n",
            TestContext.Current.CancellationToken);
        var runbook = await WriteAsync(Scenario, Steps);
        var text = await File.ReadAllTextAsync(runbook, TestContext.Current.CancellationToken);
        text = text.Replace("approvers: { ops: [alice@example.com] }", "approvers: { ops: [alice@example.com, bob@example.com] }\nallowedSigners: signers", StringComparison.Ordinal);
        await File.WriteAllTextAsync(runbook, text, TestContext.Current.CancellationToken);

        var (code, output, _) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("  warn      people   DR0418: no key of 'alice@example.com' in 'signers' is valid now", output, StringComparison.Ordinal);
        Assert.Contains("  ok        people   signers holds a valid key of 1 person who may be asked", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approval: { from: [ops], count: 2 }", "gate 'go-live' of step 'go-live' cannot pass: it needs 2 of ops, and of these only bob@example.com has a key in 'signers' that is valid now")]
    [InlineData("approval: { allOf: [{ from: [ops], count: 1 }, { from: [net], count: 1 }] }", "it needs 1 of ops and 1 of net, and of these only bob@example.com has")]
    [InlineData("approval: { anyOf: [{ from: [ops], count: 2 }, { from: [boss], count: 1 }] }", "it needs 2 of ops or 1 of boss, and of these only bob@example.com has")]
    [InlineData("manual: { instruction: Point the name, from: [boss] }", "it needs 1 of boss, and of these nobody has")]
    [InlineData("approval: { anyOf: [{ from: [boss], count: 1 }, { from: [net], count: 1 }] }", null)]
    [InlineData("manual: { instruction: Point the name }", null)]
    public async Task A_gate_that_fewer_can_sign_than_have_to_keeps_the_plan_from_being_ready(string gate, string? says)
    {
        using var keys = new SshKeyRing();
        keys.Make("alice");
        keys.Make("bob");
        await File.WriteAllTextAsync(
            Path.Combine(_cli.Folder, "signers"),
            $"alice@example.com valid-before=\"20250101Z\" {keys.PublicLine("alice")}\nbob@example.com {keys.PublicLine("bob")}\n",
            TestContext.Current.CancellationToken);
        var runbook = await WriteAsync(Scenario, Steps.Replace("manual: { instruction: Point the name at Site B, from: [ops], within: 5m }", gate, StringComparison.Ordinal));
        var text = await File.ReadAllTextAsync(runbook, TestContext.Current.CancellationToken);
        text = text.Replace(
            "approvers: { ops: [alice@example.com] }",
            "approvers: { ops: [alice@example.com, bob@example.com], net: [bob@example.com], boss: [alice@example.com] }\nallowedSigners: signers",
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(runbook, text, TestContext.Current.CancellationToken);

        var (code, output, error) = await _cli.InvokeAsync("plan", runbook);

        Assert.True(code == (says is null ? ExitCodes.Good : ExitCodes.NotGood), error);
        Assert.Contains("  warn      people   DR0418: no key of 'alice@example.com'", output, StringComparison.Ordinal);
        Assert.Equal(says is not null, error.Contains("error DR0602", StringComparison.Ordinal));
        Assert.Contains(says ?? "", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_notify_names_and_is_not_there_is_a_warning()
    {
        var runbook = await WriteAsync(Scenario, Steps + "\nnotify:\n  - { url: '${env.PAGER_URL}', headers: { AuthorizationFrom: env:HOOK_TOKEN }, on: [failure] }\n");

        var (code, output, error) = await _cli.InvokeAsync("plan", runbook);

        Assert.True(code == ExitCodes.Good, error);
        Assert.Contains(
            "  warn      values   DR0417: address 1 of 'notify' needs the environment variable 'HOOK_TOKEN', which is not set", output, StringComparison.Ordinal);
        Assert.DoesNotContain("PAGER_URL", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("too short", "is short", "has fewer than 8 characters")]
    [InlineData("absent file", null, "cannot be opened")]
    [InlineData("folder", "", "is a folder")]
    public async Task A_secret_file_is_looked_for_and_not_read(string what, string? content, string says)
    {
        var secret = Path.Combine(_cli.Folder, "secret");
        if (what == "folder")
        {
            Directory.CreateDirectory(secret);
        }
        else if (content is not null)
        {
            await File.WriteAllTextAsync(secret, content[..2], TestContext.Current.CancellationToken);
        }

        var runbook = await WriteAsync(Scenario, Steps.Replace("env: { TOKEN: '${env.FENCE_TOKEN}' }", "env: { TOKENFrom: file:secret }", StringComparison.Ordinal));
        var (code, output, error) = await _cli.InvokeAsync("plan", runbook);

        Assert.Equal((ExitCodes.NotGood, true), (code, output.Length > 0));
        Assert.Contains($"step 'fence' needs the file 'secret', which {says}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_folds_readiness_away_behind_its_verdict()
    {
        var (_, output, _) = await _cli.InvokeAsync("plan", await WriteAsync(Scenario, Steps), "--format", "markdown");

        Assert.Contains("<details><summary>Readiness: ready as far as can be known</summary>", output, StringComparison.Ordinal);
        Assert.Contains("| ok | points | 2 vApps found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_nothing_is_looked_at_but_the_runbook()
    {
        _cli.Environment.Clear();

        var (code, output, _) = await _cli.InvokeAsync("plan", await WriteAsync(Scenario, Steps), "--offline");

        Assert.Equal(ExitCodes.Good, code);
        Assert.DoesNotContain("Readiness", output, StringComparison.Ordinal);
        Assert.Empty(_host!.Manager("site-b").Ledger.Requests);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    public async Task Planning_reads_alone_it_writes_starts_and_opens_nothing(string format)
    {
        var runbook = await WriteAsync(Scenario, Steps);
        await ClaimAsync("something-else");
        var before = Files();

        var (code, _, _) = await _cli.InvokeAsync("plan", runbook, "--format", format);

        Assert.Equal(ExitCodes.Good, code);

        // At the manager: its root, one logon and its end, and queries, which are all GETs.
        var ledger = _host!.Manager("site-b").Ledger;
        RequestKind[] reads = [RequestKind.Root, RequestKind.Logon, RequestKind.Logout, RequestKind.Query, RequestKind.QueryVAppPoints, RequestKind.QueryVmPoints, RequestKind.VmPoints, RequestKind.VAppPoint];
        Assert.Subset(reads.ToHashSet(), ledger.Requests.Keys.ToHashSet());
        Assert.Equal((1, 1, 0), (ledger.Count(RequestKind.Logon), ledger.Count(RequestKind.Logout), ledger.OpenLogons));
        Assert.Empty(ledger.Effects);
        Assert.Empty(ledger.FailoverPosts);

        // Here: no file has come, gone or changed, the store's included; a program of the runbook would have made one.
        Assert.Equal(before, Files());
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "started")));

        // And nobody has knocked at the addresses that gates and requests name.
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task Where_there_is_no_store_planning_makes_none()
    {
        var (code, _, _) = await _cli.InvokeAsync("plan", await WriteAsync(Scenario, Steps));

        Assert.Equal(ExitCodes.Good, code);
        Assert.False(File.Exists(_cli.Store));
    }

    private static string Told(string output)
    {
        var told = output[output.IndexOf("Readiness", StringComparison.Ordinal)..];
        told = Regex.Replace(told, "for [0-9]+ days: [0-9A-F]{64}", "for DAYS: THUMBPRINT");
        told = Regex.Replace(told, "the clock of site-b is .*", "the clock of site-b is OFFSET");
        return Regex.Replace(told, @"20m\d*s? old", "20m old");
    }

    /// <summary>What lies in the folder, but for drrun's own log.</summary>
    private Dictionary<string, string> Files() => Directory.EnumerateFiles(_cli.Folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/logs/", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private async Task<string> WriteAsync(string scenario, string steps, string more = "")
    {
        var file = Path.Combine(_cli.Folder, "site-b.scenario.yaml");
        await File.WriteAllTextAsync(file, scenario, TestContext.Current.CancellationToken);
        _host = await SimulatorHost.StartAsync(ScenarioFile.Read(file).Scenario!, new SimulatorHostOptions { Clock = _clock }, TestContext.Current.CancellationToken);
        var runbook = Path.Combine(_cli.Folder, "ready.yaml");
        var head = $$"""
            version: 1
            name: ready
            environment: [FENCE_TOKEN, PAGER_URL]
            approvers: { ops: [alice@example.com] }
            objectives: { rto: 1h, rpo: 4h }
            defaults: { enterpriseManager: site-b }
            enterpriseManagers:
              site-b:
                url: {{_host.AddressOf("site-b").ToString().TrimEnd('/')}}
                tls: { thumbprint: {{_host.Thumbprint}} }
                credentials: { usernameFrom: env:EM_USER, passwordFrom: env:EM_PASSWORD }

            """;
        var body = steps.Replace("PROGRAM", "true", StringComparison.Ordinal)
            .Replace("LISTENER", _listener.LocalEndpoint.ToString(), StringComparison.Ordinal)
            .Replace("FOLDER", _cli.Folder, StringComparison.Ordinal);
        await File.WriteAllTextAsync(runbook, head + more + (more.Length > 0 ? "\n" : "") + body, TestContext.Current.CancellationToken);
        return runbook;
    }

    /// <summary>A real run of another runbook that has claimed the replica of a vApp.</summary>
    private async Task ClaimAsync(string vApp)
    {
        var lease = await StoreFixture.KeepAsync(_cli, Runs.WaitingForApproval(), keepLease: true);
        await using var store = DrRunbook.Storage.SqliteRunStore.Open(_cli.Store, TimeProvider.System);
        var replica = vApp.StartsWith("erp-", StringComparison.Ordinal) ? await ReplicaOfAsync(vApp["erp-".Length..]) : vApp;
        await store.AppendAsync(lease, new Engine.Ports.AppendBatch([], [], [replica], [], [], RunOutcome.Running));
        await store.ReleaseAsync(lease, TestContext.Current.CancellationToken);
    }

    private async Task<string> ReplicaOfAsync(string step)
    {
        using var json = JsonDocument.Parse((await _cli.InvokeAsync("plan", Path.Combine(_cli.Folder, "ready.yaml"), "--output", "json")).Output);
        return json.RootElement.GetProperty("plan").GetProperty("steps").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == step)
            .GetProperty("point").GetProperty("replicaUid").GetString()!;
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
