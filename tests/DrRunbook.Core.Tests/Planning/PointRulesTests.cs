using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning;

public sealed class PointRulesTests
{
    private static readonly DateTimeOffset Now = Plans.PlannedAt;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_point_is_refused_when_it_is_older_than_the_RPO(int minutes, bool allowed) =>
        Assert.Equal(allowed, Why(Step(minutes), rpo: Hour) is null);

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_point_is_refused_when_it_is_older_than_maxAge(int minutes, bool allowed) =>
        Assert.Equal(allowed, Why(Step(minutes, new PointWithMaxAge(Hour)), rpo: null) is null);

    [Fact]
    public void The_own_RPO_of_a_step_wins_over_the_runs() =>
        Assert.Null(Why(Step(90) with { Rpo = 2 * Hour }, rpo: Hour));

    [Fact]
    public void AllowStale_lifts_the_RPO_and_leaves_maxAge()
    {
        Assert.Null(Why(Step(90, allowStale: true), rpo: Hour));
        Assert.NotNull(Why(Step(90, new PointWithMaxAge(Hour), allowStale: true), rpo: null));
    }

    [Fact]
    public void What_was_lost_is_counted_to_the_outage_not_to_now() =>
        Assert.Null(PointRules.WhyTooOld(Step(5 * 60), Plan(Hour), Now - (4.5 * Hour), Now, TimeSpan.Zero));

    [Fact]
    public void An_outage_still_to_come_counts_from_now() =>
        Assert.Null(PointRules.WhyTooOld(Step(50), Plan(Hour), Now + Hour, Now, TimeSpan.Zero));

    [Fact]
    public void Ages_are_corrected_by_the_managers_clock() =>
        Assert.NotNull(PointRules.WhyTooOld(Step(50), Plan(Hour), Now, Now, clockOffset: TimeSpan.FromMinutes(15)));

    [Fact]
    public void The_oldest_VM_point_counts() =>
        Assert.NotNull(Why(Step(10) with { Point = Step(10).Point! with { VmPoints = [new VmPoint("u", "vm", Now - (2 * Hour))] } }, rpo: Hour));

    [Fact]
    public void The_reason_names_vApp_age_and_limit() => Assert.Equal(
        "the restore point of 2026-11-23T06:30:00.000Z of 'db' is 1h30m old; the RPO is 1h", Why(Step(90), rpo: Hour));

    [Fact]
    public void A_step_that_fails_nothing_over_has_no_point_to_judge() => Assert.Null(Why(Plans.Command("a").Step, rpo: Hour));

    private static string? Why(PlanStep step, TimeSpan? rpo) => PointRules.WhyTooOld(step, Plan(rpo), Now, Now, TimeSpan.Zero);

    private static PlanStep Step(int minutes, RestorePointSelector? selector = null, bool allowStale = false)
    {
        var step = Plans.Failover("db", TimeSpan.FromMinutes(minutes)).Step;
        return step with { Action = (FailoverAction)step.Action with { RestorePoint = selector ?? new LatestPoint(), AllowStale = allowStale } };
    }

    private static Plan Plan(TimeSpan? rpo) => Plans.Of() with { Objectives = new Objectives(null, rpo, null) };
}
