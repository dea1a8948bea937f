using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>How much a finding weighs.</summary>
public enum FindingSeverity
{
    /// <summary>To be looked at.</summary>
    Minor,

    /// <summary>Makes the run fail.</summary>
    Major,
}

/// <summary>A deviation, a warning or a broken assumption.</summary>
/// <param name="Kind">A fixed word such as <c>step-failed</c>, <c>rto-missed</c>, <c>target-missed</c>.</param>
/// <param name="Step">The step it is about, or null for the run.</param>
public sealed record Finding(FindingSeverity Severity, string Kind, StepId? Step, OutsideText Text);

/// <summary>What a run amounts to: computed from its journal, never typed.</summary>
/// <param name="Outcome">Succeeded, SucceededWithFindings or Failed.</param>
/// <param name="Findings">In the plan's order, the run's own last.</param>
/// <param name="RecoveryTime">From the outage to the end of the step that stops the RTO clock; null where that has not succeeded.</param>
/// <param name="DataLoss">From the oldest VM point used to the outage; null where nothing was failed over.</param>
public sealed record RunVerdict(RunOutcome Outcome, ImmutableArray<Finding> Findings, TimeSpan? RecoveryTime, TimeSpan? DataLoss)
{
    /// <summary>Judges a run as far as it has come.</summary>
    public static RunVerdict Of(RunState state)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var step in state.Steps.Take(state.Graph.StepCount))
        {
            AboutStep(state, step, findings);
        }

        var recovery = RecoveryTimeOf(state);
        AboutRecoveryTime(state, recovery, findings);

        findings.AddRange(state.Noted);
        AboutFencing(state, findings);
        if (state.IsClosed)
        {
            findings.Add(new Finding(FindingSeverity.Major, "run-closed", null, new OutsideText("the run was closed before its end")));
        }

        // Findings of afterFailure, finally and late results come after the outcome is fixed.
        var outcome = state.Outcome is { } done ? done
            : findings.Any(finding => finding.Severity == FindingSeverity.Major) ? RunOutcome.Failed
            : findings.Count > 0 ? RunOutcome.SucceededWithFindings
            : RunOutcome.Succeeded;
        return new RunVerdict(outcome, findings.ToImmutable(), recovery, DataLossOf(state));
    }

    /// <summary>From the outage to a moment of the run.</summary>
    public static TimeSpan SinceOutage(RunState state, Moment moment) => moment.SinceStart + (state.StartedAt.At - state.Start!.OutageAt);

    /// <summary>How much a failover step lost, or a group at most: from the oldest VM point to the outage, by our clock; null where nothing was requested.</summary>
    public static TimeSpan? DataLossOf(RunState state, StepProgress step)
    {
        if (step.Node.IsGroup)
        {
            return step.Node.Children.Select(child => DataLossOf(state, state.Steps[child])).Max();
        }

        return step.Failover is { } track
            ? state.Start!.OutageAt - (track.Request.OldestVmPointAt - (state.Managers[track.Request.Manager].ClockOffset ?? TimeSpan.Zero))
            : null;
    }

    /// <summary>The failover that lost most, which is what the run lost; null where nothing was requested.</summary>
    public static StepProgress? Oldest(RunState state) =>
        state.Steps.Take(state.Graph.StepCount).Where(step => step.Failover is not null).MaxBy(step => DataLossOf(state, step));

    /// <summary>The step whose end stops the RTO clock; null in a plan without steps.</summary>
    public static StepProgress? Until(RunState state)
    {
        var last = state.Root(PlanSection.Main).Node.Children;
        return state.Graph.Plan.Objectives.Until is { } until ? state[until] : last.IsEmpty ? null : state.Steps[last[^1]];
    }

    private static TimeSpan? RecoveryTimeOf(RunState state) =>
        Until(state) is { Unlocks: true, EndedAt: { } ended } ? SinceOutage(state, ended) : null;

    private static TimeSpan? DataLossOf(RunState state) => Oldest(state) is { } oldest ? DataLossOf(state, oldest) : null;

    private static void AboutStep(RunState state, StepProgress step, ImmutableArray<Finding>.Builder findings)
    {
        var id = step.Step.Id;
        if (step.IsUntoleratedEnd && (step.Reason != FailureReasons.ChildFailed || !HasBadChild(state, step)))
        {
            // A group whose bad child was reopened and not begun again has failed all the same: nobody else says so.
            findings.Add(new Finding(ToleratedAbove(state, step) ? FindingSeverity.Minor : FindingSeverity.Major, $"step-{Word(step)}", id, Because(step)));
        }
        else if (step.IsTolerated)
        {
            findings.Add(new Finding(FindingSeverity.Minor, $"step-{Word(step)}", id, OutsideText.From($"tolerated: {Because(step).Raw}")));
        }
        else if (step.State is StepState.Warning or StepState.Skipped && !step.Node.IsGroup)
        {
            findings.Add(new Finding(FindingSeverity.Minor, $"step-{Word(step)}", id, step.Detail));
        }

        if (step is { Unlocks: true, Failover: not null } && SingleVmReported(step) is { } reported)
        {
            var others = FailoverVerdict.Listed([.. VmStanding.NotReported(step).Select(vm => vm.Vm.Raw)]);
            findings.Add(new Finding(FindingSeverity.Minor, "vms-not-reported", id, OutsideText.From($"the one restore session names {reported}; the manager says nothing of {others}")));
        }

        foreach (var gate in step.Gates.Where(gate => gate.FailureTolerated))
        {
            findings.Add(new Finding(FindingSeverity.Minor, "gate-warned", id, OutsideText.From($"{gate.Plan.Id}: {gate.Detail.Raw}")));
        }

        AboutObjectives(state, step, findings);
    }

    private static bool HasBadChild(RunState state, StepProgress group) => group.Node.Children.Any(child => state.Steps[child].IsUntoleratedEnd);

    private static void AboutObjectives(RunState state, StepProgress step, ImmutableArray<Finding>.Builder findings)
    {
        var id = step.Step.Id;
        if (step.Step.Rto is { } rto && step.EndedAt is { } ended && step.Unlocks && SinceOutage(state, ended) > rto)
        {
            findings.Add(Missed("rto-missed", id, "RTO", rto, SinceOutage(state, ended)));
        }

        var objective = step.Node.IsGroup ? step.Step.Rpo : PointRules.Objective(step.Step, state.Graph.Plan);
        if (objective is { } rpo && DataLossOf(state, step) is { } loss && loss > rpo)
        {
            var stale = step.Step.Action is FailoverAction { AllowStale: true };
            findings.Add(stale
                ? new Finding(FindingSeverity.Minor, "stale-point", id, Missed("", id, "RPO", rpo, loss).Text)
                : Missed("rpo-missed", id, "RPO", rpo, loss));
        }

        if (step.Step.Target is { } target && step is { StartedAt: { } from, EndedAt: { } to } && to.SinceStart - from.SinceStart > target)
        {
            findings.Add(Missed("target-missed", id, "target", target, to.SinceStart - from.SinceStart) with { Severity = FindingSeverity.Minor });
        }
    }

    private static void AboutRecoveryTime(RunState state, TimeSpan? recovery, ImmutableArray<Finding>.Builder findings)
    {
        if (state.Graph.Plan.Objectives.Rto is not { } rto)
        {
            return;
        }

        if (recovery > rto)
        {
            findings.Add(Missed("rto-missed", null, "RTO", rto, recovery.Value));
        }
        else if (Until(state) is { IsFinal: true, Unlocks: false } until)
        {
            var text = OutsideText.From($"RTO {Duration.Format(rto)} missed: '{until.Step.Id}', which stops its clock, did not succeed");
            findings.Add(new Finding(FindingSeverity.Major, "rto-missed", null, text));
        }
    }

    private static void AboutFencing(RunState state, ImmutableArray<Finding>.Builder findings)
    {
        var plan = state.Graph.Plan;
        var fenced = plan.Steps.Any(step => step.Fences is not null);
        var failsOver = plan.Steps.Any(step => step.Action is FailoverAction);
        if (state.Start is { Simulation: null } && failsOver && !fenced && plan.Unfenced is null)
        {
            findings.Add(new Finding(FindingSeverity.Minor, "unfenced", null, new OutsideText("nothing in this plan fences the source vApps: they may still be running")));
        }
    }

    /// <summary>The VM that the only session names where others of the vApp have none; null where the session names the vApp, or there are more.</summary>
    private static string? SingleVmReported(StepProgress step)
    {
        var vms = VmStanding.Of(step);
        return step.Failover!.Sessions.Count == 1 && vms.Any(vm => vm.Session is null) ? vms.FirstOrDefault(vm => vm.Session is not null)?.Vm.Raw : null;
    }

    private static bool ToleratedAbove(RunState state, StepProgress step)
    {
        for (var group = state.Steps[step.Node.Parent]; group.Node.Step is { } plan; group = state.Steps[group.Node.Parent])
        {
            if (plan.OnFailure == OnFailure.Continue)
            {
                return true;
            }
        }

        return false;
    }

    private static string Word(StepProgress step) => step.Outcome.ToString().ToLowerInvariant();

    private static OutsideText Because(StepProgress step) => step.State == StepState.Blocked
        ? OutsideText.From($"blocked by {string.Join(", ", step.Causes.Select(cause => cause.Value))}")
        : OutsideText.From(step.Detail.IsEmpty ? step.Reason : $"{step.Reason}: {step.Detail.Raw}");

    private static Finding Missed(string kind, StepId? step, string name, TimeSpan limit, TimeSpan actual)
    {
        var by = (actual - limit).TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"{name} {Duration.Format(limit)} missed by {by:0.0} s: {Duration.Format(actual)}");
        return new Finding(FindingSeverity.Major, kind, step, new OutsideText(text));
    }
}
