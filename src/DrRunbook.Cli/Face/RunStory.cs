using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>Journal entries in words: one line per event that matters, none for the rest.</summary>
internal static class RunStory
{
    /// <summary>Tells an event.</summary>
    /// <param name="state">The run with this event folded in, and perhaps those committed with it.</param>
    /// <returns>Null where the event says nothing that its neighbours do not.</returns>
    public static StoryLine? Tell(RunEvent runEvent, RunState state, RunCommands commands) => runEvent switch
    {
        GateEvent gate => GateStory.Tell(gate, state, commands),
        StepEvent step => Line(step.Step.Value, FailoverStory.Tell(step, state) ?? TellStep(step, state)),
        ManagerReached reached => new StoryLine(reached.Manager.Value, Reached(reached)),
        ManagerLost lost => new StoryLine(lost.Manager.Value, $"does not answer: {Text(lost.Detail)}"),
        LogonRenewed renewed => new StoryLine(renewed.Manager.Value, $"new logon: {Text(renewed.Detail)}"),
        NotificationEvent told => new StoryLine(NoticeText.Subject, NoticeText.Tell(told, state)),
        _ => Line("run", TellRun(runEvent, state)),
    };

    private static string? TellRun(RunEvent runEvent, RunState state) => runEvent switch
    {
        RunStarted started => Started(started),
        RunTakenUp taken when state.TakenUpAt.Sequence > 2 => $"taken up by {Text(taken.By)} on {TerminalEncoder.Encode(taken.Machine)}, {Readable.Span(state.Away)} nobody drove it",
        HaltRequested halt => $"halt asked for by {Text(halt.By)}{Because(halt.Reason)}; nothing new starts, what runs is seen to its end",
        CommandRefused refused => $"{TerminalEncoder.Encode(refused.Command)} by {Text(refused.By)} refused{Because(refused.Reason)}",
        OutcomeFixed outcome => $"outcome {Readable.Word(outcome.Outcome)}{(outcome.FailedStep is { } failed ? $", first failure {failed}" : "")}",
        RunPaused paused => $"left {Readable.Word(paused.Outcome)}",
        RunClosed closed => $"closed by {Text(closed.By)}{Because(closed.Reason)}",
        RunReopened reopened => $"reopened by {Text(reopened.By)}{Because(reopened.Reason)}",
        RunEnded ended => $"ended: {Readable.Word(ended.Outcome)}",
        FindingNoted noted => $"finding {noted.Kind}{(noted.Step is { } step ? $" at {step}" : "")}: {Text(noted.Detail)}",
        FindingAdded added => $"finding {added.Number} ({Readable.Word(added.Severity)}) by {Text(added.By)}{About(added.Step)}{Because(added.Text)}",
        FindingClosed closed => $"finding {closed.Number} closed by {Text(closed.By)}{Because(closed.Note)}",
        NoteAdded note => $"note {note.Number} by {Text(note.By)}{About(note.Step)}{Because(note.Text)}",
        CriterionJudged judged => $"criterion {judged.Number} {(judged.Met ? "met" : "NOT met")}, says {Text(judged.By)}{Because(judged.Note)}",
        AssumptionJudged judged => $"assumption {judged.Number} {(judged.Held ? "held" : "did NOT hold")}, says {Text(judged.By)}{Because(judged.Note)}",
        _ => null,
    };

    private static string? TellStep(StepEvent stepEvent, RunState state)
    {
        var step = state[stepEvent.Step];
        return stepEvent switch
        {
            StepStarted { Attempt: > 1 } started when step.AttemptsBefore > 0 => $"attempt {started.Attempt}",
            StepStarted { Attempt: > 1 } started => $"attempt {started.Attempt} of {step.Step.Retry.Attempts}",
            StepStarted when step.Step.Require.Length > 0 => $"checks {Readable.Count(step.Step.Require.Length, "condition")} first",
            ActionStarted when step.Node.IsGroup => $"{Readable.Count(step.Node.Children.Length, "step")} begin{Together(step.Node)}",
            ActionStarted when step.Step.Action is CommandAction => "program started",
            ActionStarted when step.Step.Action is HttpAction => "request goes out",
            ActionSucceeded when step.Step.Verify.Length > 0 => $"done, checks {Readable.Count(step.Step.Verify.Length, "condition")}",
            ActionFailed failed => $"attempt failed, {failed.Reason}{Because(failed.Detail)}",
            ActionInDoubt doubt => $"IN DOUBT{Because(doubt.Detail)}",
            RetryScheduled retry => $"tries again at {Readable.Time(retry.NotBefore)}",
            StepEnded ended => Ended(ended, step),
            StepBlocked blocked => $"blocked by {string.Join(", ", blocked.By)}",
            StepSettled settled => $"settled as {Readable.Word(settled.As)} by {Text(settled.By)}{Because(settled.Reason)}",
            UndoConfirmed undone => $"undone, says {Text(undone.By)}{Because(undone.Note)}",
            RetryRequested retry => $"to be tried again, says {Text(retry.By)}{Because(retry.Reason)}",
            SkipRequested skip => $"to be skipped, says {Text(skip.By)}{Because(skip.Reason)}",
            StepSkipped => "skipped",
            StepWithdrawn => "taken back: not started",
            _ => null,
        };
    }

    private static string Started(RunStarted started)
    {
        var what = started.Simulation is null ? started.Mode == RunMode.Disaster ? "DISASTER run" : "drill" : $"REHEARSAL ({Readable.Word(started.Mode)})";
        var outage = started.OutageStated ? $"outage at {Readable.DayAndTime(started.OutageAt)}" : "outage taken to be now";
        return $"{what} of {TerminalEncoder.Encode(started.Runbook)} begins as {started.Run}, by {Text(started.StartedBy)}{(started.Proof is { } proof ? $" (signed, {proof.Fingerprint})" : "")} on {TerminalEncoder.Encode(started.Machine)}, {outage}";
    }

    private static string Reached(ManagerReached reached)
    {
        var version = reached.ProductVersion is { } product ? $", version {Text(product)}" : "";
        var clock = reached.ClockOffsetMs is { } offset && Math.Abs(offset) >= 1000
            ? string.Create(CultureInfo.InvariantCulture, $", its clock is {Readable.Span(TimeSpan.FromMilliseconds(Math.Abs(offset)))} {(offset > 0 ? "ahead" : "behind")}")
            : "";
        return $"answers{version}{clock}";
    }

    private static string Ended(StepEnded ended, StepProgress step)
    {
        var took = step is { StartedAt: { } from, EndedAt: { } to } ? $" after {Readable.Span(to.SinceStart - from.SinceStart)}" : "";
        var running = ended.StillRunning ? "; the manager still works on it" : "";
        var tolerated = step.IsTolerated ? " (tolerated)" : "";
        return ended.Outcome switch
        {
            StepOutcome.Succeeded => $"succeeded{took}",
            StepOutcome.Warning => $"succeeded with a warning{took}{Because(ended.Detail)}",
            _ => $"{Readable.Word(ended.Outcome).ToUpperInvariant()}{tolerated}{took}{(ended.Reason is { } reason ? $", {reason}" : "")}{Because(ended.Detail)}{running}",
        };
    }

    private static string Together(PlanNode group) =>
        group.MaxConcurrency is { } most ? $", {most} at a time" : group.Step?.Action is GroupAction { IsParallel: true } ? ", all at once" : ", one after another";

    private static StoryLine? Line(string subject, string? text) => text is null ? null : new StoryLine(subject, text);

    private static string Because(OutsideText detail) => detail.IsEmpty ? "" : $": {Text(detail)}";

    private static string About(StepId? step) => step is { } id ? $" on {id}" : "";

    private static string Text(OutsideText text) => TerminalEncoder.Encode(text);
}
