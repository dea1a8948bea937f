using System.Security.Cryptography;
using System.Text.Json;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Simulator;

namespace DrRunbook.Acceptance.Tests;

/// <summary>What was reviewed is what runs: a plan is frozen, and executed as it is, or refused.</summary>
public sealed class FrozenPlanTests : IAsyncDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);
    private readonly Workplace _place = new();
    private readonly ShiftedClock _clock = new();

    public FrozenPlanTests()
    {
        _place.Environment["EM_USER"] = "operator";
        _place.Environment["EM_PASSWORD"] = "simulated";
    }

    [Fact]
    public async Task The_very_bytes_that_were_reviewed_run_and_run_once()
    {
        await using var manager = await ManagerAsync(new ScenarioPoint());
        var (plan, digest) = await FreezeAsync(manager);

        var run = await ExecuteAsync(plan, 0);

        Assert.Equal(digest, run.Start.GetProperty("planDigest").GetString());
        Assert.DoesNotContain(run.Journal, line => line.Contains("newer-point", StringComparison.Ordinal));
        Assert.Single(manager.Manager("site-b").Ledger.FailoverPosts);

        var again = (await _place.RunAsync("execute", plan, "--yes")).MustExit(1);
        Assert.Contains($"error DR0472: the plan {digest} was executed already, by run {run.Id}", again.Error, StringComparison.Ordinal);
        Assert.Single(manager.Manager("site-b").Ledger.FailoverPosts);
    }

    [Fact]
    public async Task A_newer_point_is_a_finding_and_the_pinned_one_is_used()
    {
        await using var manager = await ManagerAsync(new ScenarioPoint(), new ScenarioPoint { Age = -TimeSpan.FromMinutes(30) });
        var (plan, digest) = await FreezeAsync(manager);
        _clock.Advance(Later);

        var run = await ExecuteAsync(plan, 0);

        var pinned = PointOf(await File.ReadAllTextAsync(plan, TestContext.Current.CancellationToken));
        Assert.Equal(digest, run.Start.GetProperty("planDigest").GetString());
        Assert.Single(run.Journal, line => line.Contains("\"kind\":\"newer-point\"", StringComparison.Ordinal));
        Assert.Contains(run.Journal, line => line.Contains("\"type\":\"failover-requested\"", StringComparison.Ordinal) && line.Contains(pinned, StringComparison.Ordinal));
        var findings = (await _place.ReportAsync(run.Id)).GetProperty("findings").EnumerateArray();
        Assert.Contains(findings, finding => finding.GetProperty("kind").GetString() == "newer-point");
    }

    [Fact]
    public async Task A_pinned_point_that_is_gone_is_a_refusal()
    {
        await using var manager = await ManagerAsync(new ScenarioPoint { DeletedAfter = TimeSpan.FromMinutes(5) }, new ScenarioPoint { Age = -TimeSpan.FromMinutes(30) });
        var (plan, _) = await FreezeAsync(manager);
        _clock.Advance(Later);

        var refused = (await _place.RunAsync("execute", plan, "--yes")).MustExit(1);

        Assert.Contains("error DR0474: ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(manager.Manager("site-b").Ledger.FailoverPosts);
        Assert.False(File.Exists(_place.Store));
    }

    [Fact]
    public async Task Frozen_selectors_choose_at_the_start_of_the_run_and_only_once()
    {
        await using var manager = await ManagerAsync(new ScenarioPoint(), new ScenarioPoint { Age = -TimeSpan.FromMinutes(30), Name = "the-newer-one" });
        var (plan, digest) = await FreezeAsync(manager, "--points", "select");
        _clock.Advance(Later);

        var run = await ExecuteAsync(plan, 0);

        Assert.NotEqual(digest, run.Start.GetProperty("planDigest").GetString());
        Assert.DoesNotContain(run.Journal, line => line.Contains("newer-point", StringComparison.Ordinal));
        Assert.Single(manager.Manager("site-b").Ledger.FailoverPosts);
        (await _place.RunAsync("execute", plan, "--yes")).MustExit(1);
        Assert.Single(manager.Manager("site-b").Ledger.FailoverPosts);
    }

    [Fact]
    public async Task A_frozen_plan_can_be_simulated_and_is_not_used_up_by_that()
    {
        await using var manager = await ManagerAsync(new ScenarioPoint());
        var (plan, digest) = await FreezeAsync(manager);

        var simulated = (await _place.RunAsync("execute", plan, "--simulate", "--yes", "--output", "json")).MustExit(0);

        Assert.Equal("succeeded", TwoStepRun.OutcomeOf(simulated));
        Assert.Empty(manager.Manager("site-b").Ledger.FailoverPosts);
        Assert.Equal(digest, (await ExecuteAsync(plan, 0)).Start.GetProperty("planDigest").GetString());
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private Task<SimulatorHost> ManagerAsync(params ImmutableArray<ScenarioPoint> points)
    {
        var brief = new FailoverBehaviour { SessionAfter = TimeSpan.Zero, SessionStarting = TimeSpan.Zero, SessionDuration = TimeSpan.FromSeconds(1), TaskSuccessAfter = TimeSpan.Zero, TaskFinishedAfter = TimeSpan.FromMilliseconds(500) };
        var scenario = new Scenario { Managers = [new ScenarioManager { Name = "site-b", VApps = [new ScenarioVApp { Name = "db", Points = points, Failovers = [brief] }] }] };
        return SimulatorHost.StartAsync(scenario, new SimulatorHostOptions { Clock = _clock }, CancellationToken.None);
    }

    private async Task<(string Plan, string Digest)> FreezeAsync(SimulatorHost manager, params string[] options)
    {
        var head = ShortRunbook.Head("one", manager.AddressOf("site-b").ToString().TrimEnd('/'), $"    tls: {{ thumbprint: {manager.Thumbprint} }}");
        var runbook = _place.Write("one.yaml", $"{head}\nsteps:\n  - {{ id: db, failover: db }}\n");
        var plan = Path.Combine(_place.Folder, "reviewed.plan");
        var planned = (await _place.RunAsync(["plan", runbook, "--out", plan, .. options])).MustExit(0);
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(plan)));
        Assert.Contains(digest, planned.Out, StringComparison.Ordinal);
        return (plan, digest);
    }

    private async Task<(string Id, JsonElement Start, ImmutableArray<string> Journal)> ExecuteAsync(string plan, int code)
    {
        var ending = (await _place.RunAsync("execute", plan, "--yes", "--output", "json")).MustExit(code);
        var id = TwoStepRun.RunOf(ending.Lines[0]);
        var journal = await _place.JournalAsync(id);
        return (id, JsonDocument.Parse(journal[0]).RootElement.GetProperty("data"), journal);
    }

    private static string PointOf(string plan) =>
        JsonDocument.Parse(plan).RootElement.GetProperty("steps")[0].GetProperty("point").GetProperty("uid").GetString()!;
}
