using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Gates that hold, fail, warn, wait for people and for the clock.</summary>
public sealed class GateTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_gates_of_a_list_are_tried_at_once_and_the_list_holds_when_each_has_passed()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Tcp(), Tcp(), Wait(5 * Minute)))).Go();

        Assert.All(run.Journal.Where(entry => entry.Event is GateStarted), entry => Assert.Equal(PlannedAt, entry.At));
        Assert.Equal(5 * Minute, run.ActionOf("a"));
    }

    [Fact]
    public void A_list_fails_with_the_first_that_fails()
    {
        var run = new ScriptedRun(Of(Command("a").Verifying(Tcp(), Wait(Hour)))).Script("a:verify:1", World.Badly(Minute)).Go();

        Assert.Equal("a failed (verify-failed)", run.Ends);
        Assert.Equal(2 * Minute, run.EndOf("a"));
        Assert.StartsWith("a:verify:1: ", run.State[new StepId("a")].Detail.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_only_warns_is_a_finding_and_lets_the_step_go_on()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Tcp())))
            .Script("a:require:1", (_, _) => [(Minute, new GateFailed(new("a"), new("a:require:1"), OutsideText.From("closed"), 1, Tolerated: true, []))])
            .Go();

        Assert.Equal(("a succeeded", "succeeded-with-findings", "gate-warned a"), (run.Ends, run.Outcome, run.Findings));
    }

    [Fact]
    public void A_warning_of_an_earlier_attempt_is_gone_when_the_gate_holds_before_the_next()
    {
        var run = new ScriptedRun(Of(Command("a").Requiring(Tcp()).Retrying(2, Minute)))
            .Script("a", World.Badly(Minute), World.Well(Minute))
            .Script("a:require:1", (_, _) => [(Minute, new GateFailed(new("a"), new("a:require:1"), OutsideText.From("closed"), 1, Tolerated: true, []))], World.Well(Minute))
            .Go();

        Assert.Equal(("succeeded", ""), (run.Outcome, run.Findings));
    }

    [Fact]
    public void A_gate_step_without_an_answer_fails_at_its_deadline()
    {
        var run = new ScriptedRun(Of(GateStep("go", Manual(within: Hour)), Command("a"))).Go();

        Assert.Equal("go failed (gate-failed), a blocked by go", run.Ends);
        Assert.Equal(Hour, run.EndOf("go"));
    }

    [Fact]
    public void One_rejection_fails_an_approval()
    {
        var run = new ScriptedRun(Of(GateStep("go", Approval(("ops-lead", 2)))))
            .Script("go", (_, _) => [(Minute, World.Answer(Started("go"), GateDecision.Approve, "alice")), (2 * Minute, World.Answer(Started("go"), GateDecision.Reject, "bob"))])
            .Go();

        Assert.Equal("go failed (gate-failed)", run.Ends);
        Assert.Equal("rejected by bob", run.State[new StepId("go")].Detail.Raw);
    }

    [Fact]
    public void Every_line_of_an_approval_wants_different_people()
    {
        var gate = Approval(("ops-lead", 1), ("business-owner", 1));
        var alone = new ScriptedRun(Of(GateStep("go", gate))).Script("go", World.Answering(Minute, GateDecision.Approve, "alice")).Go();
        var together = new ScriptedRun(Of(GateStep("go", gate))).Script("go", World.Answering(Minute, GateDecision.Approve, "alice", "bob")).Go();

        Assert.Equal("go failed (gate-failed)", alone.Ends);
        Assert.Equal("go succeeded", together.Ends);
    }

    [Theory]
    [InlineData(false, "go failed (gate-failed)")]
    [InlineData(true, "go succeeded")]
    public void Who_started_the_run_approves_only_where_the_gate_allows_it(bool starterMayApprove, string ends)
    {
        var plan = Of(GateStep("go", Approval(("ops-lead", 1)) with { StarterMayApprove = starterMayApprove }));
        var run = new ScriptedRun(plan with { Approvers = plan.Approvers.SetItem("ops-lead", ["starter"]) })
            .Script("go", World.Answering(Minute, GateDecision.Approve, "starter"))
            .Go();

        Assert.Equal(ends, run.Ends);
    }

    [Fact]
    public void A_probe_that_turned_to_a_person_follows_the_answer()
    {
        var probe = Tcp() with { Otherwise = new Otherwise(OtherwiseKind.AskPerson, Manual()) };
        var run = new ScriptedRun(Of(GateStep("probe", probe))).Script("probe", World.Answering(Minute, GateDecision.Confirm, "alice")).Go();

        Assert.Equal("probe succeeded", run.Ends);
        Assert.Equal("confirmed by alice", run.State[new StepId("probe")].Detail.Raw);
    }

    [Fact]
    public void A_window_gate_waits_for_the_opening()
    {
        var run = new ScriptedRun(Of(GateStep("window", new WindowGate(new(22, 0), new(6, 0), "Europe/Berlin", [])), Command("a"))).Go();

        Assert.Equal(13 * Hour, run.StartOf("a"));
    }

    [Fact]
    public void A_window_gate_with_a_limit_fails_at_it()
    {
        var run = new ScriptedRun(Of(GateStep("window", new WindowGate(new(22, 0), new(6, 0), "Europe/Berlin", []) { Within = Hour }))).Go();

        Assert.Equal("window failed (gate-failed)", run.Ends);
        Assert.Equal(Hour, run.EndOf("window"));
    }

    [Fact]
    public void A_window_that_closed_again_while_nobody_looked_is_waited_for_anew()
    {
        var run = new ScriptedRun(Of(GateStep("window", new WindowGate(new(22, 0), new(6, 0), "Europe/Berlin", [])))).Go(until: Hour).Resume(25 * Hour).Go();

        Assert.Equal(37 * Hour, run.EndOf("window"));
    }

    private static GateStarted Started(string gate) => new(new(gate), new(gate), null, null);
}
