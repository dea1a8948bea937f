using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>A vApp of three VMs whose manager reports on some of them: a VM without a session of its own is never a success.</summary>
public sealed class PartialFailoverTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("succeeded", "Success", "Success", "Success")]
    [InlineData("warning", "Success", "Warning", "Success")]
    [InlineData("partial", "Success", "Failed", "Success")]
    [InlineData("partial", "Success", "Success")]
    [InlineData("partial", "Success", "Warning")]
    [InlineData("partial", "Failed", "Success")]
    [InlineData("failed (session-failed)", "Failed", "Failed")]
    [InlineData("failed (session-failed)", "Failed", "Failed", "Failed")]
    [InlineData("in-doubt", "Success", "None")]
    public void Where_VMs_are_reported_singly_each_of_them_must_be(string end, params string[] results)
    {
        var run = Run(World.Ending(Minute, results));

        Assert.Equal($"erp {end}", run.Ends);
    }

    [Fact]
    public void The_VMs_that_were_not_reported_are_named()
    {
        var run = Run(World.Ending(Minute, "Success", "Success"));

        Assert.Equal("2 restore sessions ended well; not reported by the manager: vm3", Erp(run).Detail.Raw);
        Assert.Equal([("vm1", "Success"), ("vm2", "Success"), ("vm3", null)], VmStanding.Of(Erp(run)).Select(vm => (vm.Vm.Raw, vm.Session?.Result)));
    }

    [Fact]
    public void A_single_session_that_names_a_VM_may_stand_for_the_vApp_and_is_a_finding()
    {
        var run = Run(World.Ending(Minute, "Success"));

        Assert.Equal(("erp succeeded", "succeeded-with-findings"), (run.Ends, run.Outcome));
        var finding = Assert.Single(run.Verdict.Findings, finding => finding.Kind == "vms-not-reported");
        Assert.Equal((FindingSeverity.Minor, "the one restore session names vm1; the manager says nothing of vm2, vm3"), (finding.Severity, finding.Text.Raw));
    }

    [Fact]
    public void The_session_of_the_vApp_itself_stands_for_all_and_no_VM_is_called_a_success()
    {
        var run = Run((cause, now) => World.Ending(Minute, "Success")(cause, now)
            .Select(learnt => (learnt.After, learnt.Fact is SessionChanged session ? session with { Vm = new OutsideText("erp") } : learnt.Fact)));

        Assert.Equal("erp succeeded", run.Ends);
        Assert.DoesNotContain(run.Verdict.Findings, finding => finding.Kind == "vms-not-reported");
        Assert.All(VmStanding.Of(Erp(run)), vm => Assert.Null(vm.Session));
        Assert.Equal(3, VmStanding.Of(Erp(run)).Length);
    }

    [Fact]
    public void A_session_of_the_vApp_beside_those_of_some_VMs_stands_for_the_others()
    {
        var run = Run((cause, now) => World.Ending(Minute, "Success", "Success", "Success")(cause, now)
            .Select(learnt => (learnt.After, learnt.Fact is SessionChanged { Vm.Raw: "vm3" } session ? session with { Vm = new OutsideText("erp") } : learnt.Fact)));

        Assert.Equal("erp succeeded", run.Ends);
    }

    [Fact]
    public void Where_all_that_were_reported_failed_and_one_was_not_nothing_is_tried_again()
    {
        var run = new ScriptedRun(Of(Erp().Retrying(3, Minute))).Script("erp", World.Ending(Minute, "Failed", "Failed")).Go();

        Assert.Equal("erp failed (session-failed)", run.Ends);
        Assert.Single(run.Events<FailoverRequested>());
    }

    [Fact]
    public void A_VM_with_two_sessions_stands_as_badly_as_the_worse()
    {
        var run = Run((cause, now) => World.Ending(Minute, "Success", "Failed", "Success", "Success")(cause, now)
            .Select(learnt => (learnt.After, learnt.Fact is SessionChanged { Vm.Raw: "vm4" } session ? session with { Vm = new OutsideText("vm2") } : learnt.Fact)));

        Assert.Equal("erp partial", run.Ends);
        Assert.Equal(["Success", "Failed", "Success"], VmStanding.Of(Erp(run)).Select(vm => vm.Session?.Result));
    }

    private static ScriptedRun Run(Script script) => new ScriptedRun(Of(Erp())).Script("erp", script).Go();

    private static Sketch Erp() => Failover("erp").With(step => step with
    {
        Point = step.Point! with { VmPoints = [.. Enumerable.Range(1, 3).Select(number => new VmPoint($"point-{number}", $"vm{number}", PlannedAt - (14 * Minute)))] },
    });

    private static StepProgress Erp(ScriptedRun run) => run.State[new StepId("erp")];
}
