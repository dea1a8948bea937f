using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

public sealed class ActionComparisonTests
{
    private static readonly FailoverAction Failover = new("db", new LatestPoint(), AllowStale: false, Plans.SiteB, null, null);
    private static readonly CommandAction Command = new(new CommandLine([TextTemplate.Literal("run")], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]));
    private static readonly HttpAction Http = new("POST", TextTemplate.Literal("https://lb.example/switch"), ImmutableSortedDictionary<string, ValueSource>.Empty, new HttpBody(null, "{}"), []);

    public static TheoryData<StepAction, StepAction, DifferenceEffect, string> Changed => new()
    {
        { Failover, Failover with { EnterpriseManager = new ManagerName("site-c") }, DifferenceEffect.Neutral, "enterpriseManager" },
        { Failover, Failover with { BackupServer = "b", Replica = "r" }, DifferenceEffect.Neutral, "backupServer and replica" },
        { Failover, Failover with { AllowStale = true }, DifferenceEffect.Weakens, "allowStale" },
        { Failover, At(new PointWithMaxAge(TimeSpan.FromHours(1))), DifferenceEffect.Strengthens, "restorePoint" },
        { At(new PointWithMaxAge(TimeSpan.FromHours(1))), Failover, DifferenceEffect.Weakens, "restorePoint" },
        { At(new PointWithMaxAge(TimeSpan.FromHours(1))), At(new PointWithMaxAge(TimeSpan.FromHours(2))), DifferenceEffect.Weakens, "restorePoint" },
        { At(new PointNotNewerThan([new StepId("a"), new StepId("b")])), At(new PointNotNewerThan([new StepId("a")])), DifferenceEffect.Weakens, "restorePoint" },
        { At(new PointNotNewerThan([new StepId("a")])), At(new PointNotNewerThan([new StepId("b"), new StepId("a")])), DifferenceEffect.Strengthens, "restorePoint" },
        { At(new PointBefore(Plans.PlannedAt)), At(new PointBefore(Plans.PlannedAt.AddHours(-1))), DifferenceEffect.Weakens, "restorePoint" },
        { Failover, At(new PointBefore(Plans.PlannedAt)), DifferenceEffect.Weakens, "restorePoint" },
        { Failover, At(new PointById("urn:1")), DifferenceEffect.Weakens, "restorePoint" },
        { Failover, At(new PointByName("one")), DifferenceEffect.Weakens, "restorePoint" },
        { At(new PointBefore(Plans.PlannedAt)), Failover, DifferenceEffect.Neutral, "restorePoint" },
        { At(new PointById("urn:1")), At(new PointById("urn:2")), DifferenceEffect.Neutral, "restorePoint" },
        { At(new PointByName("one")), At(new PointByName("two")), DifferenceEffect.Neutral, "restorePoint" },
        { Command, With(line => line with { Run = [TextTemplate.Literal("run"), TextTemplate.Literal("--fast")] }), DifferenceEffect.Neutral, "command" },
        { Command, With(line => line with { WorkingDirectory = "scripts", Env = line.Env.Add("A", new ValueSource(null, SecretReference.Parse("env:A"))) }), DifferenceEffect.Neutral, "env and workingDirectory" },
        { Command, With(line => line with { SuccessExitCodes = [0, 3] }), DifferenceEffect.Weakens, "successExitCodes" },
        { Http, Http with { Url = TextTemplate.Literal("https://lb2.example/switch"), Method = "PUT", Body = new HttpBody(TextTemplate.Literal("x"), null) }, DifferenceEffect.Neutral, "url, method and body" },
        { Http, Http with { Statuses = [200, 500] }, DifferenceEffect.Weakens, "status" },
    };

    [Theory]
    [MemberData(nameof(Changed))]
    public void What_a_step_does_is_compared_part_by_part(StepAction before, StepAction after, DifferenceEffect effect, string parts)
    {
        var difference = Assert.Single(PlanDifference.Between(Of(before), Of(after)));

        Assert.Equal((DifferenceKind.ActionChanged, effect, $"step 'x' acts otherwise: {parts}"), (difference.Kind, difference.Effect, difference.Text));
        Assert.NotEqual(difference.Before, difference.After);
    }

    [Fact]
    public void Another_vApp_weakens_even_where_two_steps_exchange_theirs()
    {
        var other = Assert.Single(PlanDifference.Between(Of(Failover), Of(Failover with { VApp = "db2" })));
        Assert.Equal((DifferenceEffect.Weakens, "step 'x' fails over another vApp: vApp", "vApp db", "vApp db2"), (other.Effect, other.Text, other.Before, other.After));

        var before = Plans.Of(Plans.Failover("a"), Plans.Failover("b"));
        var after = Plans.Of(Plans.Failover("a").With(step => step with { Action = Failover with { VApp = "b" } }), Plans.Failover("b").With(step => step with { Action = Failover with { VApp = "a" } }));

        Assert.Equal(
            [("a", DifferenceEffect.Weakens), ("b", DifferenceEffect.Weakens)],
            PlanDifference.Between(before, after).Where(one => one.Kind == DifferenceKind.ActionChanged).Select(one => (one.Step!.Value.Value, one.Effect)));
    }

    [Theory]
    [MemberData(nameof(OtherFences))]
    public void A_step_that_fences_by_something_else_weakens(StepAction before, StepAction after, string part)
    {
        var difference = Assert.Single(PlanDifference.Between(Fencing(before), Fencing(after)));

        Assert.Equal((DifferenceKind.ActionChanged, DifferenceEffect.Weakens, $"step 'x' fences by something else: {part}"), (difference.Kind, difference.Effect, difference.Text));
    }

    public static TheoryData<StepAction, StepAction, string> OtherFences => new()
    {
        { Command, With(line => line with { Run = [TextTemplate.Literal("true")] }), "command" },
        { Command, With(line => line with { WorkingDirectory = "elsewhere" }), "workingDirectory" },
        { Http, Http with { Url = TextTemplate.Literal("https://lb2.example/switch") }, "url" },
    };

    [Fact]
    public void Another_kind_of_action_weakens()
    {
        var difference = Assert.Single(PlanDifference.Between(Of(Failover), Of(Command)));

        Assert.Equal((DifferenceKind.ActionChanged, DifferenceEffect.Weakens), (difference.Kind, difference.Effect));
        Assert.Equal("step 'x' does something else: command run in place of failover of db", difference.Text);
    }

    private static FailoverAction At(RestorePointSelector selector) => Failover with { RestorePoint = selector };

    private static CommandAction With(Func<CommandLine, CommandLine> change) => new(change(Command.Command));

    private static Plan Fencing(StepAction action) => PlanDifferenceTests.Step(Of(action), "x", step => step with { Fences = VAppScope.All });

    private static Plan Of(StepAction action) => Plans.Of(Plans.Command("x").With(step => step with { Action = action }));
}
