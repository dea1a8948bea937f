using System.Globalization;
using DrRunbook.Core.Execution;

namespace DrRunbook.Evidence.Building;

/// <summary>Lists everything that people did to the run.</summary>
internal static class PeopleReader
{
    public static ImmutableArray<HumanAct> Read(RunReading reading)
    {
        // Who starts a run takes it up as well; only the later takings-up are acts of their own.
        var first = reading.OfRun.FirstOrDefault(happening => happening.Event is RunTakenUp);
        var all = reading.OfRun.Where(happening => happening != first).Concat(reading.OfAllSteps);
        return [.. all.OrderBy(happening => happening.When.Sequence).Select(About).OfType<HumanAct>()];
    }

    private static HumanAct? About(Happening happening)
    {
        var when = RunReading.Moment(happening.When);
        return happening.Event switch
        {
            RunStarted started => new HumanAct(when, started.StartedBy, "started the run", null, null, OutsideText.None, started.Simulation is null ? started.Proof is not null : null, ActKind.Drove, started.Proof?.Fingerprint),
            RunTakenUp taken => new HumanAct(when, taken.By, "took the run up", null, null, OutsideText.None, null, ActKind.Drove),
            HaltRequested halt => new HumanAct(when, halt.By, "asked to halt", null, null, halt.Reason, null),
            RunClosed closed => new HumanAct(when, closed.By, "closed the run", null, null, closed.Reason, null),
            CommandRefused refused => new HumanAct(
                when, refused.By, $"asked to {refused.Command}, which was refused", null, null, refused.Reason, null),
            GateAnswered answer => new HumanAct(when, answer.Principal, Word(answer.Decision), answer.Step, answer.Gate, answer.Note, answer.SignatureChecked, ActKind.Decided, answer.Proof?.Fingerprint),
            RunReopened reopened => new HumanAct(when, reopened.By, "reopened the run", null, null, reopened.Reason, null),
            RetryRequested retry => new HumanAct(when, retry.By, "asked to try again", retry.Step, null, retry.Reason, null),
            StepSettled settled => new HumanAct(
                when, settled.By, settled.As == Settlement.Succeeded ? "settled as succeeded" : "settled as failed", settled.Step, null, settled.Reason, null),
            SkipRequested skip => new HumanAct(when, skip.By, "asked to skip", skip.Step, null, skip.Reason, null),
            FindingAdded added => new HumanAct(when, added.By, Numbered("added finding", added.Number), added.Step, null, added.Text, null, ActKind.Recorded),
            FindingClosed closed => new HumanAct(when, closed.By, Numbered("closed finding", closed.Number), null, null, closed.Note, null, ActKind.Recorded),
            NoteAdded note => new HumanAct(when, note.By, Numbered("added note", note.Number), note.Step, null, note.Text, null, ActKind.Recorded),
            CriterionJudged judged => new HumanAct(when, judged.By, $"{Numbered("judged criterion", judged.Number)} to be {(judged.Met ? "met" : "not met")}", null, null, judged.Note, null, ActKind.Recorded),
            AssumptionJudged judged => new HumanAct(when, judged.By, $"{Numbered("judged assumption", judged.Number)} to have {(judged.Held ? "held" : "been broken")}", null, null, judged.Note, null, ActKind.Recorded),
            UndoConfirmed undone => new HumanAct(when, undone.By, "confirmed the undo", undone.Step, null, undone.Note, null, ActKind.Recorded),
            _ => null,
        };
    }

    private static string Numbered(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what} {number}");

    private static string Word(GateDecision decision) => decision switch
    {
        GateDecision.Approve => "approved",
        GateDecision.Reject => "rejected",
        _ => "confirmed",
    };
}
