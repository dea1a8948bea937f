using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.WhatIf;

/// <summary>Checks a run in which something failed: what it left behind, not what the runbook promises.</summary>
internal static class RunFlags
{
    /// <summary>How much longer than without the failure a run may take.</summary>
    public static TimeSpan MostDelay { get; } = TimeSpan.FromDays(1);

    /// <summary>All that is wrong with a run.</summary>
    /// <param name="state">Where it ended or was left.</param>
    /// <param name="standsStill">Whether it waited on when its time was over.</param>
    /// <param name="well">How long the run takes in which nothing fails.</param>
    public static ImmutableArray<RunFlag> Of(RunState state, bool standsStill, TimeSpan well) =>
    [
        .. StartedOnFailure(state),
        .. WaitsTooLong(state, standsStill, well),
        .. UndoNotAsked(state),
        .. EndedWell(state),
        .. NobodyTold(state),
    ];

    private static IEnumerable<RunFlag> StartedOnFailure(RunState state)
    {
        foreach (var step in state.Steps.Take(state.Graph.StepCount).Where(step => step.StartedAt is not null))
        {
            foreach (var before in step.Node.Predecessors.Select(index => state.Steps[index]))
            {
                var needed = step.Step.Needs.Contains(before.Step.Id);
                if (!before.Unlocks && (needed || !before.IsTolerated))
                {
                    yield return new RunFlag(FlagKind.StartedOnFailure, $"'{step.Step.Id}' began although '{before.Step.Id}' had not succeeded: {Readable.Word(before.Outcome)}");
                }
                else if (needed && before.Gates.FirstOrDefault(gate => gate.FailureTolerated) is { } warned)
                {
                    yield return new RunFlag(FlagKind.StartedOnFailure, $"'{step.Step.Id}' needs '{before.Step.Id}' and began although {warned.Plan.Id} failed: that gate only warns");
                }
            }
        }
    }

    private static IEnumerable<RunFlag> WaitsTooLong(RunState state, bool standsStill, TimeSpan well)
    {
        if (standsStill || state.LastAt.SinceStart > well + MostDelay)
        {
            yield return new RunFlag(FlagKind.WaitsTooLong, $"the run goes on over {Readable.Span(MostDelay)} longer than the {Readable.Span(well)} it takes where nothing fails");
        }
    }

    /// <summary>A drill alone owes undos. A step that is still to come asks once the failure is mended, but not in a run that ended well.</summary>
    private static IEnumerable<RunFlag> UndoNotAsked(RunState state)
    {
        if (state.Start!.Mode != RunMode.Drill)
        {
            yield break;
        }

        var asking = state.Steps.Where(step => step.Node.Section == PlanSection.Main)
            .SelectMany(step => step.Gates.Select(gate => (Step: step, Gate: gate)))
            .Where(one => one.Gate.Asked is not null || (!EndsWell(state.Standing) && !one.Step.IsTolerated && !one.Step.Unlocks))
            .Select(one => one.Gate.Manual?.Undoes)
            .OfType<VAppScope>()
            .ToList();
        ImmutableArray<string> unasked = [.. state.OwedUndos.Keys.Where(vApp => !asking.Exists(scope => scope.Covers(vApp)))];
        if (!unasked.IsEmpty)
        {
            yield return new RunFlag(FlagKind.UndoNotAsked, $"the undo of {MatrixWords.Few(unasked)} is owed, and no step asks for it");
        }
    }

    private static IEnumerable<RunFlag> EndedWell(RunState state)
    {
        if (EndsWell(state.Standing) && RunVerdict.Of(state).Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Major) is { } untolerated)
        {
            yield return new RunFlag(FlagKind.EndedWell, $"the run ended well with a finding that nothing tolerates: {untolerated.Kind}{(untolerated.Step is { } step ? $" of '{step}'" : "")}");
        }
    }

    private static IEnumerable<RunFlag> NobodyTold(RunState state)
    {
        if (EndsWell(state.Standing))
        {
            yield break;
        }

        var notified = state.Notices.ToldOf.Overlaps(state.Standing == RunOutcome.Failed ? [Occasion.Failure, Occasion.End] : [Occasion.Failure, Occasion.End, Occasion.Waiting]);
        var ran = state.Steps.Any(step => step is { Node: { Section: PlanSection.AfterFailure, IsGroup: false }, Unlocks: true, Step.Action: CommandAction or HttpAction });
        if (!notified && !ran)
        {
            yield return new RunFlag(FlagKind.NobodyTold, "nothing told anybody: no step of 'afterFailure' ran, and no address of 'notify' was");
        }
    }

    private static bool EndsWell(RunOutcome outcome) => outcome is RunOutcome.Succeeded or RunOutcome.SucceededWithFindings;
}
