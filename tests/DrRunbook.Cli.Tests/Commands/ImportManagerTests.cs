using DrRunbook.Simulator;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>Drafts from a simulated manager, over real sockets.</summary>
public sealed class ImportManagerTests : IDisposable
{
    private readonly TestCli _cli = new(clock: TimeProvider.System);

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public async Task Order_comes_from_failover_plans_and_else_from_names_and_nothing_is_written_to_the_manager(string wire)
    {
        await using var host = await SimulatorHost.StartAsync(Site(), new SimulatorHostOptions { UseHttps = false }, TestContext.Current.CancellationToken);
        var url = host.AddressOf("site-b").GetLeftPart(UriPartial.Authority);
        LogOnAs("drrun", "drrun-password");

        var (code, output, error) = await ImportAsync(url, "--out", "runbooks/draft.yaml", "--max-age", "8760h", "--wire", wire);

        Assert.True(code == ExitCodes.Good, error);
        Assert.Equal("", output);
        var path = Path.Combine(_cli.Folder, "runbooks/draft.yaml");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("drrun-password", text + error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("validate", path, "--root", _cli.Folder)).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("fmt", "--check", path)).Code);
        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("rehearse", path, "--root", _cli.Folder)).Code);
        AssertNothingWritten(host);
        Snap.Verify(text.Replace(url, "URL", StringComparison.Ordinal), "yaml");
    }

    [Fact]
    public async Task A_draft_of_a_manager_in_order_is_planned_online_as_it_stands()
    {
        var site = new ScenarioManager { Name = "site-b", VApps = [VApp("erp-db", 1), VApp("erp-app", 1)] };
        await using var host = await SimulatorHost.StartAsync(new Scenario { Managers = [site] }, new SimulatorHostOptions(), TestContext.Current.CancellationToken);
        LogOnAs(site.Accounts[0].User, site.Accounts[0].Password);

        var (code, _, error) = await ImportAsync(host.AddressOf("site-b").GetLeftPart(UriPartial.Authority), "--thumbprint", host.Thumbprint, "--out", "draft.yaml");
        Assert.True(code == ExitCodes.Good, error);
        var planned = await _cli.InvokeAsync("plan", Path.Combine(_cli.Folder, "draft.yaml"), "--root", _cli.Folder);

        Assert.True(planned.Code == ExitCodes.Good, planned.Error);
        AssertNothingWritten(host);
    }

    [Theory]
    [InlineData(false, true, false, "older than 1h. Is its replication running?")]
    [InlineData(true, false, false, "the failover plans could not be read: ")]
    [InlineData(false, false, true, "the manager offers no failover to any of its restore points")]
    public async Task What_makes_a_vApp_or_a_plan_doubtful_is_a_TODO(bool isPlainUser, bool isOld, bool hasNoLink, string says)
    {
        var vApp = new ScenarioVApp { Name = "erp-db", Vms = ["db1"], Points = [new ScenarioPoint { Age = TimeSpan.FromHours(isOld ? 5 : 0.5), FailoverLink = !hasNoLink }] };
        var site = new ScenarioManager
        {
            Name = "site-b",
            VApps = [vApp],
            FailoverPlans = [new ScenarioFailoverPlan { Name = "ERP", Vms = ["db1"] }],
            Accounts = [new ScenarioAccount { User = "reader", Password = "reader-password", Role = isPlainUser ? AccountRole.PortalUser : AccountRole.PortalAdministrator }],
        };
        await using var host = await SimulatorHost.StartAsync(new Scenario { Managers = [site] }, new SimulatorHostOptions { UseHttps = false }, TestContext.Current.CancellationToken);
        LogOnAs("reader", "reader-password");
        var (code, output, error) = await ImportAsync(host.AddressOf("site-b").GetLeftPart(UriPartial.Authority), "--max-age", "1h");
        Assert.True(code == ExitCodes.Good, error);
        Assert.Contains(says, output, StringComparison.Ordinal);
        AssertNothingWritten(host);
    }

    [Fact]
    public async Task A_manager_without_a_vApp_gives_no_draft()
    {
        var site = new ScenarioManager { Name = "site-b" };
        await using var host = await SimulatorHost.StartAsync(new Scenario { Managers = [site] }, new SimulatorHostOptions { UseHttps = false }, TestContext.Current.CancellationToken);
        LogOnAs(site.Accounts[0].User, site.Accounts[0].Password);
        var (code, output, error) = await ImportAsync(host.AddressOf("site-b").GetLeftPart(UriPartial.Authority));
        Assert.Equal((ExitCodes.NotGood, ""), (code, output));
        Assert.Contains("no vApp with a restore point", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_cannot_be_used_is_told_as_a_plan_tells_it()
    {
        await using var host = await SimulatorHost.StartAsync(Site(), new SimulatorHostOptions(), TestContext.Current.CancellationToken);
        var url = host.AddressOf("site-b").GetLeftPart(UriPartial.Authority);

        var missing = await ImportAsync(url, "--thumbprint", host.Thumbprint);
        Assert.Equal(ExitCodes.Unreachable, missing.Code);
        Assert.Contains("its credential env:EM_USER is not there", missing.Error, StringComparison.Ordinal);

        LogOnAs("drrun", "wrong-password");
        var refused = await ImportAsync(url, "--thumbprint", host.Thumbprint);
        Assert.Equal(ExitCodes.Unreachable, refused.Code);
        Assert.DoesNotContain("wrong-password", refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unreachable, (await ImportAsync(url)).Code);
    }

    public void Dispose() => _cli.Dispose();

    private static Scenario Site() => new()
    {
        Seed = 7,
        Managers =
        [
            new ScenarioManager
            {
                Name = "site-b",
                BackupServers = [new ScenarioBackupServer { Name = "vbr1.example" }, new ScenarioBackupServer { Name = "vbr2.example" }],
                Accounts = [new ScenarioAccount { User = "drrun", Password = "drrun-password" }],
                VApps =
                [
                    VApp("ad-dc", 1, "dc1", "dc2"),
                    VApp("erp-db", 1, "sql1", "sql2"),
                    VApp("erp-app", 1, "app1"),
                    VApp("erp-web", 1, "web1"),
                    VApp("crm-db", 1),
                    VApp("crm", 1),
                    VApp("no: \"name\" ${x}", 1),
                    VApp("lb-edge", 1),
                    VApp("twice", 1),
                    VApp("twice", 1) with { BackupServer = "vbr2.example", Replica = "Other replication" },
                ],
                FailoverPlans =
                [
                    new ScenarioFailoverPlan { Name = "ERP plan", Vms = ["sql1", "app1", "sql2", "gone", "web1"] },
                    new ScenarioFailoverPlan { Name = "Other plan", Vms = ["web1"] },
                ],
            },
        ],
    };

    private static ScenarioVApp VApp(string name, int hours, params string[] vms) =>
        new() { Name = name, Vms = [.. vms], Points = [new ScenarioPoint { Age = TimeSpan.FromHours(hours) }] };

    private static void AssertNothingWritten(SimulatorHost host)
    {
        var ledger = Ledger.Combine(host.Managers.Select(manager => manager.Ledger));
        Assert.Empty(ledger.Effects);
        Assert.Empty(ledger.FailoverPosts);
        Assert.Equal(0, ledger.OpenLogons);
        RequestKind[] reads = [RequestKind.Root, RequestKind.Logon, RequestKind.Logout, RequestKind.LogonSessions, RequestKind.Query, RequestKind.QueryVAppPoints, RequestKind.QueryVmPoints, RequestKind.FailoverPlans];
        Assert.Subset(reads.ToHashSet(), ledger.Requests.Where(request => request.Value > 0).Select(request => request.Key).ToHashSet());
    }

    private void LogOnAs(string user, string password) => (_cli.Environment["EM_USER"], _cli.Environment["EM_PASSWORD"]) = (user, password);

    private Task<(int Code, string Output, string Error)> ImportAsync(string url, params string[] options) =>
        _cli.InvokeAsync(["import", "manager", "--url", url, "--user-from", "env:EM_USER", "--password-from", "env:EM_PASSWORD", .. options]);
}
