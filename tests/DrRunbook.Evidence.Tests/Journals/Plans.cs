using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Tests.Journals;

/// <summary>Plans for test runs, written as the planner would write them.</summary>
internal static class Plans
{
    private static readonly ManagerName EnterpriseManager = new("em-b");

    public static Plan Of(string runbook, params PlanStep[] steps) => new()
    {
        Runbook = runbook,
        Description = "Fails site A over to site B",
        Owner = "dr-team@example.org",
        Mode = RunMode.Drill,
        PlannedAt = TestRun.Begin - TimeSpan.FromMinutes(5),
        Objectives = new Objectives(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15), null),
        Managers =
        [
            new PlannedManager(
                EnterpriseManager,
                new Uri("https://em-b.example.org:9398"),
                new SecretReference(SecretOrigin.Environment, "EM_USER"),
                new SecretReference(SecretOrigin.Environment, "EM_PASSWORD"),
                null,
                "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
                4,
                true),
        ],
        Steps = [.. steps],
        Approvers = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("dr-lead", ["maria@example.org", "omar@example.org"]),
        Sources = [new FileDigest("runbooks/site-a.yaml", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")],
    };

    /// <summary>Puts steps one after another; groups' children are chained by themselves.</summary>
    public static PlanStep[] Sequence(params PlanStep[] steps)
    {
        PlanStep? before = null;
        for (var index = 0; index < steps.Length; index++)
        {
            if (steps[index].Parent is not null)
            {
                continue;
            }

            steps[index] = before is null ? steps[index] : steps[index] with { After = [before.Id] };
            before = steps[index];
        }

        return steps;
    }

    /// <summary>A parallel group and its children.</summary>
    public static PlanStep[] Parallel(string id, int? most, params PlanStep[] children) =>
        [new PlanStep { Id = new StepId(id), Action = new GroupAction(most, true, null) }, .. children.Select(child => child.Parent is null ? child with { Parent = new StepId(id) } : child)];

    public static PlanStep Failover(string id, string vApp, int pointAgeMinutes = 14, params string[] vms)
    {
        var created = TestRun.Begin - TimeSpan.FromMinutes(pointAgeMinutes);
        return new PlanStep
        {
            Id = new StepId(id),
            Action = new FailoverAction(vApp, new LatestPoint(), false, EnterpriseManager, null, null),
            Timeout = TimeSpan.FromMinutes(15),
            Point = new RestorePoint(
                $"urn:veeam:VAppReplicaPoint:{vApp}-p1",
                string.Create(CultureInfo.InvariantCulture, $"{vApp}@{created:yyyy-MM-dd HH:mm:ss}"),
                vApp,
                $"urn:veeam:Replica:{vApp}",
                $"{vApp}_replica",
                "urn:veeam:BackupServer:b1",
                "vbr-b.example.org",
                created,
                [.. (vms.Length == 0 ? [vApp + "-01"] : vms).Select((vm, index) => new VmPoint($"urn:veeam:VmReplicaPoint:{vm}", vm, created + TimeSpan.FromSeconds(index)))]),
        };
    }

    public static PlanStep GateStep(string id, Gate gate) => new() { Id = new StepId(id), Action = new GateAction(gate) };

    public static PlanStep Command(string id, params string[] run) => new()
    {
        Id = new StepId(id),
        Action = new CommandAction(new CommandLine([.. run.Select(TextTemplate.Literal)], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0])),
        Timeout = TimeSpan.FromMinutes(15),
    };

    public static PlanStep Requiring(this PlanStep step, params Gate[] gates) => step with { Require = Numbered(step, "require", gates) };

    public static PlanStep Verified(this PlanStep step, params Gate[] gates) => step with { Verify = Numbered(step, "verify", gates) };

    public static TcpGate Tcp(string host, int port) => new(TextTemplate.Literal(host), port) { Within = TimeSpan.FromMinutes(5) };

    public static HttpGate Http(string url) =>
        new(TextTemplate.Literal(url), "GET", [200], TextTemplate.Literal("ready"), ImmutableSortedDictionary<string, ValueSource>.Empty, null) { Within = TimeSpan.FromMinutes(5) };

    public static ApprovalGate Approval() => new([new Quorum(["dr-lead"], 1)], true, null, false) { Within = TimeSpan.FromMinutes(30) };

    private static ImmutableArray<PlanGate> Numbered(PlanStep step, string place, Gate[] gates) =>
        [.. gates.Select((gate, index) => new PlanGate(new GateId(string.Create(CultureInfo.InvariantCulture, $"{step.Id}:{place}:{index + 1}")), gate))];
}
