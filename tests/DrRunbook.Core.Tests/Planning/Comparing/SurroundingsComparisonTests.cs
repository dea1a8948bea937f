using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

public sealed class SurroundingsComparisonTests
{
    private const string Behind = "approval by 1 of ops-lead";

    [Fact]
    public void A_step_that_left_a_guarded_group_no_longer_stands_behind_its_gates()
    {
        var before = Plans.Of(Guarded(Plans.Failover("db"), Plans.Failover("app")));
        var after = Plans.Of(Plans.Failover("db"), Guarded(Plans.Failover("app")));

        PlanDifferenceTests.Check(before, after, DifferenceKind.GateRemoved, DifferenceEffect.Weakens, $"step 'db' left group 'g' and no longer stands behind its require gate '{Behind}'", Behind);
        Assert.Single(Weakening(before, after));
        PlanDifferenceTests.Check(after, before, DifferenceKind.GateAdded, DifferenceEffect.Strengthens, $"step 'db' stands behind the require gate '{Behind}' of group 'g' now", null, Behind);
        Assert.Empty(Weakening(after, before));
    }

    [Fact]
    public void A_step_that_comes_after_the_group_or_has_such_a_gate_still_stands_behind_it()
    {
        var before = Plans.Of(Guarded(Plans.Failover("db"), Plans.Failover("app")));
        var later = Plans.Of(Guarded(Plans.Failover("db")), Plans.Failover("app"));
        var stricter = Plans.Of(Plans.Failover("db").Requiring(Plans.Approval(("ops-lead", 2))), Guarded(Plans.Failover("app")));
        var looser = Plans.Of(Plans.Failover("db").Requiring(Plans.Approval(("ops-lead", 1)) with { StarterMayApprove = true }), Guarded(Plans.Failover("app")));
        var afterFailure = Plans.Of(Guarded(Plans.Failover("db")).OnFailing(OnFailure.Continue), Plans.Failover("app"));

        Assert.Empty(Weakening(before, later));
        Assert.Empty(Weakening(before, stricter));
        Assert.Equal([DifferenceKind.GateRemoved], Weakening(before, looser).Select(one => one.Kind));
        Assert.Contains(Weakening(before, afterFailure), one => one.Kind == DifferenceKind.GateRemoved && one.Step == new StepId("app"));
    }

    [Fact]
    public void A_group_that_moved_with_its_steps_is_told_once()
    {
        var inner = Plans.Sequence("inner", Plans.Failover("db"), Plans.Failover("app"));

        var difference = Assert.Single(Weakening(Plans.Of(Guarded(inner, Plans.Command("x"))), Plans.Of(inner, Guarded(Plans.Command("x")))));

        Assert.Equal((DifferenceKind.GateRemoved, "inner"), (difference.Kind, difference.Step!.Value.Value));
    }

    [Fact]
    public void A_renamed_group_is_still_around_its_steps()
    {
        var before = Plans.Of(Guarded(Plans.Failover("db")).OnFailing(OnFailure.Continue).With(Measured));

        Assert.Equal([DifferenceKind.StepRenamed], PlanDifference.Between(before, Plans.Of(Guarded("h", Plans.Failover("db")).OnFailing(OnFailure.Continue).With(Measured))).Select(one => one.Kind));
    }

    [Fact]
    public void A_step_that_left_a_measured_group_is_no_longer_measured()
    {
        var before = Plans.Of(Plans.Sequence("g", Plans.Failover("db"), Plans.Failover("app"), Plans.Command("tell")).With(Measured));
        var after = Plans.Of(Plans.Failover("db"), Plans.Sequence("g", Plans.Failover("app")).With(Measured), Plans.Command("tell"));
        var own = PlanDifferenceTests.Step(after, "db", step => step with { Rto = TimeSpan.FromMinutes(50), Rpo = TimeSpan.FromHours(1) });

        PlanDifferenceTests.Check(before, after, DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "step 'db' is no longer measured against rto and rpo of group 'g'", "rto 1h; rpo 15m", "no rto; no rpo");
        PlanDifferenceTests.Check(before, after, DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "step 'tell' is no longer measured against rto of group 'g'", "rto 1h", "no rto");
        PlanDifferenceTests.Check(before, own, DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "step 'db' is no longer measured against rpo of group 'g'", "rpo 15m", "rpo 1h");
        PlanDifferenceTests.Check(after, before, DifferenceKind.ObjectivesChanged, DifferenceEffect.Strengthens, "step 'db' is measured against rto and rpo of group 'g' now", "no rto; no rpo", "rto 1h; rpo 15m");
    }

    [Fact]
    public void A_tolerant_group_that_was_put_around_steps_weakens_each()
    {
        var before = Plans.Of(Plans.Failover("db"), Plans.Failover("app"));
        var after = Plans.Of(Plans.Sequence("g", Plans.Failover("db"), Plans.Failover("app")).OnFailing(OnFailure.Continue));

        PlanDifferenceTests.Check(before, after, DifferenceKind.StepAdded, DifferenceEffect.Neutral, "step 'g' is new: sequence, onFailure continue");
        Assert.Equal(
            ["a failure of step 'db' is tolerated now, by onFailure of group 'g'", "a failure of step 'app' is tolerated now, by onFailure of group 'g'"],
            Weakening(before, after).Select(one => one.Text));
        PlanDifferenceTests.Check(after, before, DifferenceKind.OnFailureChanged, DifferenceEffect.Strengthens, "a failure of step 'db' is no longer tolerated by onFailure of group 'g'");
        Assert.Empty(Weakening(before, Plans.Of(Plans.Sequence("g", Plans.Failover("db"), Plans.Failover("app")))));
    }

    [Fact]
    public void A_step_moved_into_a_tolerant_group_weakens_and_a_group_that_is_tolerant_now_is_told_once()
    {
        Plan Of(OnFailure onFailure, params Sketch[] children) => Plans.Of(Plans.Failover("db"), Plans.Parallel("g", null, children).OnFailing(onFailure), Plans.Command("tell"));
        var outside = Plans.Of(Plans.Failover("db"), Plans.Failover("app"), Plans.Parallel("g", null, Plans.Failover("web")).OnFailing(OnFailure.Continue), Plans.Command("tell"));

        Assert.Contains(Weakening(outside, Of(OnFailure.Continue, Plans.Failover("app"), Plans.Failover("web"))), one => one.Text == "a failure of step 'app' is tolerated now, by onFailure of group 'g'");
        Assert.Equal(["a failure of step 'g' does something else to the rest: onFailure"], Weakening(Of(OnFailure.Halt, Plans.Failover("app"), Plans.Failover("web")), Of(OnFailure.Continue, Plans.Failover("app"), Plans.Failover("web"))).Select(one => one.Text));
    }

    private static Sketch Guarded(params Sketch[] children) => Guarded("g", children);

    private static Sketch Guarded(string id, params Sketch[] children) => Plans.Sequence(id, children).Requiring(Plans.Approval(("ops-lead", 1)));

    private static PlanStep Measured(PlanStep step) => step with { Rto = TimeSpan.FromHours(1), Rpo = TimeSpan.FromMinutes(15) };

    private static List<PlanDifference> Weakening(Plan before, Plan after) => [.. PlanDifference.Between(before, after).Where(one => one.Effect == DifferenceEffect.Weakens)];
}
