using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Execution;

/// <summary>What is to be recorded of a step's gates: their beginning, and the end of those that people or the clock decide.</summary>
internal static class GateDecisions
{
    /// <summary>The next event about the gates that decide now, or null where nothing is to be recorded.</summary>
    public static GateEvent? Next(RunState state, StepProgress step, DateTimeOffset now)
    {
        foreach (var gate in step.CurrentGates)
        {
            var decision = gate.State switch
            {
                GateState.Pending => Open(step, gate, now),
                GateState.Open => Decide(state, step, gate, now),
                _ => null,
            };
            if (decision is not null)
            {
                return decision;
            }
        }

        return null;
    }

    /// <summary>The first gate that does not hold, or null.</summary>
    public static GateProgress? FirstFailed(StepProgress step)
    {
        foreach (var gate in step.CurrentGates)
        {
            if (gate.State == GateState.Failed)
            {
                return gate;
            }
        }

        return null;
    }

    /// <summary>Whether every gate that decides now has passed.</summary>
    public static bool AllPassed(StepProgress step)
    {
        foreach (var gate in step.CurrentGates)
        {
            if (gate.State != GateState.Passed)
            {
                return false;
            }
        }

        return true;
    }

    private static GateStarted Open(StepProgress step, GateProgress gate, DateTimeOffset now)
    {
        DateTimeOffset? passesAt = gate.Plan.Gate switch
        {
            WaitGate wait => gate.PassesAt ?? now + wait.Duration,
            WindowGate window => Windows.NextOpening(window, now),
            _ => null,
        };
        var deadline = gate.Plan.Gate is WaitGate ? null : gate.Deadline ?? now + gate.Plan.Gate.Within;
        return new GateStarted(step.Step.Id, gate.Plan.Id, deadline, passesAt);
    }

    private static GateEvent? Decide(RunState state, StepProgress step, GateProgress gate, DateTimeOffset now)
    {
        if (gate.PassesAt <= now)
        {
            // The window may have closed again while nobody drove the run.
            return gate.Plan.Gate is WindowGate window && Windows.NextOpening(window, now) > now
                ? Open(step, gate, now)
                : Passed(step, gate, gate.Plan.Gate is WaitGate ? "the time has gone by" : "the window is open");
        }

        if (gate.WaitsForPerson && DecidePeople(state, step, gate) is { } decision)
        {
            return decision;
        }

        // A window that turns to a person does so through an effect, which fills the question in.
        var decidedHere = gate.WaitsForPerson || (gate.PassesAt is not null && gate.Plan.Gate.Otherwise.Ask is null);
        return decidedHere && gate.Deadline <= now
            ? Failed(step, gate, gate.WaitsForPerson ? "nobody answered in time" : "the window did not open in time")
            : null;
    }

    private static GateEvent? DecidePeople(RunState state, StepProgress step, GateProgress gate)
    {
        var rejection = gate.Answers.FirstOrDefault(answer => answer.Decision == GateDecision.Reject);
        if (rejection is not null)
        {
            var why = rejection.Note.IsEmpty ? "" : $": {rejection.Note.Raw}";
            return Failed(step, gate, $"rejected by {rejection.Principal.Raw}{why}");
        }

        // A person counts once, whatever they call themselves: by the name, and by the key.
        var principals = gate.Answers
            .Where(answer => gate.Plan.Gate is not ApprovalGate { StarterMayApprove: false } || !state.IsByStarter(answer.Principal.Raw, answer.Proof))
            .DistinctBy(answer => answer.Proof?.Fingerprint ?? answer.Principal.Raw)
            .Select(answer => answer.Principal.Raw)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        if (principals.Count == 0)
        {
            return null;
        }

        var holds = gate.Manual is not null || Quorums.AreMet((ApprovalGate)gate.Plan.Gate, state.Graph.Plan.Approvers, principals);
        var verb = gate.Manual is null ? "approved" : "confirmed";
        return holds ? Passed(step, gate, string.Create(CultureInfo.InvariantCulture, $"{verb} by {string.Join(", ", principals)}")) : null;
    }

    private static GatePassed Passed(StepProgress step, GateProgress gate, string detail) =>
        new(step.Step.Id, gate.Plan.Id, OutsideText.From(detail), 0, []);

    private static GateFailed Failed(StepProgress step, GateProgress gate, string detail) =>
        new(step.Step.Id, gate.Plan.Id, OutsideText.From(detail), 0, gate.Plan.Gate.Otherwise.Kind == OtherwiseKind.Warn, []);
}
