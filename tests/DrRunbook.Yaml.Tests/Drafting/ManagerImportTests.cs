using System.Text;
using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Drafting;
using DrRunbook.Yaml.Formatting;

namespace DrRunbook.Yaml.Tests.Drafting;

public sealed class ManagerImportTests : IDisposable
{
    private static readonly DateTimeOffset Four = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    private readonly RunbookFolder _folder = new();

    [Fact]
    public void What_is_doubtful_of_a_vApp_is_named_above_its_step()
    {
        var inventory = new ManagerInventory(
            [
                new KnownVApp("old", [Point("old", Four.AddHours(-30))], null),
                new KnownVApp("none", [], null),
                new KnownVApp("undated", [], "none of the 2 restore points can be dated"),
                new KnownVApp("held", [Point("held", Four.AddHours(-1)) with { CanFailOver = false }], null),
                new KnownVApp("two", [Point("two", Four.AddHours(-1)), Point("two", Four.AddHours(-2)) with { ReplicaUid = "urn:veeam:Replica:2", ReplicaName = "Other" }], null),
            ],
            [],
            ["Replication of nothing"],
            null)
        { PlansProblem = "the account may not read FailoverPlan" };

        var text = Draft(inventory);

        string[] told =
        [
            "TODO: its newest restore point is of 2026-11-21T22:00:00Z, older than 24h. Is its replication running?",
            "TODO: it has no restore point.",
            "TODO: its restore points cannot be used: \"none of the 2 restore points can be dated\"",
            "TODO: the manager offers no failover to any of its restore points. Is it failed over already?",
            "TODO: the name means several replicas: \"Other\" on \"backup.example\", \"Replication\" on \"backup.example\". Say which with 'replica' or 'backupServer'; 'drrun plan' refuses it until then.",
            "TODO: the replica \"Replication of nothing\" has no restore point of a vApp; what it is for has no step here.",
            "TODO: the failover plans could not be read: \"the account may not read FailoverPlan\"",
        ];
        Assert.All(told, line => Assert.Contains($"# {line}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_that_states_no_order_or_VMs_that_are_anywhere_says_so()
    {
        var inventory = new ManagerInventory(
            [Of("b", "vm1"), Of("a", "vm2"), Of("c", "shared"), Of("d", "shared")],
            [new KnownFailoverPlan("P", [new KnownPlanVm("vm1", 1), new KnownPlanVm("vm2", null), new KnownPlanVm("shared", 0)])],
            [],
            null);

        var text = Draft(inventory);

        Assert.Contains("# TODO: the manager does not tell the order of VM \"vm2\" in this plan; it stands last.\n", text, StringComparison.Ordinal);
        Assert.Contains("# TODO: VM \"shared\" of this plan is in several vApps. Which step stands for it?\n", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("- id: b\n", StringComparison.Ordinal) < text.IndexOf("- id: a\n", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Whatever_names_a_manager_tells_the_draft_is_valid_and_means_them() =>
        Gen.Select(HostileText.Unicode.Array[1, 5], HostileText.Unicode.Array[0, 4]).Sample(
            (names, vms) =>
            {
                string[] vApps = [.. names.Where(name => name.Trim().Length > 0).Distinct(StringComparer.Ordinal)];
                if (vApps.Length == 0)
                {
                    return;
                }

                var inventory = new ManagerInventory(
                    [.. vApps.Select(name => Of(name, [.. vms]))], [new KnownFailoverPlan(vApps[0], [.. vms.Select((vm, order) => new KnownPlanVm(vm, order))])], [.. vms], null)
                { PlansProblem = vApps[0] };
                var text = Draft(inventory);
                _folder.Write("draft.yaml", text);
                var runbook = _folder.Load("draft.yaml").Runbook;
                Assert.True(runbook is not null, text);
                var failedOver = PlanCompiler.Compile(runbook, RunMode.Drill, Four).Plan!.Steps.Select(step => step.Action).OfType<FailoverAction>().Select(failover => failover.VApp);
                Assert.Equal(vApps.Select(name => name.Replace('\0', '\uFFFD')).Order(StringComparer.Ordinal), failedOver.Order(StringComparer.Ordinal));
            },
            iter: 100,
            threads: 1);

    public void Dispose() => _folder.Dispose();

    private static string Draft(ManagerInventory inventory)
    {
        var options = new DraftOptions { Manager = new DraftManager { Url = "https://em.site-b.example:9398" } };
        var draft = ManagerImport.Draft(inventory, options, TimeSpan.FromHours(24), Four, product: "v1_7");
        Assert.Empty(draft.Diagnostics);
        Assert.Equal(draft.Text, RunbookFormatter.Format("draft.yaml", Encoding.UTF8.GetBytes(draft.Text!)).Text);
        return draft.Text!;
    }

    private static KnownVApp Of(string name, params ImmutableArray<string> vms) =>
        new(name, [Point(name, Four.AddHours(-1)) with { VmPoints = [.. vms.Select(vm => new VmPoint("urn:veeam:VmReplicaPoint:1", vm, Four.AddHours(-1)))] }], null);

    private static RestorePoint Point(string vApp, DateTimeOffset at) =>
        new("urn:veeam:VAppReplicaPoint:1", $"{vApp}@{at:u}", vApp, "urn:veeam:Replica:1", "Replication", "urn:veeam:BackupServer:1", "backup.example", at, []);
}
