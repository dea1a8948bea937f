using DrRunbook.Core.Journal;
using DrRunbook.Core.Json;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>Takes a journal's verdicts again: that something went well is said by nobody, it follows from what was recorded before.</summary>
public static class DecisionCheck
{
    /// <summary>Why an entry does not follow from those before it, as the end of a sentence that begins with the entry; null where it does, or tells a fact from outside.</summary>
    /// <param name="state">The run before the entry.</param>
    public static string? WhyNot(RunState state, JournalEntry entry) => entry.Event switch
    {
        OutcomeFixed told => RunDecisions.Next(state) is OutcomeFixed due
            ? Differing(Words.Of(told.Outcome), Words.Of(due.Outcome)) ?? Differing(told.FailedStep?.Value ?? "no step", due.FailedStep?.Value ?? "no step")
            : "fixes the outcome while the run goes on",
        RunEnded told => RunDecisions.Next(state) is RunEnded due ? Differing(Words.Of(told.Outcome), Words.Of(due.Outcome)) : "ends the run before its time",
        StepEnded { Outcome: StepOutcome.Succeeded or StepOutcome.Warning } told => Ended(state[told.Step], told.Outcome),
        ActionSucceeded told => Succeeded(state[told.Step], told),
        GatePassed told => Passed(state, state[told.Step], told),
        _ => null,
    };

    private static string? Ended(StepProgress step, StepOutcome told) =>
        !GateDecisions.AllPassed(step) ? $"says that step '{step.Step.Id}' {Words.Of(told)} before all its gates had passed"
        : Differing(Words.Of(told), Words.Of(step.HasWarning ? StepOutcome.Warning : StepOutcome.Succeeded));

    private static string? Succeeded(StepProgress step, ActionSucceeded told)
    {
        if (step.Step.Action is not FailoverAction || step.Settled is not null || step.Failover is null)
        {
            return null;
        }

        var due = FailoverVerdict.Of(step).Proof;
        return due == (told.Warning ? FailoverProof.Warning : FailoverProof.Success)
            ? null
            : $"says that the failover of step '{step.Step.Id}' {(told.Warning ? "ended with a warning" : "succeeded")}, where its restore sessions amount to '{Words.Of(due)}'";
    }

    /// <summary>Gates of people pass by the answers that are in the journal; all others by what was seen outside.</summary>
    private static string? Passed(RunState state, StepProgress step, GatePassed told)
    {
        foreach (var gate in step.CurrentGates)
        {
            if (gate.Plan.Id == told.Gate && gate.Plan.Gate is (ApprovalGate or ManualGate))
            {
                // No time has come: what is left is what people said.
                return GateDecisions.Next(state, step, DateTimeOffset.MinValue) is GatePassed due && due.Gate == told.Gate
                    ? null
                    : $"says that gate '{told.Gate}' passed, and the answers before it do not suffice";
            }
        }

        return null;
    }

    private static string? Differing(string told, string due) => told == due ? null : $"says '{told}', where '{due}' follows from the entries before it";
}
