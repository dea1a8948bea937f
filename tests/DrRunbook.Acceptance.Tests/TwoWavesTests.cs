using System.Globalization;
using DrRunbook.Acceptance.Tests.Driving;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence;
using DrRunbook.Evidence.Rendering;

namespace DrRunbook.Acceptance.Tests;

/// <summary>Two waves of 1179.9 s together and an RTO of 1200 s, which a tool that polled every thirty seconds missed without a word.</summary>
public sealed class TwoWavesTests
{
    private static readonly string Runbook = Repository.Runbook("two-waves.yaml");

    [Fact]
    public void Two_waves_as_published_meet_the_objective_and_show_what_orchestration_took()
    {
        var run = Rehearsed.Of(Runbook, Repository.Case("two-waves.scenario.yaml"));

        Assert.Equal(0, run.Code);
        Assert.Equal(RunOutcome.Succeeded, run.Report.Verdict.Outcome);
        Assert.Equal(ObjectiveState.Met, run.Report.Objectives.RecoveryTime.State);
        Assert.InRange(run.Report.Objectives.RecoveryTime.ActualMs!.Value, 1_179_900, 1_185_900);
        Assert.InRange(run.Report.Chain.Parts.MachineMs, 1_179_000, 1_180_900);
        Assert.All(run.Report.Chain.Transitions, transition => Assert.InRange(transition.LengthMs, 0, 2000));
        Assert.Contains(ReportText.Write(run.Report).Split('\n'), line => line.Contains("overhead", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task No_transition_takes_more_than_two_seconds_wherever_a_session_ends_between_two_looks()
    {
        await using var place = new Workplace();
        var vApps = Enumerable.Range(0, 20).Select(number => $"v{number}").ToList();
        var steps = vApps.Select(vApp => $"  - {{ id: {vApp}, failover: {vApp} }}");
        var durations = vApps.Select((vApp, number) => string.Create(
            CultureInfo.InvariantCulture, $"      - {{ name: {vApp}, failovers: [{{ sessionDuration: {20_000 + (number * 1_270)}ms }}] }}"));
        var runbook = place.Write("chain.yaml", $"{ShortRunbook.Head("chain")}\nsteps:\n{string.Join('\n', steps)}\n");
        var scenario = place.Write("chain.scenario.yaml", $"version: 1\nmanagers:\n  - name: site-b\n    vApps:\n{string.Join('\n', durations)}\n");

        var run = Rehearsed.Of(runbook, scenario);

        Assert.Equal(0, run.Code);
        Assert.Equal(vApps, run.Report.Chain.Links.Select(link => link.Step.Value));
        Assert.InRange(run.Report.Chain.Transitions.Length, 19, 21);
        Assert.All(run.Report.Chain.Transitions, transition => Assert.InRange(transition.LengthMs, 0, 2000));
    }

    [Fact]
    public void A_second_wave_of_640_seconds_misses_the_objective_although_every_step_is_green()
    {
        var run = Rehearsed.Of(Runbook, Repository.Case("two-waves-slow.scenario.yaml"));

        Assert.Equal(1, run.Code);
        Assert.Equal(RunOutcome.Failed, run.Report.Verdict.Outcome);
        Assert.All(run.Report.Steps, step => Assert.Equal(StepOutcome.Succeeded, step.Outcome));
        Assert.Equal(ObjectiveState.Missed, run.Report.Objectives.RecoveryTime.State);
        Assert.InRange(run.Report.Objectives.RecoveryTime.MissedByMs!.Value, 30_000, 39_999);
        Assert.Matches(@"RTO 20m missed by 3\d\.\d s", ReportText.Write(run.Report));
        Assert.Contains(run.Report.Findings, finding => finding is { Kind: "rto-missed", Severity: FindingSeverity.Major });
    }

    [Fact]
    public void A_wave_beyond_its_time_limit_fails_and_the_report_says_what_still_runs()
    {
        var run = Rehearsed.Of(Runbook, Repository.Case("two-waves-stuck.scenario.yaml"));

        Assert.Equal(1, run.Code);
        Assert.Equal(RunOutcome.Failed, run.Report.Verdict.Outcome);
        var wave = run.Report.Steps.Single(step => step.Id.Value == "wave-one");
        Assert.Equal((StepOutcome.Failed, FailureReasons.TimedOut, true), (wave.Outcome, wave.Reason, wave.StillRunning));
        var running = Assert.Single(run.Report.StillRunning);
        Assert.Equal(("wave-one", "tenant-wave-1", "site-b"), (running.Step.Value, running.VApp, running.Manager.Value));
        Assert.InRange(running.ForMs, 900_000, 910_000);
        Assert.Equal(["tenant-wave-1"], run.Report.OwedUndos.Select(owed => owed.VApp));
        Assert.Equal(["tenant-wave-1"], run.Ledger.Effects.Select(effect => effect.Target));
        var text = ReportText.Write(run.Report);
        Assert.Contains("STILL RUNNING AT THE MANAGER", text, StringComparison.Ordinal);
        Assert.Contains("tenant-wave-1 at site-b", text, StringComparison.Ordinal);
    }
}
