using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Whether, and from where, a step may be tried again on an operator's word.</summary>
/// <param name="From">Where the new attempt begins.</param>
/// <param name="WhyNot">Why there may be none, or null.</param>
public sealed record Retrial(AttemptFrom From, string? WhyNot)
{
    /// <summary>Judges a step of the run as it stands. What was sent and may still take effect is never sent again.</summary>
    public static Retrial Of(RunState state, StepProgress step) => WhyNever(state, step) is { } refusal
        ? new Retrial(AttemptFrom.Require, refusal)
        : new Retrial(ActionStands(state, step) ? AttemptFrom.Verify : AttemptFrom.Require, WhyNot: null);

    /// <summary>Why the end of this step cannot be taken back at all, or null: the place it stands in, whatever became of it.</summary>
    public static string? WhyNotReopened(RunState state, StepProgress step)
    {
        for (var group = state.Steps[step.Node.Parent]; group.Node.Step is { } plan; group = state.Steps[group.Node.Parent])
        {
            if (group.State == StepState.Blocked)
            {
                return $"step '{step.Step.Id}' stands in '{plan.Id}', which is blocked by {Names(group.Causes)}";
            }

            if (group.State == StepState.Verifying)
            {
                return $"'{plan.Id}', in which step '{step.Step.Id}' stands, is being verified: wait for its end";
            }
        }

        return null;
    }

    private static string? WhyNever(RunState state, StepProgress step) => step switch
    {
        { Node.Section: not PlanSection.Main } => $"step '{step.Step.Id}' does not belong to 'steps': 'afterFailure' and 'finally' are carried out as they stand",
        { State: StepState.Pending } => $"step '{step.Step.Id}' has not begun: there is nothing to try again",
        { State: StepState.InDoubt } => $"step '{step.Step.Id}' is in doubt: say with 'settle' what became of it, nothing is sent again before",
        { IsActive: true } => $"step '{step.Step.Id}' is going on",
        { State: StepState.Skipped } => $"step '{step.Step.Id}' was skipped, and what needs it has gone on",
        { Unlocks: true } => $"step '{step.Step.Id}' has ended well: there is nothing to try again",
        { State: StepState.Blocked } => $"step '{step.Step.Id}' is blocked by {Names(step.Causes)}: once that is mended, it begins in its turn",
        { Reason: FailureReasons.ChildFailed } => $"'{step.Step.Id}' failed because of what stands in it: retry {Names(Bad(state, step))}",
        { StillRunning: true } => $"step '{step.Step.Id}' timed out, and its manager may still be working on it: it is never sent again before its result is known: wait for it, or say with 'settle' what the console shows",
        { Late.Result: "unproven" } => $"step '{step.Step.Id}' came to an end that proves nothing: look in the backup console, then 'settle' or 'skip' it",
        { State: StepState.Partial } or { Late.Result: "partial" } when IsOwed(state, step) =>
            $"some VMs of step '{step.Step.Id}' failed over and some did not: undo the failover in the backup console, say so with 'undo confirm', then retry",
        _ => WhyNotReopened(state, step),
    };

    /// <summary>Whether what the step does is done, and was not undone since.</summary>
    private static bool ActionStands(RunState state, StepProgress step)
    {
        var done = step.Reason == FailureReasons.VerifyFailed || step.Late is { Result: "succeeded" or "warning" };
        return done && (step.Step.Action is not FailoverAction || IsOwed(state, step));
    }

    private static bool IsOwed(RunState state, StepProgress step) =>
        step.Step.Action is FailoverAction failover && state.OwedUndos.ContainsKey(failover.VApp);

    private static IEnumerable<StepId> Bad(RunState state, StepProgress group) =>
        group.Node.Children.Select(child => state.Steps[child]).Where(child => child.IsUntoleratedEnd && child.State != StepState.Blocked).Select(child => child.Step.Id);

    private static string Names(IEnumerable<StepId> steps) => string.Join(", ", steps.Take(10).Select(step => $"'{step}'"));
}
