namespace DrRunbook.Core.Diagnostics;

/// <content>Objectives, concurrency, retries.</content>
public static partial class LintDiagnostics
{
    /// <summary>No RTO is stated.</summary>
    public static Diagnostic NoRto(SourceSpan at) => Diagnostic.Warning(
        "DR0435", at, "no RTO is stated: nobody can say whether the recovery was in time", "objectives: { rto: 2h }, and 'until' for the step that stops its clock");

    /// <summary>No RPO is stated.</summary>
    public static Diagnostic NoRpo(SourceSpan at) => Diagnostic.Info(
        "DR0436", at, "no RPO is stated: a restore point of any age will do", "objectives: { rpo: 4h }, or an 'rpo' on the steps");

    /// <summary>The targets do not add up.</summary>
    public static Diagnostic TargetsExceedRto(SourceSpan at, string sum, string rto, string path) => Diagnostic.Warning(
        "DR0437", at, $"the targets along the critical path add up to {sum}, more than the RTO of {rto}: {path}", "shorten the targets, let steps run in 'parallel', or state an RTO that can be met");

    /// <summary>The limits do not add up.</summary>
    public static Diagnostic LimitsExceedRto(SourceSpan at, string sum, string rto) => Diagnostic.Info(
        "DR0438", at, $"the time limits along the critical path add up to {sum}, more than the RTO of {rto}: a run within its limits can miss it", "tighten 'timeout' and 'within' to what the steps really take");

    /// <summary>A step's RTO is of no use.</summary>
    public static Diagnostic StepRtoAboveRuns(SourceSpan at, string step, string own, string rto) => Diagnostic.Warning(
        "DR0439", at, $"the RTO of step '{step}', {own}, is above that of the runbook, {rto}", "both count from the outage; give the step less, or leave its RTO out");

    /// <summary>A failover may take longer than the objective.</summary>
    public static Diagnostic TimeoutAboveRto(SourceSpan at, string step, string timeout, string rto) => Diagnostic.Warning(
        "DR0440", at, $"the failover '{step}' may take {timeout}, longer than the RTO of {rto}", "give it a 'timeout' that leaves time to act when it is over");

    /// <summary>Failovers follow after the clock stops.</summary>
    public static Diagnostic ClockStopsEarly(SourceSpan at, string until, string vApp) => Diagnostic.Info(
        "DR0441", at, $"the RTO clock stops with '{until}', and '{vApp}' may still be failed over after it", "move 'objectives.until' behind what the recovery needs, or leave it if the rest may take its time");

    /// <summary>More at once than the manager lets through.</summary>
    public static Diagnostic WiderThanThrottle(SourceSpan at, string step, int width, string manager, int throttle) => Diagnostic.Warning(
        "DR0442", at, $"the parallel group '{step}' starts {width} failovers at once, and manager '{manager}' takes {throttle}: the others queue", "order them by what matters first, set 'maxConcurrency', or raise 'maxConcurrentFailovers' together with the manager's own limit");

    /// <summary>A failed attempt may have acted.</summary>
    public static Diagnostic RetriesWhatMayBeHalfDone(SourceSpan at, string step) => Diagnostic.Warning(
        "DR0443", at, $"step '{step}' is tried again after a failure that may have done half its work", "say 'repeatable: true' if it can safely run twice, or leave 'retry' out");

    /// <summary>Tolerated, and needed.</summary>
    public static Diagnostic NeededAndTolerated(SourceSpan at, string step, string needing) => Diagnostic.Warning(
        "DR0444", at, $"the failure of step '{step}' is tolerated, and these need it: {needing}", "they are blocked when it fails, and the run still counts as good: use 'onFailure: contain', or leave the 'needs' out");
}
