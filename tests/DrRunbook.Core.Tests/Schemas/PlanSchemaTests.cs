using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;
using DrRunbook.TestKit.Schemas;

namespace DrRunbook.Core.Tests.Schemas;

public sealed class PlanSchemaTests
{
    private static readonly SchemaOracle Oracle = SchemaOracle.Of("plan.v1");
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Oracle.SchemaFile))!;
    private static readonly VAppScope SomeVApps = new(["erp-db"]);

    [Fact]
    public void The_validator_was_generated_from_the_schema_as_it_is() => Assert.Null(Oracle.Staleness);

    [Fact]
    public void The_schema_states_the_members_of_a_plan_as_they_are_written() =>
        Assert.Empty(TypeAgainstSchema.Differences(typeof(Plan), Schema, Schema));

    [Fact]
    public void The_schema_accepts_a_plan_in_which_everything_stands() => Assert.Empty(Judge(PlanJson.Write(Everything)));

    [Fact]
    public void The_schema_accepts_a_plan_in_which_next_to_nothing_stands() => Assert.Empty(Judge(PlanJson.Write(Plans.Of(Plans.Command("a")))));

    [Fact]
    public void Every_member_of_that_plan_is_one_that_the_schema_describes()
    {
        var plan = JsonNode.Parse(PlanJson.Write(Everything))!;

        Assert.Empty(Schema["properties"]!.AsObject().Select(property => property.Key).Except(plan.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public void The_schema_refuses_a_plan_without_any_one_of_the_members_it_requires()
    {
        foreach (var name in Schema["required"]!.AsArray().Select(name => (string)name!))
        {
            var plan = JsonNode.Parse(PlanJson.Write(Everything))!.AsObject();
            plan.Remove(name);
            Assert.False(Oracle.Judge(plan.ToJsonString()).Count == 0, $"accepted without '{name}'");
        }
    }

    [Fact]
    public void The_schema_refuses_a_step_whose_action_lacks_what_its_kind_needs()
    {
        var plan = JsonNode.Parse(PlanJson.Write(Everything))!;
        var actions = plan["steps"]!.AsArray().Select(step => step!["action"]!.AsObject()).ToList();
        Assert.Equal(["command", "failover", "gate", "group", "http"], actions.Select(action => (string)action["kind"]!).Distinct().Order(StringComparer.Ordinal));
        foreach (var action in actions)
        {
            var needed = action.First(member => member.Value is not null && member.Key is "vApp" or "gate" or "command" or "url" or "isParallel");
            action.Remove(needed.Key);
            Assert.False(Oracle.Judge(plan.ToJsonString()).Count == 0, $"accepted without '{needed.Key}'");
            action[needed.Key] = needed.Value;
        }
    }

    private static Plan Everything
    {
        get
        {
            var headers = ImmutableSortedDictionary<string, ValueSource>.Empty
                .Add("authorization", new ValueSource(null, new SecretReference(SecretOrigin.Environment, "TOKEN")))
                .Add("x-run", new ValueSource(TextTemplate.Parse("${run.id}"), null));
            var command = new CommandLine([TextTemplate.Literal("a")], headers, "scripts", [0, 3]);
            var text = TextTemplate.Literal("text");
            var manual = new ManualGate(text, ["ops-lead"], EvidenceRequired: true, SomeVApps) { Within = TimeSpan.FromHours(8) };
            Gate[] gates =
            [
                Plans.Approval(("ops-lead", 2)) with { Prompt = text },
                manual,
                Plans.Tcp() with { Otherwise = new Otherwise(OtherwiseKind.AskPerson, manual) },
                new HttpGate(text, "GET", [200], text, headers, "ca.pem") { Otherwise = new Otherwise(OtherwiseKind.Warn) },
                new DnsGate(text, "A", text, [text], MustEqual: true),
                new CommandGate(command, text),
                Plans.Wait(TimeSpan.FromMinutes(90)),
                new WindowGate(new TimeOnly(22, 0), new TimeOnly(4, 0), "Europe/Berlin", [DayOfWeek.Friday]),
            ];
            RestorePointSelector[] selectors =
            [
                new LatestPoint(), new PointById("id"), new PointByName("name"), new PointBefore(Plans.PlannedAt), new PointWithMaxAge(TimeSpan.FromHours(1)), new PointNotNewerThan([new StepId("point-0")]),
            ];
            Sketch[] main =
            [
                .. gates.Select((gate, index) => Plans.GateStep($"gate-{index}", gate)),
                .. selectors.Select((selector, index) => Failover($"point-{index}", selector).Requiring(gates).Verifying(gates)),
                Plans.Parallel("together", 2, Plans.Command("one"), Plans.Command("two").Needing("one").OnFailing(OnFailure.Contain)),
                Step("post", new HttpAction("POST", text, headers, new HttpBody(null, "{\"a\":1}"), [201])).Retrying(3, TimeSpan.FromSeconds(10), 1.5m),
                Step("put", new HttpAction("PUT", text, headers, new HttpBody(text, null), [])),
                Step("run", new CommandAction(command)).With(step => step with { Fences = VAppScope.All, Repeatable = true, Target = TimeSpan.FromMinutes(5), Name = "a name", Description = "a description" }),
            ];
            return Plans.Of(main, [Plans.Command("after-failure")], [Plans.Command("finally")]) with
            {
                Description = "a description",
                Owner = "owner@example.com",
                Labels = ImmutableSortedDictionary<string, string>.Empty.Add("tier", "gold"),
                Inputs = ImmutableSortedDictionary<string, string>.Empty.Add("ticket", "CHG1"),
                Objectives = new Objectives(TimeSpan.FromHours(2), TimeSpan.FromHours(4), new StepId("run")),
                Exercise = new Exercise("functional", "a flood", ["it answers"], ["power"], ["dr-team"], [new Exclusion("print", "not needed")]),
                Managers =
                [
                    new PlannedManager(Plans.SiteB, new Uri("https://em.example:9398"), new SecretReference(SecretOrigin.Environment, "USER"), new SecretReference(SecretOrigin.File, "password"), "ca.pem", new string('A', 64), 8, Required: false),
                ],
                LeftOut = [new LeftOutStep(new StepId("left"), "a name", "mode is drill")],
                Environment = ["PAGER_URL"],
                AllowedSigners = "allowed_signers",
                Notify = [new Notification(text, headers, ["waiting", "failure", "objective-in-danger", "end"], TimeSpan.FromHours(1))],
                Waivers = [new PlannedWaiver("DR0601", new StepId("run"), "meant")],
                Sources = [new FileDigest("site-a.yaml", new string('a', 64))],
                Files = [new FileDigest("ca.pem", new string('b', 64))],
                Points = FrozenPoints.Selectors,
                ExpiresAt = Plans.PlannedAt.AddHours(24),
                ResolvedFrom = new string('c', 64),
            };
        }
    }

    private static Sketch Failover(string id, RestorePointSelector selector) => Plans.Failover(id).With(step => step with
    {
        Action = (FailoverAction)step.Action with { RestorePoint = selector, BackupServer = "backup-b", Replica = "replica" },
        Point = step.Point! with { ReplicaName = "replica", BackupServerName = "backup-b", VmPoints = [new VmPoint("vm-point", "vm-1", Plans.PlannedAt)] },
        Rpo = TimeSpan.FromHours(1),
        Rto = TimeSpan.FromHours(2),
    });

    private static Sketch Step(string id, StepAction action) => new(new PlanStep { Id = new StepId(id), Action = action, Timeout = TimeSpan.FromMinutes(1) }, []);

    private static IReadOnlyList<string> Judge(byte[] plan) => Oracle.Judge(Encoding.UTF8.GetString(plan));
}
