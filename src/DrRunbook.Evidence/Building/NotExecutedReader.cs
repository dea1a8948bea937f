using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;

namespace DrRunbook.Evidence.Building;

/// <summary>Says of everything that the runbook holds and the run did not do why it was not done.</summary>
internal sealed class NotExecutedReader(RunReading reading)
{
    private readonly Dictionary<int, StepProgress?> _firstFailureIn = [];

    public ImmutableArray<NotExecuted> Read()
    {
        var leftOut = reading.Plan.LeftOut.Select(step => new NotExecuted(
            step.Id, step.Name, NotExecutedKind.LeftOut, OutsideText.From($"only for runs where {step.Why}"), []));
        var steps = reading.State.Steps.Take(reading.State.Graph.StepCount).Select(About).OfType<NotExecuted>();
        return [.. leftOut.Concat(steps)];
    }

    private NotExecuted? About(StepProgress step) => step.Outcome switch
    {
        StepOutcome.Blocked => New(step, NotExecutedKind.Blocked, $"blocked by {string.Join(", ", step.Causes.Select(cause => cause.Value))}"),
        StepOutcome.Skipped => New(step, NotExecutedKind.Skipped, step.Detail.IsEmpty ? "skipped by a person" : $"skipped: {step.Detail.Raw}"),
        StepOutcome.NotStarted => New(step, NotExecutedKind.NotStarted, WhyNotStarted(step)),
        _ => null,
    };

    private NotExecuted New(StepProgress step, NotExecutedKind kind, string reason) => new(
        step.Step.Id, step.Step.Name, kind, OutsideText.From(reason), [.. reading.Of(step.Step.Id).Select(happening => happening.When.Sequence)]);

    private string WhyNotStarted(StepProgress step)
    {
        if (step.SkipRequested is not null)
        {
            return "to be skipped; its turn has not come";
        }

        if (step.AttemptsBefore > 0)
        {
            return step.Node.Section == PlanSection.Main ? "to be tried again; its turn has not come" : "has run, and runs again at the next end of the run";
        }

        if (step.Node.Section == PlanSection.AfterFailure)
        {
            return reading.State.FirstFailure is null ? "runs only after a failure" : "its turn has not come";
        }

        if (step.Node.Section == PlanSection.Finally)
        {
            return "runs at the end of the run, which has not come";
        }

        if (StoppedBy(step) is { } failure)
        {
            return $"'{failure.Step.Id}' had failed before its turn";
        }

        if (reading.State.IsClosed)
        {
            return "the run was closed before its turn";
        }

        var halted = reading.State.Phase is RunPhase.Halted or RunPhase.Halting;
        if (reading.Of(step.Step.Id).Any(happening => happening.Event is StepWithdrawn))
        {
            return halted ? "begun and taken back by the halt" : "begun and taken back by a halt; its turn has not come again";
        }

        var waitsFor = step.Node.Predecessors.Select(index => reading.State.Steps[index]).Where(before => !before.IsFinal).ToList();
        var rest = waitsFor.Count == 0 ? "" : $"; it waits for {string.Join(", ", waitsFor.Select(before => before.Step.Id.Value))}";
        return (halted ? "the run was halted before its turn" : "its turn has not come") + rest;
    }

    /// <summary>The failure that kept this step from starting, or null: the first one inside the nearest group or list that a failure stopped.</summary>
    private StepProgress? StoppedBy(StepProgress step)
    {
        for (var group = reading.State.Steps[step.Node.Parent]; ; group = reading.State.Steps[group.Node.Parent])
        {
            if (group.IsStopped)
            {
                return FirstFailureIn(group);
            }

            if (group.Node.Step is null)
            {
                return null;
            }
        }
    }

    private StepProgress? FirstFailureIn(StepProgress group)
    {
        if (!_firstFailureIn.TryGetValue(group.Node.Index, out var first))
        {
            first = reading.State.Steps.Take(reading.State.Graph.StepCount)
                .Where(step => step is { State: StepState.Failed or StepState.Partial, EndedAt: not null } && step.Reason != FailureReasons.ChildFailed && StandsIn(step, group))
                .MinBy(step => step.EndedAt!.Value.Sequence);
            _firstFailureIn[group.Node.Index] = first;
        }

        return first;
    }

    private bool StandsIn(StepProgress step, StepProgress group)
    {
        for (var parent = step.Node.Parent; parent >= 0; parent = reading.State.Steps[parent].Node.Parent)
        {
            if (parent == group.Node.Index)
            {
                return true;
            }
        }

        return false;
    }
}
