using System.Text;
using System.Text.Json;
using CsCheck;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Planning;

public sealed class PlanJsonTests
{
    private static readonly SecretReference Secret = new(SecretOrigin.Environment, "SITE_B_PASSWORD");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly CommandLine Run = new([TextTemplate.Parse("scripts/go"), TextTemplate.Parse("${run.id}")], Values(), "sub", [0, 3]);

    [Fact]
    public void The_bytes_of_a_plan_with_everything_in_it() => Snap.Verify(Encoding.UTF8.GetString(PlanJson.Write(Everything())), "json");

    [Fact]
    public void A_plan_is_read_back_to_the_same_bytes_and_digest()
    {
        var bytes = PlanJson.Write(Everything());
        var again = PlanJson.Write(PlanJson.Read(bytes));

        Assert.Equal(bytes, again);
        Assert.Equal(PlanJson.Digest(bytes), PlanJson.Digest(again));
    }

    [Fact]
    public void A_random_plan_is_read_back_to_the_same_bytes() =>
        RandomPlans.Plan.Sample(plan => PlanJson.Write(PlanJson.Read(PlanJson.Write(plan))).AsSpan().SequenceEqual(PlanJson.Write(plan)), iter: 100);

    [Fact]
    public void A_plan_that_was_read_runs_as_the_one_that_was_written() =>
        RandomPlans.Plan.Sample(
            plan => Assert.Equal(new ScriptedRun(plan).Go().Lines.Select(line => line.Hash), new ScriptedRun(PlanJson.Read(PlanJson.Write(plan))).Go().Lines.Select(line => line.Hash)),
            iter: 50);

    [Fact]
    public void The_digest_does_not_hang_on_how_the_JSON_was_typed()
    {
        using var document = JsonDocument.Parse(PlanJson.Write(Everything()));
        var spread = JsonSerializer.SerializeToUtf8Bytes(document, Indented);

        Assert.Equal(PlanJson.Write(Everything()), PlanJson.Write(PlanJson.Read(spread)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"version\":1,\"version\":1}")]
    public void What_is_no_plan_is_refused(string text) => Assert.Throws<JsonException>(() => PlanJson.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_selector_gate_and_action_comes_back_as_what_it_is()
    {
        var read = PlanJson.Read(PlanJson.Write(Everything()));

        Assert.Equal(Everything().Steps.Select(step => step.Action.GetType()), read.Steps.Select(step => step.Action.GetType()));
        Assert.Equal(Everything().Steps.SelectMany(step => step.Verify).Select(gate => gate.Gate.GetType()), read.Steps.SelectMany(step => step.Verify).Select(gate => gate.Gate.GetType()));
        Assert.Equal(Subtypes<StepAction>().Where(type => type != typeof(ParallelAction) && type != typeof(SequenceAction)), read.Steps.Select(step => step.Action.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(Subtypes<Gate>(), read.Steps.SelectMany(step => step.Verify).Select(gate => gate.Gate.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(Subtypes<RestorePointSelector>(), read.Steps.Select(step => step.Action).OfType<FailoverAction>().Select(failover => failover.RestorePoint.GetType()).Distinct().OrderBy(type => type.Name));
    }

    private static IEnumerable<Type> Subtypes<T>() => typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T))).OrderBy(type => type.Name);

    private static Plan Everything()
    {
        RestorePointSelector[] selectors =
        [
            new LatestPoint(), new PointById("urn:1"), new PointByName("erp@1"), new PointBefore(Plans.PlannedAt.ToOffset(TimeSpan.FromHours(2))), new PointWithMaxAge(TimeSpan.FromMinutes(90)), new PointNotNewerThan([new("failover-0")]),
        ];
        Gate[] gates =
        [
            Plans.Approval(("ops-lead", 2)) with { Prompt = TextTemplate.Parse("Go ${run.mode}?") },
            Plans.Manual() with { From = ["ops-lead"], EvidenceRequired = true, Undoes = VAppScope.All },
            Plans.Tcp() with { Otherwise = new Otherwise(OtherwiseKind.AskPerson, Plans.Manual()) },
            new HttpGate(TextTemplate.Parse("https://${env.HOST}/"), "GET", [200, 204], TextTemplate.Literal("ok"), Values(), "certs/ca.pem") { Otherwise = new Otherwise(OtherwiseKind.Warn) },
            new DnsGate(TextTemplate.Literal("intranet"), "A", null, [TextTemplate.Literal("10.0.0.1")], MustEqual: true),
            new CommandGate(Run, null),
            Plans.Wait(TimeSpan.FromMilliseconds(1500)),
            new WindowGate(new(22, 0), new(6, 0), "Europe/Berlin", [DayOfWeek.Monday, DayOfWeek.Sunday]),
        ];
        var failovers = selectors.Select((selector, index) => Plans.Failover($"failover-{index}").With(step => step with { Action = (FailoverAction)step.Action with { RestorePoint = selector } }));
        var command = Plans.Command("command").Retrying(3, TimeSpan.FromSeconds(5), 1.50m).With(step => step with
        {
            Action = new CommandAction(Run),
            Name = "Größe 😀",
            Description = "\u2028",
            Labels = step.Labels.Add("tier", "gold").Add("a", "b"),
            Target = TimeSpan.FromMinutes(20),
            Rto = TimeSpan.FromHours(1),
            Rpo = TimeSpan.FromHours(2),
            Fences = new VAppScope(["x"]),
            Repeatable = true,
        });
        var http = new Sketch(new PlanStep { Id = new("http"), Action = new HttpAction("POST", TextTemplate.Literal("https://x"), Values(), new HttpBody(null, """{"a":"${run.id}"}"""), []) }, []);
        var plan = Plans.Of(
            [Plans.Parallel("all", 4, [.. failovers, command.Verifying(gates).OnFailing(OnFailure.Contain).Needing("failover-0")]), Plans.GateStep("gate", gates[0])], [http], [Plans.Command("last")]);
        return plan with
        {
            Description = "a test",
            Owner = "dr-team",
            Labels = plan.Labels.Add("b", "1").Add("a", "2"),
            Inputs = plan.Inputs.Add("ticket", "CHG1"),
            Objectives = new Objectives(TimeSpan.FromHours(2), TimeSpan.FromHours(4), new("gate")),
            Exercise = new Exercise("functional", null, ["c"], [], ["p"], [new Exclusion("print", "not needed")]),
            Managers = [plan.Managers[0] with { UserName = Secret, Password = new SecretReference(SecretOrigin.File, "pw"), Thumbprint = new string('A', 64) }],
            LeftOut = [new LeftOutStep(new("undo"), null, "only when mode is drill")],
            Environment = ["HOST"],
            AllowedSigners = "certs/signers",
            Notify = [new Notification(TextTemplate.Literal("https://pager"), Values(), ["end"], TimeSpan.FromHours(1))],
            Waivers = [new PlannedWaiver("DR0412", null, "meant"), new PlannedWaiver("DR0413", new("all"), "meant")],
            Sources = [new FileDigest("site-a.yaml", new string('a', 64))],
            Files = [new FileDigest("scripts/go", new string('b', 64))],
        };
    }

    private static ImmutableSortedDictionary<string, ValueSource> Values() => ImmutableSortedDictionary<string, ValueSource>.Empty
        .Add("TOKEN", new ValueSource(null, Secret))
        .Add("MODE", new ValueSource(TextTemplate.Parse("$${literal} ${run.mode}"), null));
}
