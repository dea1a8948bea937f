using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>What happens to gates, in words.</summary>
internal static class GateStory
{
    /// <summary>Tells an event; null where it says nothing that its neighbours do not.</summary>
    public static StoryLine? Tell(GateEvent gateEvent, RunState state, RunCommands commands)
    {
        var gate = state.FindGate(gateEvent.Gate.Value)!.Value.Gate;
        var text = gateEvent switch
        {
            GateStarted started => Started(started, gate),
            PersonAsked asked => $"WAITS FOR {GateText.Who(gate)}: {Text(asked.Question)}{Until(asked.Deadline)}{Answer(state, gate, commands)}",
            GateAnswered answered => $"{Text(answered.Principal)} {Verb(answered.Decision)}{Signed(answered.Proof)}{(answered.Note.IsEmpty ? "" : $": {Text(answered.Note)}")}",
            GateFailing failing => $"does not hold yet: {Text(failing.Detail)}",

            // What people and the clock decide is told by their answer and by the step's end.
            GatePassed { Tries: 0 } => null,
            GatePassed passed => $"holds: {Text(passed.Detail)}",
            GateFailed failed => $"{(failed.Tolerated ? "does not hold (a finding)" : "DOES NOT HOLD")}: {Text(failed.Detail)}",
            _ => null,
        };
        return text is null ? null : new StoryLine(gateEvent.Step.Value, Place(gateEvent) + text);
    }

    /// <summary>In a simulated run the scenario's people answer.</summary>
    private static string Answer(RunState state, GateProgress gate, RunCommands commands) =>
        state.Start?.Simulation is null ? $"; answer with: {commands.Answer(state, gate)}" : "";

    /// <summary>Which gate of the step it is, where the step is not the gate itself.</summary>
    private static string Place(GateEvent gateEvent) =>
        gateEvent.Gate.Value == gateEvent.Step.Value ? "" : $"{gateEvent.Gate.Value[(gateEvent.Step.Value.Length + 1)..]} ";

    private static string? Started(GateStarted started, GateProgress gate) => gate.Plan.Gate switch
    {
        ApprovalGate or ManualGate => null,
        WaitGate or WindowGate => started.PassesAt is { } passes ? $"waits until {Readable.Time(passes)}" : $"waits: {GateText.Describe(gate.Plan.Gate)}",
        _ => $"checks {GateText.Describe(gate.Plan.Gate)}{Until(started.Deadline)}",
    };

    private static string Until(DateTimeOffset? deadline) => deadline is { } at ? $" (until {Readable.Time(at)})" : "";

    private static string Verb(GateDecision decision) => decision switch
    {
        GateDecision.Approve => "approved",
        GateDecision.Reject => "REJECTED",
        _ => "confirmed",
    };

    private static string Signed(SignatureProof? proof) => proof is null ? "" : $" (signed, {proof.Fingerprint})";

    private static string Text(OutsideText text) => TerminalEncoder.Encode(text);
}
