using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>Whether the recovery time objective was met.</summary>
internal enum RtoStanding
{
    /// <summary>The runbook states none.</summary>
    NotStated,

    /// <summary>Recovered in time.</summary>
    Met,

    /// <summary>Recovered too late, or not at all.</summary>
    Missed,
}

/// <summary>A row of the matrix: what came of a run in which something failed.</summary>
/// <param name="Fails">The id of a step or a gate, or <c>manager:NAME</c>; null where nothing failed.</param>
/// <param name="How">How it failed, or null.</param>
/// <param name="ComesUp">The failover steps that came to a good end all the same.</param>
/// <param name="Failed">The steps that failed, in part or whole, or are in doubt; groups are not counted, here as below.</param>
/// <param name="Blocked">The steps that what failed blocks.</param>
/// <param name="NotStarted">The steps that were never begun.</param>
/// <param name="Outcome">How the run ended or was left; null where it was refused before its start, <c>running</c> where it waited on when its time was over.</param>
/// <param name="RecoveryTime">From the outage until the RTO clock stopped; null where it did not.</param>
/// <param name="Lasted">From the run's start to its last entry.</param>
/// <param name="Moves">What people have to do now.</param>
/// <param name="Flags">What is wrong with how the runbook took it.</param>
internal sealed record FailedRun(
    string? Fails,
    MishapKind? How,
    ImmutableArray<StepId> ComesUp,
    ImmutableArray<StepId> Failed,
    ImmutableArray<StepId> Blocked,
    ImmutableArray<StepId> NotStarted,
    RunOutcome? Outcome,
    TimeSpan? RecoveryTime,
    RtoStanding Rto,
    TimeSpan Lasted,
    ImmutableArray<PersonMove> Moves,
    ImmutableArray<RunFlag> Flags)
{
    /// <summary>Of a run.</summary>
    /// <param name="mishap">What failed, or null for nothing.</param>
    /// <param name="state">Where the run ended or was left.</param>
    /// <param name="flags">What is wrong with it.</param>
    public static FailedRun Of(Mishap? mishap, RunState state, ImmutableArray<RunFlag> flags)
    {
        var leaves = state.Steps.Take(state.Graph.StepCount).Where(step => !step.Node.IsGroup && step.Node.Section != PlanSection.AfterFailure).ToList();
        var planned = leaves.Where(step => step.Node.Section == PlanSection.Main).ToList();
        var recovery = RunVerdict.Of(state).RecoveryTime;
        return new FailedRun(
            mishap?.Target,
            mishap?.Kind,
            Ids(planned.Where(step => step is { Unlocks: true, Step.Action: FailoverAction })),
            Ids(leaves.Where(step => step.State is StepState.Failed or StepState.Partial or StepState.InDoubt)),
            Ids(planned.Where(step => step.State == StepState.Blocked)),
            Ids(planned.Where(step => step.State == StepState.Pending)),
            state.Standing,
            recovery,
            state.Graph.Plan.Objectives.Rto is not { } rto ? RtoStanding.NotStated : recovery <= rto ? RtoStanding.Met : RtoStanding.Missed,
            state.LastAt.SinceStart,
            PersonMove.Of(state),
            flags);
    }

    /// <summary>Of a run that was refused before its start.</summary>
    public static FailedRun Refused(Mishap mishap, Plan plan) => new(
        mishap.Target,
        mishap.Kind,
        [],
        [],
        [],
        [.. plan.Steps.Where(step => step is { Section: PlanSection.Main, Action: not GroupAction }).Select(step => step.Id)],
        Outcome: null,
        RecoveryTime: null,
        plan.Objectives.Rto is null ? RtoStanding.NotStated : RtoStanding.Missed,
        TimeSpan.Zero,
        [],
        []);

    /// <summary>How it ended, in words.</summary>
    public string Verdict => Outcome switch
    {
        null => "refused",
        RunOutcome.Running => "waits on",
        { } outcome => Readable.Word(outcome),
    };

    private static ImmutableArray<StepId> Ids(IEnumerable<StepProgress> steps) => [.. steps.Select(step => step.Step.Id)];
}
